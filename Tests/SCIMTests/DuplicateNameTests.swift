import SCIM
import Testing

/// RFC 8259 §4 leaves open what a name that stands twice means. Here the last one counts, for the
/// tree and for the scanners: two readings of one person would be two people.
@Suite("Names that stand twice")
struct DuplicateNameTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var twice: String
    var once: String
    var testDescription: String { twice }
  }

  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  static let cases: [Case] = [
    Case(twice: #"{"id":"a","id":"b"}"#, once: #"{"id":"b"}"#),
    Case(twice: #"{"id":"a","ID":"b"}"#, once: #"{"id":"b"}"#),
    Case(twice: #"{"id":"a","\u0069d":7}"#, once: #"{"id":7}"#),
    Case(twice: #"{"id":"a","id":null}"#, once: #"{"id":null}"#),
    Case(twice: #"{"active":false,"active":true}"#, once: #"{"active":true}"#),
    Case(
      twice: #"{"name":{"formatted":"A","givenName":"a"},"name":{"formatted":"B"}}"#,
      once: #"{"name":{"formatted":"B"}}"#),
    Case(twice: #"{"name":{"formatted":"A"},"name":null}"#, once: #"{"name":null}"#),
    Case(
      twice: #"{"meta":{"version":"1","lastModified":"x"},"meta":{"version":"2"}}"#,
      once: #"{"meta":{"version":"2"}}"#),
    Case(
      twice:
        #"{"e":{"department":"A","manager":{"value":"1","displayName":"M"}},"e":{"division":"D"}}"#
        .replacing("\"e\"", with: "\"\(enterprise)\""),
      once: #"{"e":{"division":"D"}}"#.replacing("\"e\"", with: "\"\(enterprise)\"")),
    Case(
      twice: #"{"e":{"manager":{"value":"1","displayName":"M"},"manager":"2"}}"#
        .replacing("\"e\"", with: "\"\(enterprise)\""),
      once: #"{"e":{"manager":"2"}}"#.replacing("\"e\"", with: "\"\(enterprise)\"")),
    Case(
      twice: #"{"emails":[{"value":"a","primary":true}],"emails":[{"value":"b","value":"c"}]}"#,
      once: #"{"emails":[{"value":"c"}]}"#),
    Case(
      twice: #"{"members":[{"value":"1"}],"members":[{"value":"2","value":"3"}]}"#,
      once: #"{"members":[{"value":"3"}]}"#),
    Case(twice: #"{"members":[{"value":"1"}],"members":null}"#, once: #"{"members":null}"#),
  ]

  @Test("the last one counts", arguments: cases)
  func theLastCounts(_ pair: Case) throws {
    let (twice, once) = (Array(pair.twice.utf8), Array(pair.once.utf8))
    #expect(
      try ResourceScanner.user(twice, 0..<twice.count)
        == ResourceScanner.user(once, 0..<once.count))
    #expect(
      try ResourceScanner.group(twice, 0..<twice.count)
        == ResourceScanner.group(once, 0..<once.count))
    #expect(
      try ResourceScanner.header(twice, 0..<twice.count)
        == ResourceScanner.header(once, 0..<once.count))
    let tree = try JSON(parsing: twice)
    for key in try JSON(parsing: once).object?.keys ?? [] {
      #expect(tree[key]?.lastOfEach == (try JSON(parsing: once))[key])
    }
  }

  @Test(arguments: [
    (#"{"totalResults":1,"Resources":[1,2],"resources":[3]}"#, 1, true),
    (#"{"Resources":[1,2],"Resources":null}"#, 0, true),
    (#"{"Resources":[1,2],"Resources":"x"}"#, 0, false),
    (#"{"Resources":"x","Resources":[1,2]}"#, 2, true),
    (#"{"totalResults":0,"Resources":{"0":{}}}"#, 0, false),
    (#"{"totalResults":2,"Resources":"two"}"#, 0, false), (#"{"Resources":{}}"#, 0, true),
  ])
  func pagesAgreeToo(_ text: String, _ count: Int, _ isList: Bool) throws {
    let page = try PageScanner.scan(Array(text.utf8))
    #expect(page.isList == isList)
    #expect(page.resources.count == count)
    let json = try JSON(parsing: text)
    do throws(SCIMError) {
      let list = try ListResponse(json)
      #expect(isList)
      #expect(list.resources.count == count)
    } catch {
      #expect(!isList)
    }
  }
}

extension JSON {
  /// The same without the members that do not count.
  var lastOfEach: JSON {
    switch self {
    case .array(let elements): return .array(elements.map(\.lastOfEach))
    case .object(let object):
      var members: [JSONObject.Member] = []
      for member in object.members.reversed() {
        let name = member.key.lowercased()
        guard !members.contains(where: { $0.key.lowercased() == name }) else { continue }
        members.append(JSONObject.Member(key: member.key, value: member.value.lastOfEach))
      }
      return .object(JSONObject(members.reversed()))
    default: return self
    }
  }
}

@Suite("Texts that hold too much")
struct TooMuchTests {
  static let many =
    Array("[".utf8) + Array(repeating: Array("0,".utf8), count: 1_000_001).joined()
    + Array("0]".utf8)

  @Test func aTreeHasALimit() {
    do throws(JSONError) {
      _ = try JSON(parsing: Self.many)
      Issue.record("was accepted")
    } catch {
      #expect(error.problem == .tooMany)
      #expect(error.advice.contains("page_size"))
    }
  }

  @Test func aPageAndAGroupHaveOne() {
    #expect(throws: JSONError.self) { try PageScanner.scan(Self.many) }
    let group = Array(#"{"id":"1","members":"#.utf8) + Self.many + Array("}".utf8)
    #expect(throws: JSONError.self) { try ResourceScanner.group(group, 0..<group.count) }
  }
}
