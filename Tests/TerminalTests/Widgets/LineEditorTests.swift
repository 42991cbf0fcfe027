import Terminal
import Testing

struct LineEditorTests {
  struct Edit: Sendable {
    var start = "one two"
    var keys: [Key]
    /// `|` is the cursor.
    var expected: String
  }

  @Test(arguments: [
    Edit(start: "", keys: [.character("a"), .character("b")], expected: "ab|"),
    Edit(keys: [.left, .left, .character("x")], expected: "one tx|wo"),
    Edit(keys: [.home, .character("x")], expected: "x|one two"),
    Edit(keys: [.control("a"), .right, .delete], expected: "o|e two"),
    Edit(keys: [.control("b"), .control("f"), .control("e")], expected: "one two|"),
    Edit(keys: [.backspace, .backspace], expected: "one t|"),
    Edit(start: "", keys: [.backspace, .delete, .left, .right, .control("w")], expected: "|"),
    Edit(keys: [.control("w")], expected: "one |"),
    Edit(keys: [.control("w"), .control("w")], expected: "|"),
    Edit(keys: [.control("u")], expected: "|"),
    Edit(keys: [.controlLeft, .control("k")], expected: "one |"),
    Edit(keys: [.controlLeft, .controlLeft, .controlRight], expected: "one| two"),
    Edit(keys: [.alt("b"), .control("u")], expected: "|two"),
    Edit(keys: [.home, .alt("f"), .alt("d")], expected: "one|"),
    Edit(keys: [.home, .control("d"), .control("h")], expected: "|ne two"),
    Edit(start: "", keys: [.paste("a\nb\tc\r\nd")], expected: "a b c d|"),
    Edit(start: "", keys: [.character("日"), .character("👩‍💻"), .backspace], expected: "日|"),
    Edit(start: "e", keys: [.character("\u{301}"), .backspace], expected: "|"),
    Edit(start: "🇳", keys: [.character("🇬"), .left], expected: "|🇳🇬"),
    Edit(keys: [.end, .home, .end], expected: "one two|"),
  ])
  func editing(_ edit: Edit) {
    var editor = LineEditor(edit.start)
    for key in edit.keys {
      let isTaken = editor.handle(key)
      #expect(isTaken)
    }
    var shown = Array(editor.value)
    shown.insert("|", at: editor.cursor)
    #expect(String(shown) == edit.expected)
    #expect(editor.isEmpty == editor.value.isEmpty)
  }

  @Test(arguments: [
    Key.enter, .escape, .tab, .up, .down, .pageUp, .function(1), .control("c"), .alt("x"), .unknown,
  ])
  func keysThatMeanNothingInALine(_ key: Key) {
    var editor = LineEditor("one")
    let before = editor
    let isTaken = editor.handle(key)
    #expect(!isTaken)
    #expect(editor == before)
  }

  @Test func settingTheValuePutsTheCursorAtItsEnd() {
    var editor = LineEditor("one")
    editor.value = "three"
    #expect(editor.cursor == 5)
  }

  @Test(arguments: [
    ("abc", 0, 6, "abc", 3), ("abcdef", 0, 6, "bcdef", 5), ("abcdef", 6, 6, "abcdef", 0),
    ("abcdefgh", 8, 6, "abcde…", 0), ("日本語日本", 0, 6, "日本", 4), ("a\u{1B}b", 0, 6, "a␛b", 3),
  ])
  func theCursorStaysInView(
    _ value: String, _ left: Int, _ width: Int, _ shown: String, _ column: Int
  ) {
    var editor = LineEditor(value)
    for _ in 0..<left { _ = editor.handle(.left) }
    var frame = Frame(size: Size(columns: 10, rows: 1))
    editor.draw(in: &frame, at: Position(column: 2, row: 0), width: width)
    #expect(frame.text == ["  " + shown])
    #expect(frame.cursor == Position(column: 2 + column, row: 0))
    #expect(frame.roles == [value == "a\u{1B}b" ? "..iMiiii" : "..iiiiii"])
  }
}
