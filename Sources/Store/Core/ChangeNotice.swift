import Synchronization

/// Those who want to know of each commit.
final class ChangeNotice: Sendable {
  private struct Listeners {
    var next = 0
    var callbacks: [Int: @Sendable () -> Void] = [:]
  }

  private let listeners = Mutex(Listeners())

  func add(_ callback: @escaping @Sendable () -> Void) -> ChangeToken {
    let number = listeners.withLock { listeners in
      listeners.next += 1
      listeners.callbacks[listeners.next] = callback
      return listeners.next
    }
    return ChangeToken { [weak self] in self?.remove(number) }
  }

  /// The callbacks run outside the lock: they may release their token.
  func post() {
    let callbacks = listeners.withLock { Array($0.callbacks.values) }
    for callback in callbacks { callback() }
  }

  private func remove(_ number: Int) {
    listeners.withLock { _ = $0.callbacks.removeValue(forKey: number) }
  }
}

/// Keeps a change callback alive.
public final class ChangeToken: Sendable {
  private let cancel: @Sendable () -> Void
  init(cancel: @escaping @Sendable () -> Void) { self.cancel = cancel }
  deinit { cancel() }
}
