extension WalkPlanner {
  /// How often an expired cursor may send a walk back to its start.
  static let maximumCursorRestarts = 2

  /// The page to ask for after a server refused one; nil when the error stands.
  mutating func refused(_ error: SyncError) -> PageQuery? {
    switch error.code {
    case .badRequest: afterBadRequest()
    case .tooLarge, .timedOut, .cut, .malformed: smaller(than: 1)
    default: nil
    }
  }

  /// Some servers answer 400 to a count above their maximum, some to any count, some to a sort.
  private mutating func afterBadRequest() -> PageQuery? {
    if case .cursor(let cursor) = query.position, !cursor.isEmpty { return fromStart() }
    // Once a page came, the count is fine: what the server refuses now is the position.
    guard pageCount == 0 else { return byID() }
    // A walk that was killed began with a count that was taken.
    if case .index(let start) = query.position, start > 1, let query = byID() { return query }
    if query.sortsByID {
      query.sortsByID = false
      return query
    }
    if let smaller = smaller(than: 10) { return smaller }
    guard query.count != nil else { return nil }
    query.count = nil
    return query
  }

  /// Some servers have a bound on `startIndex` (PROVIDERS rule 13: Salesforce). Ids in their order
  /// lead past it, from the start once more, for so far the order was another one.
  private mutating func byID() -> PageQuery? {
    guard mayPageByID, case .index = query.position else { return nil }
    query = PageQuery(position: .after(""), count: query.count)
    index = IndexWalk()
    cursor.idlePages = -(2 * pageCount + 2)
    return query
  }

  /// RFC 9865 §2.1: a cursor may expire, and then only the first page can be asked for.
  private mutating func fromStart() -> PageQuery? {
    guard cursor.restarts < Self.maximumCursorRestarts else { return nil }
    cursor.restarts += 1
    restartCursor()
    return query
  }

  private mutating func smaller(than least: Int) -> PageQuery? {
    guard let count = query.count, count > least else { return nil }
    query.count = max(least, count / 2)
    // RFC 9865 §2: all other parameters stay the same along a chain of cursors.
    if case .cursor(let cursor) = query.position, !cursor.isEmpty { restartCursor() }
    return query
  }
}
