import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Copies the write-ahead log back into the database on a thread of its own, while a sync goes on
/// writing: it would wait for the disk otherwise, a tenth of its time.
///
/// The log is only ever begun anew by a commit that finds all of it copied: from ``longest`` on the
/// writer copies the rest itself, so that the log does not grow for as long as a sync lasts.
final class Checkpointer: Sendable {
  /// Units: pages of the log.
  private static let pause = 1_000
  private static let longest = 8_000

  private struct State {
    /// Of the log when it was copied last.
    var copied = 0
    var isRunning = false
  }

  private let path: String
  private let state = Mutex(State())
  private let thread = DispatchQueue(label: "countersign.checkpoint", qos: .utility)

  init(path: String) { self.path = path }

  /// Takes the place of the writer's own checkpoints.
  func watch(_ database: Database) {
    guard let handle = database.sqliteConnection else { return }
    // The configuration of the connection keeps this object.
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_wal_hook(
      handle,
      { context, handle, name, pages in
        guard let context else { return SQLITE_OK }
        let checkpointer = Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue()
        checkpointer.committed(handle, name, Int(pages))
        return SQLITE_OK
      }, context)
  }

  private func committed(_ handle: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ pages: Int) {
    if pages >= Self.longest {
      // Who is copying just now makes it fail: the next commit tries again.
      sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
    let mustCopy = state.withLock { state in
      if pages < state.copied { state.copied = 0 }
      guard !state.isRunning, pages - state.copied >= Self.pause else { return false }
      (state.isRunning, state.copied) = (true, pages)
      return true
    }
    if mustCopy { thread.async { [self] in copy() } }
  }

  /// Waits until nothing is being copied.
  func finish() { thread.sync {} }

  private func copy() {
    // Not kept open: whoever closes the database last removes the log, and must be a writer. A
    // failure leaves the log as it is, and every reader finds it there: the writer tries next.
    var connection: OpaquePointer?
    if sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK {
      // A connection that has read nothing does not know of the log.
      sqlite3_exec(connection, "SELECT 1 FROM sqlite_schema", nil, nil, nil)
      sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
    sqlite3_close_v2(connection)
    state.withLock { $0.isRunning = false }
  }
}
