/// A part of a frame.
public struct Rectangle: Hashable, Sendable {
  public var origin: Position
  public var size: Size

  public init(column: Int, row: Int, columns: Int, rows: Int) {
    origin = Position(column: column, row: row)
    size = Size(columns: max(0, columns), rows: max(0, rows))
  }

  public var columns: Range<Int> { origin.column..<origin.column + size.columns }
  public var rows: Range<Int> { origin.row..<origin.row + size.rows }

  /// What both have in common; empty when they do not meet.
  public func intersection(_ other: Rectangle) -> Rectangle {
    let columns = self.columns.clamped(to: other.columns)
    let rows = self.rows.clamped(to: other.rows)
    return Rectangle(
      column: columns.lowerBound, row: rows.lowerBound, columns: columns.count, rows: rows.count)
  }
}
