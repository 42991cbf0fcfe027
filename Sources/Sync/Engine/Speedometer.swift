import Foundation

/// Measures how fast a count grows, from the first that it is told of.
///
/// What an earlier sync read already is no speed of this one.
struct Speedometer: Sendable {
  private var first: (done: Int, at: Date)?

  /// Units: a second. nil before there is enough to tell.
  mutating func perSecond(done: Int, at now: Date) -> Double? {
    guard let first, done >= first.done else {
      first = (done, now)
      return nil
    }
    let seconds = now.timeIntervalSince(first.at)
    guard seconds > 0, done > first.done else { return nil }
    return Double(done - first.done) / seconds
  }
}
