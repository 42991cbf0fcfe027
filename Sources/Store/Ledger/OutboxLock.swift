import Foundation

/// Held by the one dispatcher that may send; given up when released, or when its process dies.
public final class OutboxLock: Sendable {
  private let descriptor: Int32

  /// nil while another holds it. Throws: `unreachable`.
  fileprivate init?(beside path: String) throws(StoreError) {
    // A file of its own: SQLite loses its locks when anybody closes the database file.
    let file = open(path + "-outbox", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw StoreError(
        .unreachable, "The outbox's lock cannot be opened: \(String(cString: strerror(errno))).",
        advice: "Check that the database's folder belongs to you and is not read-only.")
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      return nil
    }
    descriptor = file
  }

  /// For a database that no other process can see.
  fileprivate init() { descriptor = -1 }

  deinit {
    guard descriptor >= 0 else { return }
    // A child that was just forked has the descriptor too, until it runs its program: closing ours
    // alone would leave the lock with it for a moment.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}

extension Store {
  /// The right to send: one holder over all processes.
  ///
  /// Returns: nil while another holds it.
  public func lockOutbox() throws(StoreError) -> OutboxLock? {
    path == DatabaseFile.memory ? OutboxLock() : try OutboxLock(beside: path)
  }
}
