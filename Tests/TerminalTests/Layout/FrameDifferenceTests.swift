import Testing

@testable import Terminal

struct FrameDifferenceTests {
  func frame(_ text: String, role: StyleRole = .text) -> Frame {
    var frame = Frame(size: Size(columns: 10, rows: 1))
    frame.write(text, at: Position(column: 0, row: 0), role: role)
    return frame
  }

  @Test(
    arguments: [
      ("abcdef", "abcdef", nil), ("abcdef", "abXdef", 2..<3), ("abcdef", "Xbcdef", 0..<1),
      ("abcdef", "XbcdeX", 0..<6), ("日本", "日x", 2..<4), ("日本", "x本", 0..<4), ("x", "日", 0..<2),
      ("👩‍💻a", "👩‍💻a", nil), ("👩‍💻a", "👨‍💻a", 0..<2), ("a👩‍💻", "a👩‍💻b", 3..<4),
      ("", "abc", 0..<3), ("abc", "", 0..<3),
    ] as [(String, String, Range<Int>?)])
  func onlyWhatChanged(_ before: String, _ after: String, _ expected: Range<Int>?) {
    #expect(frame(after).changedColumns(from: frame(before), row: 0) == expected)
  }

  @Test func rolesAndGroundsAreChangesToo() {
    let plain = frame("abc")
    #expect(frame("abc", role: .dim).changedColumns(from: plain, row: 0) == 0..<3)
    var barred = plain
    barred.lay(.selected, under: Rectangle(column: 4, row: 0, columns: 2, rows: 1))
    #expect(barred.changedColumns(from: plain, row: 0) == 4..<6)
  }

  /// Clusters are numbered as they come; the number is not the character.
  @Test func theSameClustersInAnotherOrder() {
    let before = frame("👩‍💻e\u{301}")
    var after = Frame(size: Size(columns: 10, rows: 1))
    after.write("e\u{301}", at: Position(column: 2, row: 0))
    after.write("👩‍💻", at: Position(column: 0, row: 0))
    #expect(after.changedColumns(from: before, row: 0) == nil)
    #expect(after.text == before.text)
  }
}
