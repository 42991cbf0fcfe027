import Foundation
import Governance

/// Looks at a database file before SQLite does: opening it writes to it, and drops a log beside it
/// that does not fit.
enum FileCheck {
  enum Verdict: Equatable {
    /// Nothing was ever in it, or there is no file.
    case new
    case sound
    case damaged(String)
    case newer(Int)
    case foreign
  }

  /// Throws: `newerDatabase`, `foreignFile`, `corrupt`, `unreachable`; the file is as it was.
  static func requireUsable(_ path: String) throws(StoreError) {
    switch try settled(path) {
    case .new, .sound: return
    case .damaged(let reason): throw .damaged(reason)
    case .newer(let number): throw .newer(number)
    case .foreign: throw .foreign
    }
  }

  /// Looks twice before it calls a file damaged: another process may have been writing just then.
  static func settled(_ path: String) throws(StoreError) -> Verdict {
    let verdict = try examine(path)
    if case .damaged = verdict { return try examine(path) }
    return verdict
  }

  private static func examine(_ path: String) throws(StoreError) -> Verdict {
    let log = try RawFile(reading: path + WriteAheadLog.suffix)
    let logSize = try log?.size() ?? 0
    guard let file = try RawFile(reading: path), case let size = try file.size(), size > 0 else {
      // SQLite would remove a log that has no database.
      return logSize > 0 ? .damaged("It is empty, and its log is not.") : .new
    }
    let start = try file.read(at: 0, count: FileHeader.length)
    guard let header = FileHeader(start[...]) else { return .foreign }
    guard header.applicationID == DatabaseFile.applicationID else {
      return try other(header, file, size, log)
    }
    guard header.isSound else { return .damaged("Its first bytes are not what SQLite writes.") }
    if header.userVersion > Migrations.steps.count { return .newer(header.userVersion) }
    return try checkLog(log, logSize) ?? checkLength(header, size, logSize) ?? .sound
  }

  /// Not marked as ours, or not any more.
  private static func other(
    _ header: FileHeader, _ file: RawFile, _ size: Int, _ log: RawFile?
  ) throws(StoreError) -> Verdict {
    if try isMarked(file, size) { return .damaged("Its first bytes are not what SQLite writes.") }
    guard header.isSound, header.userVersion == 0 else { return .foreign }
    // The mark of a database that was never copied back from its log is in the log alone.
    if let log, let newest = try WriteAheadLog(log)?.newestHeader(),
      newest.applicationID == DatabaseFile.applicationID
    {
      return newest.userVersion > Migrations.steps.count ? .newer(newest.userVersion) : .sound
    }
    // An empty database is taken for ours when it is opened; anything else is refused there.
    return header.pageCount ?? 2 <= 1 ? .sound : .foreign
  }

  private static func checkLog(_ log: RawFile?, _ size: Int) throws(StoreError) -> Verdict? {
    guard let log, size > 0 else { return nil }
    guard let frames = try WriteAheadLog(log) else {
      return .damaged("The log beside it is not what SQLite writes.")
    }
    guard let newest = try frames.newestHeader(), newest.userVersion > Migrations.steps.count
    else { return nil }
    return .newer(newest.userVersion)
  }

  private static func checkLength(
    _ header: FileHeader, _ size: Int, _ logSize: Int
  ) -> Verdict? {
    // Pages that the log has may not be in the file yet.
    guard logSize == 0, let pageSize = header.pageSize, let pageCount = header.pageCount,
      size < pageSize * pageCount
    else { return nil }
    return .damaged("\(pageSize * pageCount - size) bytes are missing at its end.")
  }

  /// Whether there is anything in it that only we write, whatever its first bytes say: our schema, or
  /// the start of an audit log.
  private static func isMarked(_ file: RawFile, _ size: Int) throws(StoreError) -> Bool {
    let marks = ["CREATE TABLE ledger_request (", AuditRecord.genesisDigest].map { Data($0.utf8) }
    let chunk = 1 << 20
    // A mark may lie across two chunks.
    for offset in stride(from: 0, to: size, by: chunk - 100) {
      let bytes = Data(try file.read(at: offset, count: chunk))
      if marks.contains(where: { bytes.range(of: $0) != nil }) { return true }
    }
    return false
  }
}
