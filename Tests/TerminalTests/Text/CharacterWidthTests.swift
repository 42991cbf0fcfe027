import Testing

@testable import Terminal

struct CharacterWidthTests {
  @Test(arguments: [
    // Latin, Greek, Cyrillic, box drawing, arrows: one.
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("ß", 1), ("Ω", 1), ("Ж", 1), ("│", 1), ("→", 1),
    ("▸", 1), ("…", 1), ("–", 1), ("\u{A0}", 1),
    // East Asian: two; halfwidth forms: one.
    ("日", 2), ("あ", 2), ("ア", 2), ("ｱ", 1), ("한", 2), ("각", 2), ("\u{1100}\u{1161}\u{11A8}", 2),
    ("Ａ", 2), ("、", 2), ("\u{3000}", 2), ("𠀀", 2), ("𰻞", 2),
    // Emoji, and what makes one of many.
    ("🙂", 2), ("👍🏽", 2), ("👩‍💻", 2), ("👨‍👩‍👧‍👦", 2), ("🏳️‍🌈", 2), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("❤", 1), ("❤️", 2),
    ("☀️", 2), ("1️⃣", 2), ("🇳🇬", 2), ("🇳", 1), ("⌚", 2), ("⌚\u{FE0E}", 2), ("🫩", 2),
    // Right to left, joined and marked.
    ("ع", 1), ("عمر", 3), ("שָׁלוֹם", 4), ("مُحَمَّد", 4), ("لا", 2), ("می‌خواهم", 7),
    // Indic: spacing vowel signs count, marks do not, a conjunct is the sum of its letters.
    ("हि", 2), ("हिन्दी", 5), ("क्ष", 2), ("தமிழ்", 4), ("ไทย", 3), ("ที่", 1), ("ខ្មែរ", 4),
    ("", 0),
  ])
  func columnsOfText(_ text: String, _ columns: Int) {
    #expect(DisplayText.columns(of: text) == columns)
  }

  @Test func theTableIsInOrder() {
    var last: UInt32 = 0
    var isWide = false
    for value in UInt32(0)...0x3FFFF {
      let next = CharacterWidth.isWide(value)
      if next, !isWide { #expect(value > last) }
      if next { last = value }
      isWide = next
    }
    #expect(last == 0x3FFFD)
    #expect(!CharacterWidth.isWide(0x10FFFF))
  }

  /// The short way that most text takes must not disagree with the long one.
  @Test func simpleScalarsAreHarmlessClustersOfTheirOwn() {
    for value in UInt32(0x20)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value), VisiblePieces.isSimple(scalar) else { continue }
      let text = String(scalar) + String(scalar)
      #expect(text.count == 2)
      #expect(!HiddenScalar.isHidden(scalar, after: .init(), before: Substring().unicodeScalars))
      #expect(!CharacterWidth.isZeroWidth(scalar))
    }
  }

  /// Whatever the text, the columns of its pieces add up to the columns of what is shown.
  @Test func shownTextIsAsWideAsItWasMeasured() {
    var generator = SplitMix(state: 11)
    let letters = Array(
      "aé日🙂👩‍💻\u{200D}\u{301}\u{FE0F}ह्ि\u{202E}\u{1B}🇳\u{1100}ع\u{200B} ".unicodeScalars)
    for _ in 0..<2000 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<12 { scalars.append(letters[Int(generator.next() % UInt64(letters.count))]) }
      let text = String(scalars)
      let shown = DisplayText.visible(text)
      #expect(DisplayText.columns(of: shown) == DisplayText.columns(of: text), "\(scalars)")
      #expect(DisplayText.visible(shown) == shown)
      for width in [0, 1, 5, 9] {
        #expect(DisplayText.columns(of: DisplayText.truncated(text, to: width)) <= width)
      }
    }
  }
}
