import Foundation
import Testing

@testable import Governance

@Suite("Canonical JSON, RFC 8785")
struct CanonicalJSONTests {
  /// RFC 8785, appendix B: the bits of a double and how ECMAScript writes it.
  static let numbers: [(bits: UInt64, text: String)] = [
    (0x0000_0000_0000_0000, "0"),
    (0x8000_0000_0000_0000, "0"),
    (0x0000_0000_0000_0001, "5e-324"),
    (0x8000_0000_0000_0001, "-5e-324"),
    (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
    (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
    (0x4340_0000_0000_0000, "9007199254740992"),
    (0xc340_0000_0000_0000, "-9007199254740992"),
    (0x4430_0000_0000_0000, "295147905179352830000"),
    (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
    (0x44b5_2d02_c7e1_4af6, "1e+23"),
    (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
    (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
    (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
    (0x444b_1ae4_d6e2_ef50, "1e+21"),
    (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
    (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
    (0x41b3_de43_5555_5553, "333333333.3333332"),
    (0x41b3_de43_5555_5554, "333333333.33333325"),
    (0x41b3_de43_5555_5555, "333333333.3333333"),
    (0x41b3_de43_5555_5556, "333333333.3333334"),
    (0x41b3_de43_5555_5557, "333333333.33333343"),
    (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
    (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
  ]

  @Test("Numbers of appendix B", arguments: numbers)
  func appendixB(bits: UInt64, text: String) throws {
    let number = try #require(CanonicalJSON.FiniteNumber(Double(bitPattern: bits)))
    #expect(CanonicalJSON.number(number).text == text)
  }

  @Test("What JSON cannot express is no number", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(value: Double) {
    #expect(CanonicalJSON.FiniteNumber(value) == nil)
  }

  @Test(
    "Numbers from everyday life",
    arguments: [
      (1.0, "1"), (-1.5, "-1.5"), (333_333_333.333_333_29, "333333333.3333333"), (1e30, "1e+30"),
      (4.50, "4.5"), (2e-3, "0.002"), (1e-27, "1e-27"),
      (123_456_789_012_345_683_968, "123456789012345680000"),
    ])
  func everydayNumbers(value: Double, text: String) throws {
    #expect(CanonicalJSON.number(try #require(.init(value))).text == text)
  }

  @Test("The example of section 3.2.2, sorted as in 3.2.3")
  func example() throws {
    let numbers = [333_333_333.333_333_29, 1e30, 4.50, 2e-3, 1e-27]
    let value: CanonicalJSON = [
      "numbers": .array(try numbers.map { .number(try #require(.init($0))) }),
      "string": "\u{20ac}$\u{0F}\u{0A}A'\u{42}\u{22}\u{5c}\\\"/",
      "literals": [nil, true, false],
    ]
    #expect(
      value.text == #"{"literals":[null,true,false],"#
        + #""numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
        + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#)
  }

  @Test("Names are sorted by UTF-16 code units, section 3.2.3")
  func sorting() {
    let value: CanonicalJSON = [
      "\u{20ac}": "Euro Sign", "\r": "Carriage Return",
      "\u{fb33}": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\u{1F600}": "Emoji: Grinning Face",
      "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis",
    ]
    let order = [
      "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
      "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
    ]
    let places = order.map { value.text.range(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil })
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
  }

  @Test("Every control has its escape, all else stands as it is")
  func escapes() {
    let controls = String(String.UnicodeScalarView((0..<0x20).compactMap(Unicode.Scalar.init)))
    #expect(
      CanonicalJSON.string(controls).text == #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007"#
        + #"\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017"#
        + #"\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f""#)
    #expect(CanonicalJSON.string("/\u{7f}\u{2028}e\u{301}").text == "\"/\u{7f}\u{2028}e\u{301}\"")
  }

  @Test("Empty things")
  func empty() {
    #expect(CanonicalJSON.object([]).text == "{}")
    #expect(CanonicalJSON.array([]).text == "[]")
    #expect(CanonicalJSON.optional(nil as String?).text == "null")
    #expect(CanonicalJSON.optional(7).text == "7")
  }

  @Test("A text that only looks the same gives other bytes")
  func noNormalisation() {
    #expect(CanonicalJSON.string("\u{e9}").utf8 != CanonicalJSON.string("e\u{301}").utf8)
  }
}
