import Foundation

/// When to try again: longer after each attempt, and never sooner than the server asked for, unless
/// it asked for longer than anybody waits.
enum RetrySchedule {
  static let firstDelaySeconds: Double = 5
  static let longestDelaySeconds: Double = 15 * 60
  static let longestAskedSeconds: Double = 24 * 3600

  /// - Parameters:
  ///   - attempts: how often it was tried, this time included.
  ///   - asked: what `Retry-After` said. Units: seconds; 0 when it said nothing.
  static func delaySeconds(attempts: Int, asked: Double = 0) -> Double {
    // Beyond eight doublings the longest delay holds anyway.
    let doublings = Double(min(max(attempts - 1, 0), 8))
    return max(
      min(asked, longestAskedSeconds), min(longestDelaySeconds, firstDelaySeconds * exp2(doublings))
    )
  }
}
