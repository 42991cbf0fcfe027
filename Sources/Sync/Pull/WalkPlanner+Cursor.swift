/// What a walk by cursors remembers from page to page.
struct CursorWalk: Hashable, Sendable {
  /// How many pages may bring nothing new before the cursor counts as stuck.
  static let maximumIdlePages = 3

  /// Pages in a row without anything new; below 0 while known pages are read again.
  var idlePages = 0
  /// How often the chain was begun anew because a cursor had expired.
  var restarts = 0
}

/// Cursor paging (RFC 9865): the last page is the one without a next cursor.
extension WalkPlanner {
  /// The next cursor; nil when this was the last page.
  mutating func next(_ facts: PageFacts, cursor: String) -> String? {
    guard let following = facts.nextCursor, !following.isEmpty else { return nil }
    guard following != cursor else {
      disturb(.cursorStuck)
      return nil
    }
    return following
  }

  mutating func savedCursorPage(_ newInWalk: Int) -> Bool {
    cursor.idlePages = newInWalk == 0 ? cursor.idlePages + 1 : min(cursor.idlePages, 0)
    guard cursor.idlePages >= CursorWalk.maximumIdlePages else { return true }
    disturb(.cursorStuck)
    return false
  }

  /// Goes back to the first page: what was read comes again and is not new.
  mutating func restartCursor() {
    cursor.idlePages = -(seen + 2 * pageCount + 2)
    query.position = .cursor("")
  }
}
