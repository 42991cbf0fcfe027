import Terminal
import Testing

struct RectangleTests {
  @Test(arguments: [
    (Rectangle(column: 0, row: 0, columns: 5, rows: 5), 2, 2),
    (Rectangle(column: 4, row: 4, columns: 1, rows: 1), 1, 1),
    (Rectangle(column: 9, row: 0, columns: 5, rows: 5), 0, 2),
    (Rectangle(column: -5, row: 3, columns: 9, rows: 9), 1, 2),
    (Rectangle(column: 0, row: 0, columns: -1, rows: -1), 0, 0),
  ])
  func intersection(_ other: Rectangle, _ columns: Int, _ rows: Int) {
    let part = Rectangle(column: 3, row: 3, columns: 4, rows: 2).intersection(other)
    #expect(part.size.columns == columns)
    #expect(part.size.rows == rows)
  }
}
