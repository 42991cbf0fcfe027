import Foundation
import GRDB

/// The file on disk: made for its owner alone, opened in WAL mode.
enum DatabaseFile {
  static let memory = ":memory:"

  /// "CTSN" in ASCII: tells our file from any other SQLite database.
  static let applicationID: Int32 = 0x4354_534E

  // Measured with 100,000 users of 1.4 KB: 8 KB pages lose less to the ends of pages than 4 KB do,
  // and cost less for each touched index page than 16 KB.
  static let pageSizeBytes = 8192

  // The pages that a thousand new users touch: one that is written out before its transaction ends is
  // read again, and all after it are, when it changes once more.
  private static let spillPages = 400

  /// `checkpointer`: nil for a database in memory.
  static func open(
    _ path: String
  ) throws -> (database: any DatabaseWriter, checkpointer: Checkpointer?) {
    if path == memory { return (try DatabaseQueue(configuration: configuration()), nil) }
    try FileCheck.requireUsable(path)
    try createPrivately(path)
    var configuration = configuration()
    let checkpointer = Checkpointer(path: path)
    configuration.prepareDatabase(checkpointer.watch)
    return (try DatabasePool(path: path, configuration: configuration), checkpointer)
  }

  /// A sync's transaction takes milliseconds: from here on a longer wait means that something is
  /// stuck.
  static func expectShortWaits(_ database: any DatabaseWriter) throws {
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 5000") }
  }

  static func configuration() -> Configuration {
    var configuration = Configuration()
    // While it opens: another process may be bringing a large file to today's schema.
    configuration.busyMode = .timeout(60)
    configuration.maximumReaderCount = 3
    configuration.prepareDatabase { database in
      // Only the writer ever fills its cache: a sync is to stay within 60 MB.
      try database.execute(
        sql: """
          PRAGMA page_size = \(pageSizeBytes);
          PRAGMA cache_size = -2000;
          PRAGMA cache_spill = \(spillPages);
          PRAGMA journal_size_limit = 33554432;
          PRAGMA temp_store = MEMORY;
          """)
      for function in LimitFunctions.all { database.add(function: function) }
    }
    return configuration
  }

  /// SQLite gives the `-wal` and `-shm` files the mode of the database file.
  private static func createPrivately(_ path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      } catch {
        // Opening the file fails next, and says why.
      }
    }
    let descriptor = Foundation.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unreachable(path, errno) }
    close(descriptor)
  }

  private static func unreachable(_ path: String, _ code: Int32) -> StoreError {
    if code == ENOSPC {
      return StoreError(DatabaseError(resultCode: .SQLITE_FULL))
    }
    return StoreError(
      .unreachable, "The database \(path) cannot be opened: \(String(cString: strerror(code))).",
      advice: "Check that the file and its folder belong to you and are not read-only.")
  }
}
