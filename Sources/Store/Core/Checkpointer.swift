import Dispatch
import Foundation
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
  private let connection = Mutex<DatabaseQueue?>(nil)

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

  private func copy() {
    connection.withLock { connection in
      do {
        let open = try connection ?? DatabaseQueue(path: path)
        connection = open
        _ = try open.writeWithoutTransaction { try $0.checkpoint(.passive) }
      } catch {
        // What is not copied stays in the log, where every reader finds it: the writer tries next.
      }
    }
    state.withLock { $0.isRunning = false }
  }
}
