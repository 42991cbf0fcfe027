import Foundation
import GRDB
import Governance

/// Makes a new database of what can be read of a damaged one.
///
/// The ledger is copied row by row, in its order. The mirror is not: the next sync reads it again.
public struct DatabaseRepair {
  private let path: String
  private let signer: (any AuditSigner)?
  private let now: Date
  private var work: String { path + ".salvage" }
  private var fresh: String { path + ".repaired" }

  /// Repairs a database that this process has not opened.
  ///
  /// - Returns: nil where nothing is damaged: the file is then as it was.
  ///
  /// Throws: `locked` while another process has it open; `newerDatabase`, `foreignFile`,
  /// `diskFull`, `unreachable`. The damaged file is then where it was.
  public static func run(
    _ path: String, signer: (any AuditSigner)? = nil, now: Date
  ) throws(StoreError) -> RepairReport? {
    let problems = try DatabaseCheckup.problems(path)
    guard !problems.isEmpty else { return nil }
    let repair = DatabaseRepair(path: path, signer: signer, now: now)
    defer { repair.removeWork() }
    do { return try repair.run(problems) } catch { throw StoreError(error) }
  }

  private func run(_ problems: [String]) throws -> RepairReport {
    removeWork()
    try WorkFile(creatingUnlessThere: path).sync()
    let locked = try LockedFile(path)
    try locked.copy(to: work)
    let version = try storedVersion()
    try SalvageCopy.prepare(work, log: path + WriteAheadLog.suffix)
    var report = try rebuild(problems, version: version)
    report.savedFile = try replace()
    withExtendedLifetime(locked) {}
    return report
  }

  /// Which of the steps of the schema the damaged database had taken; all where that is lost.
  private func storedVersion() throws(StoreError) -> Int {
    let all = Migrations.steps.count
    let log = try RawFile(reading: path + WriteAheadLog.suffix)
    let newest = try log.flatMap { file throws(StoreError) in try WriteAheadLog(file) }?
      .newestHeader()
    let stored = try RawFile(reading: work)?.read(at: 0, count: FileHeader.length)
    let header = newest ?? stored.flatMap { FileHeader($0[...]) }
    guard let header, header.isSound, (1...all).contains(header.userVersion) else { return all }
    return header.userVersion
  }

  private func rebuild(_ problems: [String], version: Int) throws -> RepairReport {
    // SQLite would let others read it.
    try WorkFile(creating: fresh).sync()
    let writer = try DatabasePool(path: fresh, configuration: DatabaseFile.configuration())
    // The steps that came after are taken with the rows, as they would have been.
    try Migrations.run(on: writer, steps: Array(Migrations.steps.prefix(version)))
    let damaged = try openWork(like: writer)
    // Without a transaction: SQLite ends one by itself when a page cannot be read.
    let ledger = try damaged.writeWithoutTransaction { source in
      try writer.writeWithoutTransaction { target in
        try target.execute(sql: "PRAGMA foreign_keys = OFF")
        var tables: [RepairReport.Table] = []
        try target.inTransaction(.immediate) {
          tables = try Self.copy(source, target)
          return .commit
        }
        return tables
      }
    }
    try damaged.close()
    try Migrations.run(on: writer)
    var report = try Afterwards(
      problems: problems, tables: ledger, signer: signer, now: now
    ).settle(writer)
    report.audit = try Self.verify(writer)
    try writer.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try writer.close()
    return report
  }

  /// The copy, described anew where SQLite cannot tell its tables any more.
  private func openWork(like writer: any DatabaseReader) throws -> DatabaseQueue {
    do {
      let queue = try DatabaseQueue(path: work)
      let isReadable = try queue.read { try !LedgerTable.all($0).isEmpty }
      if isReadable { return queue }
      try queue.close()
    } catch is DatabaseError {
      // What is in which page cannot be read.
    }
    try SalvageCopy.describeAnew(work, after: writer)
    return try DatabaseQueue(path: work)
  }

  private static func copy(_ source: Database, _ target: Database) throws -> [RepairReport.Table] {
    try LedgerTable.all(target).map { table in
      var salvage = TableSalvage(table, from: source, into: target)
      try salvage.run { try knownRequests(target) }
      return RepairReport.Table(
        title: table.title, copiedCount: salvage.copiedCount,
        refusedCount: salvage.refusedCount, isComplete: salvage.isComplete)
    }
  }

  private static func knownRequests(_ database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT request FROM ledger_decision UNION SELECT request FROM ledger_action
        UNION SELECT id FROM ledger_request UNION SELECT DISTINCT subject FROM ledger_audit
        """)
  }

  private static func verify(_ writer: any DatabaseReader) throws -> AuditVerdict {
    try writer.read { database in
      var chain = AuditChain()
      let records = try Row.fetchCursor(
        database, sql: "SELECT * FROM ledger_audit ORDER BY sequence")
      while let row = try records.next() {
        if let broken = chain.check(AuditWriter.record(row)) { return .broken(broken) }
      }
      return chain.verdict()
    }
  }

  /// Puts the new database where the damaged one was. Returns where that is now.
  private func replace() throws(StoreError) -> String {
    let saved = try freeName()
    try WorkFile(fresh).sync()
    // The damaged file has both names until the new one takes its place: a crash loses neither.
    guard link(path, saved) == 0 else { throw RawFile.failure(saved, errno) }
    let log = path + WriteAheadLog.suffix
    if rename(log, saved + WriteAheadLog.suffix) != 0, errno != ENOENT {
      throw RawFile.failure(log, errno)
    }
    unlink(path + "-shm")
    guard rename(fresh, path) == 0 else { throw RawFile.failure(path, errno) }
    return saved
  }

  private func freeName() throws(StoreError) -> String {
    let stem = "\(path).damaged-\(Int64(now.timeIntervalSince1970))"
    for number in 0..<1_000 {
      let name = number == 0 ? stem : "\(stem)-\(number)"
      if access(name, F_OK) != 0 { return name }
    }
    throw RawFile.failure(stem, EEXIST)
  }

  private func removeWork() {
    for file in [work, fresh] {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(file + suffix) }
    }
  }
}
