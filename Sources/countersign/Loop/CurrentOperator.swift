import Governance
import Store
import Synchronization

/// Who sits at the keyboard, as the servers know them now: a sync may bring them, or give them
/// another key, while the screens are open.
final class CurrentOperator: Sendable {
  private let session: Session
  private let known: Mutex<Operator>

  init(_ first: Operator, session: Session) {
    known = Mutex(first)
    self.session = session
  }

  var value: Operator { known.withLock { $0 } }

  /// Looks them up again. Returns: nil when nothing changed.
  func refresh() throws(StoreError) -> Operator? {
    let now = try session.operator()
    return known.withLock { known in
      guard known != now else { return nil }
      known = now
      return now
    }
  }
}
