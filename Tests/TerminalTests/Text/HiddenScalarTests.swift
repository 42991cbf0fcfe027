import Testing

@testable import Terminal

struct HiddenScalarTests {
  @Test(arguments: [
    // What steers a terminal.
    ("\u{1B}[2J", "␛[2J"), ("\u{1B}]0;x\u{7}", "␛]0;x␇"), ("a\u{8}b", "a␈b"), ("\u{0}", "␀"),
    ("\u{7F}", "␡"), ("\u{9B}31m", "‹U+009B›31m"), ("\u{90}", "‹U+0090›"),
    // What breaks a line.
    ("a\nb", "a␊b"), ("a\r\nb", "a␍␊b"), ("a\tb", "a␉b"), ("a\u{85}b", "a‹U+0085›b"),
    ("a\u{2028}b", "a‹U+2028›b"), ("a\u{2029}b", "a‹U+2029›b"), ("\u{B}\u{C}", "␋␌"),
    // What turns the order round.
    ("a\u{202E}b", "a‹U+202E›b"), ("\u{2066}x\u{2069}", "‹U+2066›x‹U+2069›"),
    ("\u{200F}", "‹U+200F›"), ("\u{61C}", "‹U+061C›"),
    // What cannot be seen.
    ("a\u{200B}b", "a‹U+200B›b"), ("\u{FEFF}a", "‹U+FEFF›a"), ("a\u{AD}b", "a‹U+00AD›b"),
    ("a\u{2060}", "a‹U+2060›"), ("\u{3164}", "‹U+3164›"), ("\u{FFA0}", "‹U+FFA0›"),
    ("\u{2800}", "‹U+2800›"), ("\u{115F}", "‹U+115F›"), ("a\u{34F}b", "a‹U+034F›b"),
    ("a\u{E0041}", "a‹U+E0041›"), ("a\u{FE0F}\u{FE0F}", "a\u{FE0F}‹U+FE0F›"),
    ("\u{FE0F}", "‹U+FE0F›"), ("\u{FFF9}", "‹U+FFF9›"),
    // What nobody knows the width of.
    ("\u{E000}", "‹U+E000›"), ("\u{FFFF}", "‹U+FFFF›"), ("\u{10FFFF}", "‹U+10FFFF›"),
    ("\u{378}", "‹U+0378›"),
    // Joiners out of place.
    ("a\u{200D}b", "a‹U+200D›b"), ("🙂\u{200D}", "🙂‹U+200D›"), ("a\u{200C}", "a‹U+200C›"),
    // A mark without its letter stands on a circle; a heap of marks is cut.
    ("\u{301}", "◌\u{301}"),
    (
      "z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "z\u{301}\u{302}\u{303}\u{304}‹U+0305›‹U+0306›"
    ),
  ])
  func hostileTextIsShownAsMarks(_ text: String, _ shown: String) {
    // Compared by scalars: equality of strings forgives what we must not.
    #expect(Array(DisplayText.visible(text).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test(arguments: [
    "Ada Okafor", "Núñez-Pérez", "O’Brien", "Łukasz Žižka", "日本 太郎", "김철수", "محمد العربي",
    "می‌خواهم", "שָׁלוֹם", "हिन्दी", "क्‍ष", "தமிழ்", "ไทย", "ខ្មែរ", "Ελένη", "Иван Ёлкин", "Nguyễn Thị",
    "👩‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇳🇬 1️⃣ ❤️ 👍🏽", "a\u{A0}b", "\u{3000}", "½ × 2 = 1 €",
  ])
  func namesOfPeopleAreLeftAlone(_ text: String) {
    #expect(Array(DisplayText.visible(text).unicodeScalars) == Array(text.unicodeScalars))
  }

  /// Nothing that `visible` lets through steers, hides or reorders, whatever the scalar.
  @Test func noScalarGetsThroughThatShouldNot() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      // Ideographs, syllables, old scripts and empty planes take long and prove little.
      if Self.isUniform(value) { continue }
      let shown = DisplayText.visible("x" + String(scalar) + "x").unicodeScalars
      guard shown.contains(scalar), value != 0x20 else { continue }
      let category = scalar.properties.generalCategory
      let isBad =
        category == .control || category == .lineSeparator || category == .paragraphSeparator
        || category == .privateUse || category == .unassigned
        || (category == .format && !scalar.properties.isGraphemeExtend && !isVisibleSign(value))
      #expect(!isBad, "U+\(String(value, radix: 16))")
    }
  }

  private static func isUniform(_ value: UInt32) -> Bool {
    (0x3400..<0xA000).contains(value) || (0xAC00..<0xD7A4).contains(value)
      || (0x10A00..<0x1F000).contains(value) || (0x20000..<0xE0000).contains(value)
      || (0xE0200..<0x10FFF0).contains(value)
  }

  private func isVisibleSign(_ value: UInt32) -> Bool {
    (0x600...0x605).contains(value) || [0x6DD, 0x70F, 0x8E2].contains(value)
  }
}
