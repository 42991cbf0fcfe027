import Terminal
import Testing

struct FrameTests {
  func frame(_ columns: Int = 12, _ rows: Int = 2) -> Frame {
    Frame(size: Size(columns: columns, rows: rows))
  }

  struct Column: Sendable {
    var text: String
    var width: Int
    var alignment: Frame.Alignment = .leading
    var expected: String
  }

  @Test(arguments: [
    Column(text: "Ada", width: 5, expected: "Ada  |"),
    Column(text: "Ada Okafor", width: 5, expected: "Ada …|"),
    Column(text: "Ada O", width: 5, expected: "Ada O|"),
    Column(text: "72", width: 5, alignment: .trailing, expected: "   72|"),
    Column(text: "on", width: 6, alignment: .center, expected: "  on  |"),
    Column(text: "Ada", width: 1, expected: "…|"),
    Column(text: "日本語", width: 6, expected: "日本語|"),
    Column(text: "日本語", width: 5, expected: "日本…|"),
    Column(text: "日本語", width: 4, expected: "日… |"),
    Column(text: "x\u{202E}y", width: 12, expected: "x‹U+202E›y  |"),
    Column(text: "x\u{202E}y", width: 8, expected: "x…      |"),
    Column(text: "", width: 3, expected: "   |"),
  ])
  func columnsAreAsWideAsAsked(_ column: Column) {
    var frame = frame(14, 1)
    let used = frame.write(
      column.text, at: Position(column: 0, row: 0), width: column.width,
      alignment: column.alignment)
    frame.write("|", at: Position(column: used, row: 0))
    #expect(used == column.width)
    #expect(frame.text == [column.expected])
  }

  @Test func textWithoutAWidthEndsAtTheEdge() {
    var frame = frame(6, 1)
    #expect(frame.write("Okafor!", at: Position(column: 1, row: 0)) == 5)
    #expect(frame.text == [" Okaf…"])
  }

  @Test(arguments: [
    Position(column: -3, row: 0), Position(column: 0, row: -1), Position(column: 0, row: 9),
    Position(column: 40, row: 0),
  ])
  func whatLiesOutsideIsClipped(_ position: Position) {
    var frame = frame(6, 1)
    frame.write("ab日cd", at: position, width: 6)
    #expect(frame.text == [position.column == -3 ? " cd" : ""])
  }

  @Test func halfAWideCharacterBecomesBlank() {
    var frame = frame(6, 1)
    frame.write("日本", at: Position(column: 0, row: 0))
    frame.write("x", at: Position(column: 1, row: 0))
    #expect(frame.text == [" x本"])
    frame.write("y", at: Position(column: 2, row: 0))
    #expect(frame.text == [" xy"])
  }

  @Test func runsKeepTheirRoles() {
    var frame = frame(10, 1)
    let text = StyledText("72 ", .riskHigh) + StyledText("Ada", .title)
    #expect(text.columns == 6)
    frame.write(text, at: Position(column: 1, row: 0), width: 8, padding: .dim)
    #expect(frame.text == [" 72 Ada"])
    #expect(frame.roles == [".333TTTdd"])
    #expect(frame.role(at: Position(column: 1, row: 0)) == .riskHigh)
    #expect(frame.role(at: Position(column: 10, row: 0)) == nil)
  }

  @Test func marksHaveTheirOwnRole() {
    var frame = frame(10, 1)
    frame.write("a\u{1B}[m", at: Position(column: 0, row: 0))
    #expect(frame.text == ["a␛[m"])
    #expect(frame.roles == [".M"])
  }

  @Test func aBarLiesUnderTheRolesOfItsRow() {
    var frame = frame(4, 2)
    frame.write("72", at: Position(column: 0, row: 1), role: .riskHigh)
    frame.lay(.selected, under: Rectangle(column: 0, row: 1, columns: 9, rows: 9))
    #expect(frame.roles == ["", "33"])
    #expect(frame.grounds == ["", "SSSS"])
  }

  @Test func aFrameIsDrawnOverAnother() {
    var box = frame(4, 1)
    box.write("👩‍💻x", at: Position(column: 0, row: 0), role: .title)
    box.cursor = Position(column: 1, row: 0)
    var frame = frame(8, 2)
    frame.fill(frame.bounds, with: "·", role: .dim)
    frame.draw(box, at: Position(column: 2, row: 1))
    #expect(frame.text == ["········", "··👩‍💻x ··"])
    #expect(frame.roles == ["dddddddd", "ddTTT.dd"])
    #expect(frame.cursor == Position(column: 3, row: 1))
  }

  @Test(arguments: [
    Size(columns: 0, rows: 0), Size(columns: -1, rows: 5), Size(columns: 1, rows: 1),
  ])
  func tinyFramesTakeAnything(_ size: Size) {
    var frame = Frame(size: size)
    frame.write("日本", at: Position(column: 0, row: 0), width: 4)
    frame.fill(Rectangle(column: -2, row: -2, columns: 9, rows: 9), with: "x")
    frame.lay(.selected, under: Rectangle(column: -2, row: -2, columns: 9, rows: 9))
    #expect(frame.text == (size.rows == 1 ? ["x"] : Array(repeating: "", count: max(0, size.rows))))
  }
}
