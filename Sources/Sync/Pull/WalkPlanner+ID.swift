/// Paging by id, for servers with a bound on `startIndex`: each page asks for the ids after the last
/// one. Nothing that comes or goes meanwhile moves anything; whether it was all, the total tells.
extension WalkPlanner {
  /// The id that the next page comes after; nil when this was the last page.
  mutating func next(_ facts: PageFacts, after id: String) -> String? {
    guard facts.rowCount > 0 else { return nil }
    guard let last = facts.lastID, last != id else {
      disturb(.cursorStuck)
      return nil
    }
    return last
  }
}
