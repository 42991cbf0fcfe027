import SCIM
import Testing

@Suite struct PatchPathTests {
  @Test(arguments: [
    "members", "name.familyName", "addresses[type eq \"work\"]", "members.$ref",
    "members[value eq \"2819c223-7f76-453a-919d-413861904646\"].displayName",
    "emails[type eq \"work\" and (primary eq true or value ew \"@x\")].value",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
    "urn:x:y:emails[value pr].type",
  ])
  func printsWhatItRead(text: String) throws {
    #expect(try PatchPath(parsing: text).description == text)
  }

  @Test(arguments: [
    ("", 0), ("1a", 0), ("a.", 2), ("a..b", 2), ("a[", 2), ("a[type eq \"x\"", 13), ("a[]", 2),
    ("a[b pr]c", 7), ("a b", 1), ("a.b[c pr]", 3), ("a[b[c pr]]", 3), ("a[b pr].c.d", 9),
  ])
  func refuses(text: String, offset: Int) {
    let error = #expect(throws: FilterError.self) { try PatchPath(parsing: text) }
    #expect(error?.offset == offset)
  }
}

@Suite struct PatchRequestTests {
  @Test func readsWhatItPrints() throws {
    let request = PatchRequest([
      PatchOperation(.add, try PatchPath(parsing: "members"), value: [["value": "1"]]),
      PatchOperation(.remove, try PatchPath(parsing: "emails[type eq \"work\"]")),
      PatchOperation(.replace, value: ["active": false]),
    ])
    #expect(try PatchRequest(JSON(parsing: request.json.text)) == request)
  }

  @Test(arguments: ["add", "Add", "ADD"])
  func takesOpInAnyCase(op: String) throws {
    let operation = try PatchOperation(["op": .string(op), "path": "title", "value": "x"])
    #expect(operation.kind == .add)
  }

  @Test func takesAnEmptyPathForNone() throws {
    let operation = try PatchOperation(["op": "replace", "path": "", "value": ["title": "x"]])
    #expect(operation.path == nil)
  }

