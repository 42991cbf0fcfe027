import SCIM
import Testing

@Suite struct PageScannerTests {
  private func scan(_ text: String) throws -> (page: PageScanner.Page, resources: [String]) {
    let bytes = Array(text.utf8)
    let page = try PageScanner.scan(bytes)
    return (page, page.resources.map { String(decoding: bytes[$0], as: UTF8.self) })
  }

  @Test func findsCountsAndResources() throws {
    let (page, resources) = try scan(
      #"""
      {"schemas":["urn:x"], "totalResults":3,"startIndex":2 ,"itemsPerPage":2,\#
      "nextCursor":"VZU\u0041","previousCursor":"p",\#
      "Resources" : [ {"id":"1","a":[{}]} , {"id":"2"}] }
      """#)
    #expect(page.totalResults == 3)
    #expect(page.startIndex == 2)
    #expect(page.itemsPerPage == 2)
    #expect(page.nextCursor == "VZUA")
    #expect(page.previousCursor == "p")
    #expect(page.isList)
    #expect(resources == [#"{"id":"1","a":[{}]}"#, #"{"id":"2"}"#])
  }

  @Test(arguments: [
    (#"{"totalResults":0}"#, 0), (#"{"totalResults":0,"Resources":null}"#, 0),
    (#"{"totalResults":1,"resources":[{}]}"#, 1), (#"[{},{}]"#, 2), (#" [ ] "#, 0),
    (#"{"R\u0065sources":[{}]}"#, 1), (#"{"Resources":[{},{}],"Resources":[{}]}"#, 1),
    (#"{"Resources":{}}"#, 0),
  ])
  func takesWhatServersSendForAList(text: String, count: Int) throws {
    let (page, resources) = try scan(text)
    #expect(page.isList)
    #expect(resources.count == count)
  }

  @Test func saysWhenItIsNoList() throws {
    #expect(try !scan(#"{"detail":"no","status":"404"}"#).page.isList)
  }

  @Test(arguments: [
    (#"{"totalResults":"12"}"#, 12), (#"{"totalResults":1e1}"#, 10),
    (#"{"totalResults":null}"#, nil),
    (#"{"totalResults":[1]}"#, nil), (#"{"totalResults":1.5}"#, nil),
    (#"{"totalResults":99999999999999999999}"#, nil),
  ])
  func readsCountsAsServersWriteThem(text: String, count: Int?) throws {
    #expect(try scan(text).page.totalResults == count)
  }

  @Test(arguments: [#"{"nextCursor":""}"#, #"{"nextCursor":null}"#, #"{}"#])
  func anEmptyCursorIsNone(text: String) throws {
    #expect(try scan(text).page.nextCursor == nil)
  }

  @Test(arguments: [
    ("", JSONError.Problem.empty), ("<html><body>502</body></html>", .unexpectedByte),
    (#"{"Resources":[{"id":"1"},{"id""#, .unexpectedEnd), (#"{"Resources":[{}]}x"#, .trailingText),
    (#""text""#, .wrongShape), ("17", .wrongShape), ("nul", .unexpectedEnd),
  ])
  func refusesWhatIsNoJSON(text: String, problem: JSONError.Problem) {
    let error = #expect(throws: JSONError.self) { try scan(text) }
    #expect(error?.problem == problem)
  }
}

@Suite struct ResourceScannerTests {
  private func user(_ text: String) throws -> ResourceScanner.UserColumns {
    let bytes = Array("[\(text)]".utf8)
    return try ResourceScanner.user(bytes, 1..<(bytes.count - 1))
  }

  @Test func picksEveryColumnOfAUser() throws {
    let columns = try user(
      """
      {"schemas":["urn:x"],"id":"2819","externalId":"e1","userName":"ada","displayName":"Ada O.",
       "name":{"formatted":"Ms. Ada Okafor","givenName":"Ada","familyName":"Okaf\\u00f6r"},
       "title":"Data Engineer","userType":"Employee","active":true,"nickName":"skipped",
       "emails":[{"value":"ada@home.example"},{"value":"ada@example.com","primary":true}],
       "roles":[{"value":"admin","display":"Administrator","type":"x"},"bare",{"display":"no"}],
       "entitlements":[{"value":"e-1"}],
       "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{
         "employeeNumber":"701984","costCenter":"4130","organization":"Universal",
         "division":"Theme Park","department":"Tours",
         "manager":{"value":"26118915","$ref":"../Users/26118915","displayName":"John Smith"}},
       "meta":{"created":"2010-01-23T04:56:22Z","lastModified":"2011-05-13T04:42:34Z",
         "version":"W\\/\\"3694e05e9dff591\\""}}
      """)
    var expected = ResourceScanner.UserColumns()
    expected.id = "2819"
    expected.externalId = "e1"
    expected.userName = "ada"
    expected.displayName = "Ada O."
    expected.formattedName = "Ms. Ada Okafor"
    expected.givenName = "Ada"
    expected.familyName = "Okaför"
    expected.title = "Data Engineer"
    expected.userType = "Employee"
    expected.active = true
    expected.primaryEmail = "ada@example.com"
    expected.employeeNumber = "701984"
    expected.costCenter = "4130"
    expected.organization = "Universal"
    expected.division = "Theme Park"
    expected.department = "Tours"
    expected.managerValue = "26118915"
    expected.managerDisplay = "John Smith"
    expected.lastModified = "2011-05-13T04:42:34Z"
    expected.version = "W/\"3694e05e9dff591\""
    expected.roles = [
      ResourceScanner.Reference(value: "admin", type: "x", display: "Administrator"),
      ResourceScanner.Reference(value: "bare"),
    ]
    expected.entitlements = [ResourceScanner.Reference(value: "e-1")]
    #expect(columns == expected)
  }

  @Test(arguments: [
    (#"[]"#, nil), (#"null"#, nil), (#"[{"type":"work"}]"#, nil), (#"["a@x"]"#, "a@x"),
    (#"[{"value":"a"},{"value":"b"}]"#, "a"),
    (#"[{"value":"a"},{"value":"b","type":"Work"},{"value":"c","type":"work"}]"#, "b"),
    (#"[{"value":"a","type":"work"},{"value":"b","primary":true}]"#, "b"),
    (#"[{"primary":"True","value":"a"},{"value":"b","type":"work"}]"#, "a"),
    (#"[{"primary":true},{"value":"b"}]"#, "b"),
  ])
  func choosesTheAddress(emails: String, address: String?) throws {
    #expect(try user(#"{"emails":\#(emails)}"#).primaryEmail == address)
  }

  @Test(arguments: [
    ("true", true), ("false", false), (#""True""#, true), (#""false""#, false), ("null", nil),
    (#""yes""#, nil), ("1", nil), ("{}", nil),
  ])
  func readsActiveAsServersWriteIt(text: String, active: Bool?) throws {
    #expect(try user(#"{"active":\#(text)}"#).active == active)
  }

  @Test func takesNamesInAnyCaseAndNumbersForTexts() throws {
    let columns = try user(
      #"{"ID":42,"USERNAME":"ada","user\u004eame":"ines","Name":{"GIVENNAME":"I"}}"#)
    #expect(columns.id == "42")
    #expect(columns.userName == "ines")
    #expect(columns.givenName == "I")
  }

  @Test func skipsWhatIsOfAnotherType() throws {
    let columns = try user(
      #"""
      {"id":{"a":1},"userName":[1],"name":"Ada","emails":"x","roles":{"value":"a"},"meta":7,\#
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":"9"}}
      """#)
    var expected = ResourceScanner.UserColumns()
    expected.managerValue = "9"
    #expect(columns == expected)
  }

  @Test func picksTheMembersOfAGroup() throws {
    let bytes = Array(
      (#"""
      {"id":"g","externalId":"e","displayName":"Tour Guides","members":[{"value":"1",\#
      "$ref":"x","type":"User","display":"Babs"},{"value":"2"}],\#
      "meta":{"version":"v","lastModified":"t"}}
      """#).utf8)
    let columns = try ResourceScanner.group(bytes, 0..<bytes.count)
    #expect(columns.id == "g")
    #expect(columns.externalId == "e")
    #expect(columns.displayName == "Tour Guides")
    #expect(columns.version == "v")
    #expect(columns.lastModified == "t")
    #expect(columns.hasMembers)
    #expect(
      columns.members == [
        ResourceScanner.Reference(value: "1", type: "User", display: "Babs"),
        ResourceScanner.Reference(value: "2"),
      ])
  }

  @Test(arguments: [(#"{"members":[]}"#, true), (#"{"members":null}"#, false), ("{}", false)])
  func tellsNoMembersFromUnknownMembers(text: String, hasMembers: Bool) throws {
    let bytes = Array(text.utf8)
    #expect(try ResourceScanner.group(bytes, 0..<bytes.count).hasMembers == hasMembers)
  }

  @Test func readsTheHeaderOfAnyType() throws {
    let text = #"{"id":"7","externalId":"x","displayName":"d","meta":{"version":"1"},"other":[{}]}"#
    let header = try ResourceScanner.header(Array(text.utf8), 0..<text.utf8.count)
    var expected = ResourceScanner.Header()
    expected.id = "7"
    expected.externalId = "x"
    expected.displayName = "d"
    expected.version = "1"
    #expect(header == expected)
  }

  @Test(arguments: [
    (0..<0, JSONError.Problem.empty), (0..<4, .unexpectedEnd), (1..<5, .wrongShape),
    (0..<99, .unexpectedEnd), (0..<11, .trailingText),
  ])
  func refusesABadRange(range: Range<Int>, problem: JSONError.Problem) {
    let bytes = Array(#"{"id":"1"},"#.utf8)
    let error = #expect(throws: JSONError.self) { try ResourceScanner.header(bytes, range) }
    #expect(error?.problem == problem)
  }
}
