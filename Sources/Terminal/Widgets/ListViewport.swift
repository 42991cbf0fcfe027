/// Which rows of a long list are in view and which one the cursor is on.
///
/// The cursor belongs to an id: when rows come and go above it, it stays on the same thing.
public struct ListViewport<ID: Hashable & Sendable>: Hashable, Sendable {
  /// Rows in the list.
  public private(set) var count = 0
  /// The row of the cursor; 0 in an empty list.
  public private(set) var cursor = 0
  /// The first row in view.
  public private(set) var top = 0
  /// Rows that fit in view.
  public private(set) var height: Int
  /// What the cursor is on; the owner of the list says so after each move.
  public var selected: ID?

  public init(height: Int = 1) { self.height = max(1, height) }

  /// The rows in view.
  public var visible: Range<Int> { top..<min(count, top + height) }
  public var isEmpty: Bool { count == 0 }

  public mutating func resize(height: Int) {
    self.height = max(1, height)
    keepCursorInView()
  }

  /// Takes a new list: finds the selected id in it, or stays on the same row when it is gone.
  public mutating func reload(count: Int, rowOfSelected: Int?) {
    let offset = cursor - top
    self.count = max(0, count)
    if let row = rowOfSelected, row != cursor {
      cursor = row
      top = row - offset
    } else if rowOfSelected == nil {
      selected = nil
    }
    keepCursorInView()
  }

  public mutating func move(by rows: Int) { move(to: cursor + rows) }
  public mutating func movePage(by pages: Int) { move(by: pages * max(1, height - 1)) }
  public mutating func moveToStart() { move(to: 0) }
  public mutating func moveToEnd() { move(to: count - 1) }

  /// Puts the cursor on a row; one beyond the ends means the first or the last.
  public mutating func move(to row: Int) {
    let row = clamped(row)
    if row != cursor { selected = nil }
    cursor = row
    keepCursorInView()
  }

  /// Scrolls without moving the cursor, unless it would leave the view.
  public mutating func scroll(by rows: Int) {
    top = max(0, min(top + rows, count - height))
    let row = min(max(cursor, top), max(top, min(count, top + height) - 1))
    if row != cursor { selected = nil }
    cursor = clamped(row)
  }

  private func clamped(_ row: Int) -> Int { max(0, min(row, count - 1)) }

  private mutating func keepCursorInView() {
    cursor = clamped(cursor)
    top = min(top, cursor)
    top = max(top, cursor - height + 1)
    top = max(0, min(top, count - height))
  }
}
