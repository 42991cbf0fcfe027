import Foundation
import Synchronization

/// Waits as `Task.sleep` does, by a timer that does not start the pool of tasks.
enum QuietSleep {
  /// Returns early when the task is cancelled. Units: seconds.
  static func sleep(_ seconds: Double) async {
    let waiting = Waiting()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        guard waiting.begin(continuation) else { return continuation.resume() }
        QuietExecutor.shared.call(after: max(0, seconds)) { waiting.end() }
      }
    } onCancel: {
      waiting.end()
    }
  }

  /// Ended once, by time or by cancellation, whichever is first.
  private final class Waiting: Sendable {
    private enum State {
      case fresh
      case waiting(CheckedContinuation<Void, Never>)
      case over
    }

    private let state = Mutex(State.fresh)

    /// False when it was cancelled before it began.
    func begin(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
      state.withLock { state in
        guard case .fresh = state else { return false }
        state = .waiting(continuation)
        return true
      }
    }

    func end() {
      let last = state.withLock { state in
        defer { state = .over }
        return state
      }
      if case .waiting(let continuation) = last { continuation.resume() }
    }
  }
}
