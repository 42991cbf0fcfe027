import Foundation
import SCIM
import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    "null", "true", "false", "0", "-0", "1.50", "1E400", "123456789012345678901234567890",
    "\"\"", "\"a\"", "\"\\\"\\\\\"", "[]", "[1,[2,[3]],{}]", "{}", #"{"b":1,"a":{"c":[null]}}"#,
    "\"Zoë 李 👩‍💻\"", #""\b\f\n\r\t""#, #""\u0001\u001f""#,
  ])
  func printsWhatItRead(text: String) throws {
    #expect(try JSON(parsing: text).text == text)
    #expect(try JSON(parsing: " \t\r\n\(text)\n").text == text)
  }

  @Test(arguments: [
    (#""\/\u0041\u00e9\u20AC\ud83d\ude00""#, "/Aé€😀"),
    (#""a\u0000b""#, "a\u{0}b"),
    (#""twelve bytes\\and an escape \" here""#, #"twelve bytes\and an escape " here"#),
  ])
  func readsEscapes(text: String, value: String) throws {
    #expect(try JSON(parsing: text) == .string(value))
  }

  private static let refusals: [(String, JSONError.Problem, Int)] = [
    ("", .empty, 0), ("  ", .empty, 2), ("[1,", .unexpectedEnd, 3),
    ("{\"a\"", .unexpectedEnd, 4), ("{\"a\":", .unexpectedEnd, 5), ("\"abc", .unexpectedEnd, 4),
    ("tru", .unexpectedEnd, 3), ("trux", .unexpectedByte, 3), ("[1 2]", .unexpectedByte, 3),
    ("[1,]", .unexpectedByte, 3), ("{\"a\":1,}", .unexpectedByte, 7), ("{a:1}", .unexpectedByte, 1),
    ("{\"a\" 1}", .unexpectedByte, 5), ("1 2", .trailingText, 2), ("[]x", .trailingText, 2),
    ("01", .trailingText, 1), ("-", .unexpectedEnd, 1), ("-a", .badNumber, 1),
    ("[1.]", .badNumber, 3), ("[1e+]", .badNumber, 4), ("+1", .unexpectedByte, 0),
    ("\"a\nb\"", .controlCharacter, 2), ("\"12345678\u{1}\"", .controlCharacter, 9),
    (#""\x""#, .badEscape, 1), (#""\u12G4""#, .badEscape, 1), (#""ab\ud800""#, .badEscape, 3),
    (#""\udc00\ud800""#, .badEscape, 1), (#""\ud800\u0041""#, .badEscape, 1),
    (#""\u12"#, .unexpectedEnd, 5), ("'a'", .unexpectedByte, 0), ("<html>", .unexpectedByte, 0),
  ]

  @Test(arguments: refusals)
  func refuses(text: String, problem: JSONError.Problem, offset: Int) {
    #expect(throws: JSONError(problem, offset: offset)) { try JSON(parsing: text) }
  }

  @Test func refusesWhatIsNotUTF8() {
    let bytes = Array("{\"a\":\"x".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
    #expect(throws: JSONError(.badUTF8, offset: 7)) { try JSON(parsing: bytes) }
  }

  @Test func skipsAByteOrderMark() throws {
    #expect(try JSON(parsing: [0xEF, 0xBB, 0xBF] + Array("{}".utf8)) == [:])
    #expect(try JSON(parsing: Data("[1]".utf8)) == [1])
  }

  @Test func nestsAsDeepAsTheLimit() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(try JSON(parsing: nested(JSON.depthLimit)).text == nested(JSON.depthLimit))
    #expect(throws: JSONError(.tooDeep, offset: JSON.depthLimit)) {
      try JSON(parsing: nested(JSON.depthLimit + 1))
    }
  }

  @Test func looksUpWithoutRegardToCaseAndKeepsOrderAndSpelling() throws {
    var json = try JSON(parsing: #"{"userName":"ada","Active":true,"n":7}"#)
    #expect(json["USERNAME"]?.string == "ada")
    #expect(json["active"]?.bool == true)
    #expect(json["N"]?.int == 7)
    json["username"] = "ines"
    json["title"] = "CEO"
    json["active"] = nil
    #expect(json.text == #"{"userName":"ines","n":7,"title":"CEO"}"#)
  }

  @Test func keepsTwinsAndLetsTheLastCount() throws {
    let json = try JSON(parsing: #"{"a":1,"b":2,"a":3}"#)
    #expect(json.text == #"{"a":1,"b":2,"a":3}"#)
    #expect(json["a"] == 3)
  }

  @Test func equalityDisregardsTheOrderOfMembers() {
    let left: JSON = ["a": 1, "b": ["c": [1, 2]]]
    let right: JSON = ["b": ["c": [1, 2]], "a": 1]
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(left != ["a": 1, "b": ["c": [2, 1]]])
    #expect(left != ["a": 1])
  }

  @Test func settingAMemberMakesAnObject() {
    var json = JSON.null
    json["a"] = 1
    #expect(json == ["a": 1])
    #expect(JSON.string("x")["a"] == nil)
  }

  @Test(arguments: JSONError.Problem.allCases)
  func everyProblemSaysWhatToDo(problem: JSONError.Problem) {
    let error = JSONError(problem, offset: 3)
    #expect(error.sentence.hasSuffix("."))
    #expect(error.advice.hasSuffix("."))
    #expect(error.code.hasPrefix("json."))
  }
}

@Suite struct JSONNumberTests {
  private static let comparisons: [(String, String, Int)] = [
    ("1", "1.0", 0), ("1e2", "100", 0), ("-0", "0.000", 0), ("2", "10", -1), ("-2", "-10", 1),
    ("0.1", "0.10000000000000000000001", -1), ("1e400", "9e399", 1), ("-1", "1", -1),
    ("9007199254740993", "9007199254740992", 1), ("0", "-1e-999", 1), ("12.5e-1", "1.25", 0),
    ("1e99999999999999999999", "1e5", 1), ("1e-99999999999999999999", "0.1", -1),
  ]

  @Test(arguments: comparisons)
  func comparesByValue(left: String, right: String, order: Int) throws {
    let left = try #require(JSONNumber(left))
    let right = try #require(JSONNumber(right))
    #expect(left.compare(to: right) == order)
    #expect(right.compare(to: left) == -order)
  }

  private static let integers: [(String, Int?)] = [
    ("7", 7), ("-7", -7), ("1.0", 1), ("1e2", 100), ("1.5", nil), ("1e30", nil), ("0e9", 0),
    ("9223372036854775807", Int.max), ("9223372036854775808", nil), ("1e-1", nil),
  ]

  @Test(arguments: integers)
  func isAnIntegerWhenItsValueIs(text: String, value: Int?) throws {
    #expect(try #require(JSONNumber(text)).int == value)
  }

  @Test(arguments: ["", "a", "1.", ".5", "01", "1 ", " 1", "+1", "1e", "0x1", "Infinity"])
  func isNil(text: String) {
    #expect(JSONNumber(text) == nil)
  }

  @Test func comesFromDoubles() {
    #expect(JSONNumber(1.5)?.text == "1.5")
    #expect(JSONNumber(Double.infinity) == nil)
    #expect(JSONNumber(Double.nan) == nil)
  }
}