  private static let refusals: [(String, ScimType)] = [
    ("{}", .invalidSyntax),
    (#"{"schemas":["urn:x"],"Operations":[{"op":"add","path":"a","value":1}]}"#, .invalidSyntax),
    (body("[]"), .invalidSyntax),
    (body(#"[{"op":"move","path":"a"}]"#), .invalidSyntax),
    (body(#"[{"path":"a","value":1}]"#), .invalidSyntax),
    (body(#"[{"op":"add","path":"a b","value":1}]"#), .invalidPath),
    (body(#"[{"op":"add","path":7,"value":1}]"#), .invalidPath),
    (body(#"[{"op":"remove"}]"#), .noTarget),
    (body(#"[{"op":"add","path":"a"}]"#), .invalidValue),
    (body(#"[{"op":"replace","value":"x"}]"#), .invalidValue),
  ]

  @Test(arguments: refusals)
  func refuses(text: String, type: ScimType) throws {
    let json = try JSON(parsing: text)
    let error = #expect(throws: SCIMError.self) { try PatchRequest(json) }
    #expect(error?.scimType == type)
    #expect(error?.status == 400)
  }

  fileprivate static func body(_ operations: String) -> String {
    #"{"schemas":["\#(SchemaURN.patchOp)"],"Operations":\#(operations)}"#
  }
}

/// What a step makes of a resource. Shape: each is JSON text.
private struct Step: CustomTestStringConvertible {
  var name: String
  var before: String
  var operations: String
  var after: String

  init(_ name: String, _ before: String, _ operations: String, _ after: String) {
    self.name = name
    self.before = before
    self.operations = operations
    self.after = after
  }

  var testDescription: String { name }

  func apply(_ rules: PatchRules) throws -> JSON {
    let list = try #require(try JSON(parsing: "[\(operations)]").array)
    let request = PatchRequest(try list.map { try PatchOperation($0) })
    return try request.apply(to: JSON(parsing: before), rules: rules)
  }
}

private let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
private let core = "urn:ietf:params:scim:schemas:core:2.0:User"

@Suite struct PatchApplyTests {
  /// True whether or not the schema is known.
  private static let common: [Step] = [
    Step("add sets", "{}", #"{"op":"add","path":"title","value":"CEO"}"#, #"{"title":"CEO"}"#),
    Step(
      "add without a path merges", #"{"title":"a","name":{"givenName":"Ada"}}"#,
      #"{"op":"add","value":{"nickName":"n","name":{"familyName":"Okafor"}}}"#,
      #"{"title":"a","nickName":"n","name":{"givenName":"Ada","familyName":"Okafor"}}"#),
    Step(
      "add appends what is new", #"{"emails":[{"value":"a"}]}"#,
      #"{"op":"add","path":"emails","value":[{"value":"a"},{"value":"b"},{"value":"b"}]}"#,
      #"{"emails":[{"value":"a"},{"value":"b"}]}"#),
    Step(
      "add keeps one address in two roles apart", #"{"emails":[{"value":"a","type":"work"}]}"#,
      #"{"op":"add","path":"emails","value":[{"value":"a","type":"home"}]}"#,
      #"{"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]}"#),
    Step(
      "add takes over what is new in a value", #"{"emails":[{"value":"a","type":"work"}]}"#,
      #"{"op":"add","path":"emails","value":[{"value":"a","display":"A"}]}"#,
      #"{"emails":[{"value":"a","type":"work","display":"A"}]}"#),
    Step(
      "a new primary unseats the old", #"{"emails":[{"value":"a","primary":true}]}"#,
      #"{"op":"add","path":"emails","value":[{"value":"b","primary":true}]}"#,
      #"{"emails":[{"value":"a","primary":false},{"value":"b","primary":true}]}"#),
    Step(
      "a value made primary unseats the old",
      #"{"emails":[{"value":"a","primary":true},{"value":"b"}]}"#,
      #"{"op":"replace","path":"emails[value eq \"b\"].primary","value":true}"#,
      #"{"emails":[{"value":"a","primary":false},{"value":"b","primary":true}]}"#),
    Step(
      "add of nothing changes nothing", #"{"title":"x"}"#,
      #"{"op":"add","path":"emails","value":[]},{"op":"add","path":"title","value":null}"#,
      #"{"title":"x"}"#),
    Step(
      "add makes the complex attribute", "{}",
      #"{"op":"add","path":"name.familyName","value":"Okafor"}"#,
      #"{"name":{"familyName":"Okafor"}}"#),
    Step(
      "add with a filter makes the value", "{}",
      #"{"op":"add","path":"emails[type eq \"work\"].value","value":"a"}"#,
      #"{"emails":[{"type":"work","value":"a"}]}"#),
    Step(
      "names in any case", #"{"nickName":"a","name":{"givenName":"b"}}"#,
      #"""
      {"op":"replace","path":"NICKNAME","value":"c"},\#
      {"op":"replace","path":"NAME.GIVENNAME","value":"d"}
      """#,
      #"{"nickName":"c","name":{"givenName":"d"}}"#),
    Step(
      "replace keeps the other sub-attributes",
      #"{"name":{"givenName":"a","familyName":"b","middleName":"c"}}"#,
      #"{"op":"replace","path":"name","value":{"givenName":"x","middleName":null}}"#,
      #"{"name":{"givenName":"x","familyName":"b"}}"#),
    Step(
      "replace puts all values in place of all", #"{"emails":[{"value":"a"},{"value":"b"}]}"#,
      #"{"op":"replace","path":"emails","value":[{"value":"c"}]}"#,
      #"{"emails":[{"value":"c"}]}"#),
    Step(
      "replace with nothing clears", #"{"title":"t","emails":[{"value":"a"}],"nickName":"n"}"#,
      #"{"op":"replace","path":"emails","value":[]},{"op":"replace","path":"title","value":null}"#,
      #"{"nickName":"n"}"#),
    Step(
      "replace sets a sub-attribute of all values",
      #"{"emails":[{"value":"a","type":"x"},{"value":"b"}]}"#,
      #"{"op":"replace","path":"emails.type","value":"work"}"#,
      #"{"emails":[{"value":"a","type":"work"},{"value":"b","type":"work"}]}"#),
    Step(
      "replace a whole value", #"{"emails":[{"value":"a","type":"x"},{"value":"b","type":"y"}]}"#,
      #"{"op":"replace","path":"emails[type eq \"X\"]","value":{"value":"c"}}"#,
      #"{"emails":[{"value":"c"},{"value":"b","type":"y"}]}"#),
    Step(
      "remove one, then the last", #"{"id":"1","emails":[{"value":"a"},{"value":"b"}]}"#,
      #"""
      {"op":"remove","path":"emails[value eq \"a\"]"},\#
      {"op":"remove","path":"emails[value eq \"b\"]"}
      """#,
      #"{"id":"1"}"#),
    Step(
      "remove what is not there", #"{"id":"1","emails":[{"value":"a"}]}"#,
      #"""
      {"op":"remove","path":"title"},{"op":"remove","path":"emails[value eq \"z\"]"},\#
      {"op":"remove","path":"name.givenName"}
      """#,
      #"{"id":"1","emails":[{"value":"a"}]}"#),
    Step(
      "remove a sub-attribute", #"{"name":{"givenName":"a","familyName":"b"}}"#,
      #"{"op":"remove","path":"name.givenName"}"#, #"{"name":{"familyName":"b"}}"#),
    Step(
      "remove the last sub-attribute", #"{"id":"1","name":{"givenName":"a"}}"#,
      #"{"op":"remove","path":"name.givenName"}"#, #"{"id":"1"}"#),
    Step(
      "remove a sub-attribute of some values",
      #"{"emails":[{"value":"a","type":"work"},{"value":"b","type":"home"}]}"#,
      #"{"op":"remove","path":"emails[type eq \"work\"].type"}"#,
      #"{"emails":[{"value":"a"},{"value":"b","type":"home"}]}"#),
    Step(
      "an extension comes with its first attribute", #"{"schemas":["\#(core)"]}"#,
      #"{"op":"add","path":"\#(enterprise):department","value":"Sales"}"#,
      #"{"schemas":["\#(core)","\#(enterprise)"],"\#(enterprise)":{"department":"Sales"}}"#),
    Step(
      "an extension goes with its last attribute",
      #"{"schemas":["\#(core)","\#(enterprise)"],"\#(enterprise)":{"department":"Sales"}}"#,
      #"{"op":"remove","path":"\#(enterprise):department"}"#, #"{"schemas":["\#(core)"]}"#),
    Step(
      "a whole extension by path", #"{"schemas":["\#(core)"]}"#,
      #"{"op":"add","path":"\#(enterprise)","value":{"division":"a","costCenter":"b"}}"#,
      #"""
      {"schemas":["\#(core)","\#(enterprise)"],\#
      "\#(enterprise)":{"division":"a","costCenter":"b"}}
      """#),
    Step(
      "a whole extension removed",
      #"{"schemas":["\#(core)","\#(enterprise)"],"\#(enterprise)":{"department":"Sales"}}"#,
      #"{"op":"remove","path":"\#(enterprise)"}"#, #"{"schemas":["\#(core)"]}"#),
    Step(
      "an extension within a value", #"{"\#(enterprise)":{"division":"a"}}"#,
      #"{"op":"replace","value":{"\#(enterprise)":{"department":"b"}}}"#,
      #"{"\#(enterprise)":{"division":"a","department":"b"}}"#),
    Step(
      "an attribute by its core schema", "{}",
      #"{"op":"add","path":"\#(core):title","value":"CEO"}"#, #"{"title":"CEO"}"#),
    Step(
      "Entra: paths as names", #"{"name":{"givenName":"a"}}"#,
      #"{"op":"Add","value":{"name.familyName":"b","\#(enterprise):manager":{"value":"9"}}}"#,
      #"{"name":{"givenName":"a","familyName":"b"},"\#(enterprise)":{"manager":{"value":"9"}}}"#),
    Step(
      "Entra: removal by value", #"{"members":[{"value":"1"},{"value":"2"},{"value":"3"}]}"#,
      #"{"op":"Remove","path":"members","value":[{"value":"1"},{"value":"3"},{"value":"9"}]}"#,
      #"{"members":[{"value":"2"}]}"#),
    Step(
      "operations see what those before did", "{}",
      #"""
      {"op":"add","path":"emails","value":[{"value":"a","type":"work"}]},\#
      {"op":"replace","path":"emails[type eq \"work\"].value","value":"b"}
      """#,
      #"{"emails":[{"value":"b","type":"work"}]}"#),
  ]

  @Test(arguments: common)
  private func appliesWithoutSchema(step: Step) throws {
    #expect(try step.apply(PatchRules()) == JSON(parsing: step.after))
  }

  @Test(arguments: common.filter { !$0.before.contains("members") })
  private func appliesWithSchema(step: Step) throws {
    #expect(try step.apply(PatchRules(schemas: .user)) == JSON(parsing: step.after))
  }

  /// With a schema for what the core schemas lack: simple multi-valued attributes and numbers.
  private static let device = SchemaSet([
    Schema(
      id: "urn:x:core:1.0:Device",
      attributes: [
        SchemaAttribute("tags", isMultiValued: true), SchemaAttribute("count", .integer),
        SchemaAttribute("ratio", .decimal), SchemaAttribute("seen", .dateTime),
        SchemaAttribute("serial", mutability: .immutable),
      ])
  ])

  private static let deviceSteps: [Step] = [
    Step(
      "simple values are not doubled", #"{"tags":["a"]}"#,
      #"{"op":"add","path":"tags","value":["a","b"]}"#, #"{"tags":["a","b"]}"#),
    Step(
      "simple values answer to value", #"{"tags":["a","b"]}"#,
      #"{"op":"remove","path":"tags[value eq \"a\"]"}"#, #"{"tags":["b"]}"#),
    Step(
      "simple values removed by value", #"{"tags":["a","b"]}"#,
      #"{"op":"remove","path":"tags","value":["b"]}"#, #"{"tags":["a"]}"#),
    Step(
      "numbers and dates", "{}",
      #"""
      {"op":"add","value":{"count":2,"ratio":0.5,"seen":"2011-05-13T04:42:34Z","serial":"s"}}
      """#, #"{"count":2,"ratio":0.5,"seen":"2011-05-13T04:42:34Z","serial":"s"}"#),
    Step(
      "an immutable attribute as it is", #"{"serial":"s"}"#,
      #"{"op":"replace","path":"serial","value":"s"}"#, #"{"serial":"s"}"#),
  ]

  @Test(arguments: deviceSteps)
  private func appliesToSimpleValues(step: Step) throws {
    #expect(try step.apply(PatchRules(schemas: Self.device)) == JSON(parsing: step.after))
  }

  private static let deviceRefusals: [(String, ScimType)] = [
    (#"{"op":"add","path":"count","value":1.5}"#, .invalidValue),
    (#"{"op":"add","path":"ratio","value":"1"}"#, .invalidValue),
    (#"{"op":"add","path":"seen","value":"yesterday"}"#, .invalidValue),
    (#"{"op":"replace","path":"serial","value":"t"}"#, .mutability),
    (#"{"op":"remove","path":"serial"}"#, .mutability),
  ]

  @Test(arguments: deviceRefusals)
  func refusesForADevice(operation: String, type: ScimType) {
    let step = Step("refused", #"{"serial":"s"}"#, operation, "")
    let error = #expect(throws: SCIMError.self) {
      try step.apply(PatchRules(schemas: Self.device))
    }
    #expect(error?.scimType == type)
  }

  private static let tolerated: [Step] = [
    Step(
      "a filter of two comparisons describes a value", "{}",
      #"""
      {"op":"add","path":"emails[type eq \"work\" and primary eq true].value","value":"a"}
      """#, #"{"emails":[{"type":"work","primary":true,"value":"a"}]}"#),
    Step(
      "add to the values that fit", #"{"emails":[{"value":"a","type":"work"},{"value":"b"}]}"#,
      #"{"op":"add","path":"emails[type eq \"work\"]","value":{"display":"A"}}"#,
      #"{"emails":[{"value":"a","type":"work","display":"A"},{"value":"b"}]}"#),
    Step(
      "replace by null removes the values that fit", #"{"emails":[{"value":"a"},{"value":"b"}]}"#,
      #"{"op":"replace","path":"emails[value eq \"a\"]","value":null}"#,
      #"{"emails":[{"value":"b"}]}"#),
    Step(
      "removal by value and type",
      #"{"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]}"#,
      #"{"op":"remove","path":"emails","value":[{"value":"a","type":"home"}]}"#,
      #"{"emails":[{"value":"a","type":"work"}]}"#),
    Step(
      "an unknown extension within a value", #"{"schemas":["urn:x:User"]}"#,
      #"{"op":"add","value":{"urn:x:ext:2.0:User":{"badge":"7"}}}"#,
      #"{"schemas":["urn:x:User","urn:x:ext:2.0:User"],"urn:x:ext:2.0:User":{"badge":"7"}}"#),
    Step(
      "the core schema's object within a value", "{}",
      #"{"op":"add","value":{"\#(core):title":"CEO"}}"#, #"{"title":"CEO"}"#),
    Step(
      "a text for a boolean", "{}", #"{"op":"replace","path":"active","value":"False"}"#,
      #"{"active":false}"#),
    Step(
      "a text for a boolean within a value", "{}",
      #"{"op":"add","path":"emails","value":{"value":"a","primary":"True"}}"#,
      #"{"emails":[{"value":"a","primary":true}]}"#),
    Step(
      "an id for the manager", "{}",
      #"{"op":"add","path":"\#(enterprise):manager","value":"26118915"}"#,
      #"{"\#(enterprise)":{"manager":{"value":"26118915"}}}"#),
    Step(
      "a text for a role", #"{"roles":[{"value":"a"}]}"#,
      #"{"op":"add","path":"roles","value":"admin"}"#,
      #"{"roles":[{"value":"a"},{"value":"admin"}]}"#),
    Step(
      "one value for many", "{}", #"{"op":"add","path":"emails","value":{"value":"a"}}"#,
      #"{"emails":[{"value":"a"}]}"#),
    Step(
      "the schema's spelling", "{}", #"{"op":"add","path":"DISPLAYNAME","value":"a"}"#,
      #"{"displayName":"a"}"#),
    Step(
      "a read-only attribute as it is", #"{"id":"1","title":"a"}"#,
      #"{"op":"replace","value":{"id":"1","title":"b"}}"#, #"{"id":"1","title":"b"}"#),
  ]

  @Test(arguments: tolerated)
  private func takesWhatProvidersSend(step: Step) throws {
    #expect(try step.apply(PatchRules(schemas: .user)) == JSON(parsing: step.after))
  }

  private static let refusals: [(String, ScimType)] = [
    (#"{"op":"replace","path":"id","value":"2"}"#, .mutability),
    (#"{"op":"replace","path":"meta.version","value":"2"}"#, .mutability),
    (#"{"op":"add","path":"groups","value":[{"value":"2"}]}"#, .mutability),
    (#"{"op":"remove","path":"userName"}"#, .mutability),
    (#"{"op":"add","path":"\#(enterprise):manager.displayName","value":"x"}"#, .mutability),
    (#"{"op":"replace","path":"emails[type eq \"home\"].value","value":"x"}"#, .noTarget),
    (#"{"op":"replace","path":"emails[type eq \"home\"]","value":{"value":"x"}}"#, .noTarget),
    (#"{"op":"add","path":"emails[value sw \"q\"].type","value":"x"}"#, .noTarget),
    (#"{"op":"replace","path":"active","value":"maybe"}"#, .invalidValue),
    (#"{"op":"replace","path":"title","value":{"a":1}}"#, .invalidValue),
    (#"{"op":"replace","path":"title","value":7}"#, .invalidValue),
    (#"{"op":"add","path":"name","value":"Ada"}"#, .invalidValue),
    (#"{"op":"add","path":"emails","value":[{"value":7}]}"#, .invalidValue),
    (#"{"op":"add","path":"\#(enterprise)","value":"x"}"#, .invalidValue),
    (
      #"""
      {"op":"add","path":"emails","value":[{"value":"b","primary":true},\#
      {"value":"c","primary":true}]}
      """#, .invalidValue
    ),
    (#"{"op":"add","value":{"a b":1}}"#, .invalidPath),
    (#"{"op":"add","path":"title.x","value":"y"}"#, .invalidPath),
  ]

  @Test(arguments: refusals)
  func refuses(operation: String, type: ScimType) throws {
    let before = #"{"id":"1","userName":"ada","title":"t","emails":[{"value":"a","type":"work"}]}"#
    let step = Step("refused", before, operation, "")
    let error = #expect(throws: SCIMError.self) { try step.apply(PatchRules(schemas: .user)) }
    #expect(error?.scimType == type)
    #expect(error?.status == 400)
  }

  @Test func aMemberIsNotRenamed() {
    let step = Step(
      "rename", #"{"members":[{"value":"1"}]}"#,
      #"{"op":"replace","path":"members[value eq \"1\"].value","value":"2"}"#, "")
    let error = #expect(throws: SCIMError.self) { try step.apply(PatchRules(schemas: .group)) }
    #expect(error?.scimType == .mutability)
  }

  @Test func providersDiffer() throws {
    let byValue = Step(
      "by value", #"{"members":[{"value":"1"},{"value":"2"}]}"#,
      #"{"op":"remove","path":"members","value":[{"value":"1"}]}"#, "{}")
    #expect(try byValue.apply(PatchRules(acceptsRemovalByValue: false)) == [:])
    let unmatched = Step(
      "unmatched", #"{"members":[{"value":"1"}]}"#,
      #"{"op":"remove","path":"members[value eq \"2\"]"}"#, "")
    let error = #expect(throws: SCIMError.self) {
      try unmatched.apply(PatchRules(refusesUnmatchedRemoval: true))
    }
    #expect(error?.scimType == .noTarget)
  }

  @Test func isAllOrNothing() throws {
    let request = PatchRequest([
      PatchOperation(.add, try PatchPath(parsing: "title"), value: "x"),
      PatchOperation(.replace, try PatchPath(parsing: "emails[value eq \"a\"]"), value: [:]),
    ])
    let before: JSON = ["id": "1"]
    #expect(throws: SCIMError.self) { try request.apply(to: before) }
    #expect(throws: SCIMError.self) { try request.apply(to: "x") }
    #expect(before == ["id": "1"])
  }
}
