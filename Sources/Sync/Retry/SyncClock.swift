import Foundation

/// Time and chance for the sync layer: tests put their own in.
public struct SyncClock: Sendable {
  public var now: @Sendable () -> Date
  /// Returns early when the task is cancelled. Units: seconds.
  public var sleep: @Sendable (Double) async -> Void
  /// 0 to 1.
  public var jitter: @Sendable () -> Double

  public init(
    now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Double) async -> Void,
    jitter: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.sleep = sleep
    self.jitter = jitter
  }

  public static let system = SyncClock(
    now: { Date() },
    sleep: { await QuietSleep.sleep($0) },
    jitter: { Double.random(in: 0...1) })
}
