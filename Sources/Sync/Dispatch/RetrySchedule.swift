import Foundation

/// When to try again: longer after each attempt, and never sooner than the server asked for.
enum RetrySchedule {
  static let firstDelaySeconds: Double = 5
  static let longestDelaySeconds: Double = 15 * 60

  /// - Parameters:
  ///   - attempts: how often it was tried, this time included.
  ///   - asked: what `Retry-After` said. Units: seconds; 0 when it said nothing.
  static func delaySeconds(attempts: Int, asked: Double = 0) -> Double {
    // Beyond eight doublings the longest delay holds anyway.
    let doublings = Double(min(max(attempts - 1, 0), 8))
    return max(asked, min(longestDelaySeconds, firstDelaySeconds * exp2(doublings)))
  }
}
