import Governance

/// A row that a list can find again after the list changed.
protocol ListedRow: Hashable, Sendable {
  associatedtype RowID: Hashable, Sendable
  var rowID: RowID { get }
}

extension QueueEntry: ListedRow { var rowID: RequestID { request.id } }
extension PersonRow: ListedRow { var rowID: IdentityKey { person.key } }
extension Action: ListedRow { var rowID: Int64 { id } }
extension AuditRecord: ListedRow { var rowID: Int64 { sequence } }
extension Finding: ListedRow { var rowID: String { id } }

/// A list of any length of which only a window around the cursor is in memory.
///
/// The cursor belongs to a row's id: when rows come or go, it stays with its row. It may run ahead
/// of what was read; such a row is shown as being read, and nothing can be done to it yet.
struct RowList<Row: ListedRow>: Hashable, Sendable {
  /// nil until the first answer.
  private(set) var window: Window<Row>?
  /// The cursor's position within the whole list.
  private(set) var cursor = 0
  /// The position of the first row on the screen.
  private(set) var top = 0
  /// The row that the cursor belongs to; nil while it was not read.
  private(set) var selectedID: Row.RowID?
  /// Of the newest read.
  private(set) var generation = 0
  private var asked: Range<Int>?
  private var isExpired = false
  private var startsOver = true

  /// How many rows beyond the screen a read takes along, on either side.
  private static var margin: Int { 120 }

  var total: Int { window?.total ?? 0 }
  var isRead: Bool { window != nil }
  /// What is in memory is of the list before: whoever types fast means a row of the list to come.
  var isOutdated: Bool { startsOver }
  var selected: Row? { row(at: cursor) }

  func row(at position: Int) -> Row? {
    guard let window, position >= window.offset, position < window.offset + window.rows.count else {
      return nil
    }
    return window.rows[position - window.offset]
  }

  // MARK: Moving

  /// Clamps to the list.
  mutating func move(to position: Int) {
    cursor = max(0, min(position, total - 1))
    selectedID = row(at: cursor)?.rowID
  }

  mutating func move(by distance: Int) {
    let (sum, overflow) = cursor.addingReportingOverflow(distance)
    move(to: overflow ? (distance < 0 ? 0 : Int.max) : sum)
  }

  /// Keeps the cursor on a screen that shows `height` rows.
  mutating func reveal(height: Int) {
    let height = max(1, height)
    top = min(top, max(0, total - height))
    top = max(min(top, cursor), cursor - height + 1, 0)
  }

  // MARK: Reading

  /// A different list from now on: what is in memory stays on the screen until the answer, unless
  /// `isForgotten`.
  mutating func startOver(isForgotten: Bool) {
    startsOver = true
    asked = nil
    generation += 1
    guard isForgotten else { return }
    window = nil
    cursor = 0
    top = 0
    selectedID = nil
  }

  /// The answers to another search: the best one is the first, so the cursor goes there.
  mutating func startAnew() {
    startOver(isForgotten: false)
    (cursor, top, selectedID) = (0, 0, nil)
  }

  /// The same list may have changed.
  ///
  /// A read that is under way is not superseded, or changes that come faster than answers would
  /// keep every answer from being the newest.
  mutating func expire() { isExpired = true }

  /// The read under way failed; the next event may ask again.
  mutating func abandon() {
    if asked != nil { isExpired = true }
    asked = nil
  }

  /// The rows to read now, if any: when the list is new or changed, or the cursor comes near to the
  /// edge of what is in memory.
  mutating func rowsToRead(height: Int) -> Range<Int>? {
    let height = max(1, height)
    if startsOver || isExpired || window == nil {
      if asked != nil { return nil }
    } else if covers(near(height)) {
      return nil
    }
    let first = startsOver && selectedID == nil ? 0 : max(0, top - Self.margin)
    let rows = first..<(max(top, first) + height + Self.margin)
    guard asked != rows else { return nil }
    asked = rows
    isExpired = false
    generation += 1
    return rows
  }

  /// The newest read made no sense: what is in memory stays, and is not asked for again.
  mutating func refuse() {
    asked = nil
    startsOver = window == nil
  }

  /// Takes an answer. Returns whether it was the newest.
  mutating func accept(_ answer: Window<Row>, generation: Int) -> Bool {
    guard generation == self.generation else { return false }
    window = answer
    asked = nil
    settle(wasAtTop: top == 0)
    startsOver = false
    return true
  }

  private mutating func settle(wasAtTop: Bool) {
    guard let window else { return }
    if let selectedID, let index = window.rows.firstIndex(where: { $0.rowID == selectedID }) {
      let position = window.offset + index
      if !wasAtTop { top = max(0, top + position - cursor) }
      cursor = position
      return
    }
    if startsOver { (cursor, top) = (0, 0) }
    move(to: cursor)
  }

  private func near(_ height: Int) -> Range<Int> {
    max(0, top - height)..<max(1, min(total, top + 2 * height))
  }

  private func covers(_ rows: Range<Int>) -> Bool {
    guard let window else { return false }
    if total == 0 { return true }
    let held = window.offset..<(window.offset + window.rows.count)
    if held.contains(rows.lowerBound) && held.upperBound >= rows.upperBound { return true }
    guard let asked else { return false }
    return asked.lowerBound <= rows.lowerBound && asked.upperBound >= rows.upperBound
  }
}
