import Testing

@testable import Terminal

struct DisplayTextTests {
  @Test(arguments: [
    ("Ada Okafor", 10, "Ada Okafor"), ("Ada Okafor", 9, "Ada Okaf…"), ("Ada", 0, ""),
    ("Ada", 1, "…"), ("", 4, ""), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
    ("日本語", 2, "…"), ("👩‍💻👩‍💻", 3, "👩‍💻…"), ("👩‍💻👩‍💻", 2, "…"), ("e\u{301}e\u{301}", 1, "…"),
    ("क्षत्रिय", 3, "क्ष…"), ("a\u{202E}b", 9, "a…"), ("a\u{202E}b", 10, "a‹U+202E›b"),
    ("🇳🇬🇹🇳", 3, "🇳🇬…"),
  ])
  func truncationNeverSplitsACharacter(_ text: String, _ columns: Int, _ expected: String) {
    #expect(DisplayText.truncated(text, to: columns) == expected)
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("one two three", 40, ["one two three"]),
    ("one  two", 40, ["one two"]), ("", 5, [""]),
    ("incomprehensible", 6, ["incomp", "rehens", "ible"]),
    ("a incomprehensible b", 6, ["a", "incomp", "rehens", "ible b"]),
    ("first\nsecond line", 8, ["first", "second", "line"]), ("a\n\nb", 5, ["a", "", "b"]),
    ("日本語 日本", 5, ["日本", "語", "日本"]), ("x\u{1B}y z", 3, ["x␛y", "z"]), ("ab", 0, ["a", "b"]),
  ])
  func wrapping(_ text: String, _ columns: Int, _ expected: [String]) {
    #expect(DisplayText.wrapped(text, to: columns) == expected)
  }
}
