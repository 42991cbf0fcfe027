import Foundation
import GRDB
import Synchronization

/// The one SQLite file: the mirror of the servers and the ledger of what was asked and decided.
///
/// Every method is synchronous and may be called from any thread; readers never wait for the
/// writer. Time is always an argument.
public final class Store: Sendable {
  /// Where the file is; `:memory:` for one that lives as long as the store.
  public let path: String
  public let settings: StoreSettings
  let database: any DatabaseWriter
  private let checkpointer: Checkpointer?
  /// Who signs the audit log; nobody in a store that lives for a moment.
  let signer: (any AuditSigner)?
  let changes = ChangeNotice()
  let walks = SeenInWalks()
  let tails = TailMemory()

  /// Opens the file, creates it (mode 0600) where there is none, and migrates it.
  ///
  /// - Parameter now: for what is recorded when people are made anew by another configuration.
  ///
  /// Throws: `newerDatabase`, `foreignFile`, `corrupt`, `locked`, `diskFull`, `unreachable`.
  public init(
    path: String, settings: StoreSettings = StoreSettings(), signer: (any AuditSigner)? = nil,
    now: Date = Date()
  ) throws(StoreError) {
    self.path = path
    self.settings = settings
    self.signer = signer
    do {
      (database, checkpointer) = try DatabaseFile.open(path)
      try Migrations.run(on: database)
      try DatabaseFile.expectShortWaits(database)
    } catch { throw StoreError(error) }
    try indexWhatAKilledSyncLeft()
    try correlateAnewIfConfigured(now: now)
  }

  private func indexWhatAKilledSyncLeft() throws(StoreError) {
    guard try read(MirrorTail.isBehind) else { return }
    try write { database in _ = try MirrorTail(settled: database) }
  }

  /// Whoever closes the database last removes the log.
  deinit { finishCopying() }

  /// Closes the file. A process that ends without it leaves the log, which the next one has to read
  /// before its first screen.
  public func close() {
    finishCopying()
    // The readers first: the last one to close removes the log, and they may not.
    (database as? DatabasePool)?.releaseMemory()
    do { try database.close() } catch {
      // Something reads still; the log stays, and nothing is lost.
    }
  }

  func finishCopying() { checkpointer?.finish() }

  /// Calls back after every commit by this process, on the thread that committed.
  ///
  /// The callback ends when the token is released. It must return at once and must not call the
  /// store.
  public func onChange(_ callback: @escaping @Sendable () -> Void) -> ChangeToken {
    changes.add(callback)
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try database.read(body) } catch { throw StoreError(error) }
  }

  /// One transaction on the mirror. A power cut may lose it, for a sync brings it back.
  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    let (value, isChanged): (Value, Bool)
    do {
      (value, isChanged) = try database.write { database in
        let before = database.totalChangesCount
        let value = try signing(database, body)
        return (value, database.totalChangesCount != before)
      }
    } catch { throw StoreError(error) }
    if isChanged { changes.post() }
    return value
  }

  /// One transaction on the ledger: on disk, power cut or not, before it returns.
  func writeDurably<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    let value: Value
    do {
      value = try database.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
        defer { restoreSpeed(database) }
        var result: Value?
        try database.inTransaction(.immediate) {
          result = try signing(database, body)
          return .commit
        }
        guard let result else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return result
      }
    } catch { throw StoreError(error) }
    changes.post()
    return value
  }

  /// Signs what the body writes into the audit log, within its transaction.
  private func signing<Value>(
    _ database: Database, _ body: (Database) throws -> Value
  ) throws -> Value {
    guard let signer else { return try body(database) }
    let last = try AuditSeal.lastSequence(database)
    let value = try body(database)
    try AuditSeal.sign(database, after: last, by: signer)
    return value
  }

  private func restoreSpeed(_ database: Database) {
    do { try database.execute(sql: "PRAGMA synchronous = NORMAL") } catch {
      // It stays in the safer, slower mode: nothing is lost.
    }
  }
}
