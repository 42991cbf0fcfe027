import Foundation

/// Counts requests in windows of one minute.
struct RateLimit: Sendable {
  let perMinute: Int
  private var window = 0
  private var count = 0

  init(perMinute: Int) { self.perMinute = perMinute }

  /// Counts one request. Units: seconds to wait; 0 when it may pass.
  mutating func wait(_ now: Date) -> Int {
    let second = Int(now.timeIntervalSince1970)
    if second / 60 != window {
      window = second / 60
      count = 0
    }
    count += 1
    return count > perMinute ? 60 - second % 60 : 0
  }
}
