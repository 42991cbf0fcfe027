import Foundation
import GRDB

/// Reads all of a database file, to find what is damaged in it before it is needed.
public enum DatabaseCheckup {
  /// What is wrong with the file. Shape: sentences; none for a whole one, or where there is no file.
  ///
  /// Nothing is written. Throws: `newerDatabase`, `foreignFile`, `locked`, `unreachable`.
  public static func problems(_ path: String) throws(StoreError) -> [String] {
    do {
      if case .damaged(let reason) = try FileCheck.settled(path) { return [reason] }
      try FileCheck.requireUsable(path)
      guard try RawFile(reading: path)?.size() ?? 0 > 0 else { return [] }
      return try read(path)
    } catch {
      let error = StoreError(error)
      if error.code == .corrupt { return ["Not every page can be read."] }
      throw error
    }
  }

  // Enough to say what is wrong; a ruined file has thousands.
  private static let limit = 5

  private static func read(_ path: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return try queue.read { database in
      // The mirror can be read again: its order is not compared with its indexes, which takes long.
      var lines = try String.fetchAll(database, sql: "PRAGMA quick_check(\(limit))")
      for table in try LedgerTable.all(database) {
        lines += try String.fetchAll(
          database, sql: "PRAGMA integrity_check(\"\(table.name)\")")
      }
      return Array(lines.filter { $0 != "ok" }.prefix(limit))
    }
  }
}
