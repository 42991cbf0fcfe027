import Foundation
import Sync
import Synchronization

/// A clock that stands still but for the waits, which it notes and does not wait.
final class TestClock: Sendable {
  static let start = Date(timeIntervalSince1970: 1_780_000_000)

  private let time = Mutex(TestClock.start)
  private let slept = Mutex<[Double]>([])

  var now: Date { time.withLock { $0 } }
  /// Units: seconds. Order: as they were asked for.
  var waits: [Double] { slept.withLock { $0 } }

  func advance(_ seconds: Double) { time.withLock { $0 += seconds } }

  var clock: SyncClock {
    SyncClock(
      now: { [self] in now },
      sleep: { [self] seconds in
        slept.withLock { $0.append(seconds) }
        advance(seconds)
      },
      jitter: { 0.5 })
  }
}
