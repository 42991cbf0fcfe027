import GRDB

extension StoreError {
  /// Takes any error for the operator; one of ours passes unchanged.
  init(_ error: any Error) {
    if let own = error as? StoreError {
      self = own
    } else if let error = error as? DatabaseError {
      self.init(sqlite: error.resultCode, extended: error.extendedResultCode)
    } else {
      // The text of an unknown error may quote values: its type says enough.
      self.init(
        .database, "The database could not be used (\(type(of: error))).",
        advice: "Run `countersign doctor`.")
    }
  }

  /// Source: <https://sqlite.org/rescode.html>.
  private init(sqlite code: ResultCode, extended: ResultCode) {
    switch code {
    // The file that readers share cannot grow: its size is all that SQLite asked for.
    case .SQLITE_FULL,
      .SQLITE_IOERR where extended == .SQLITE_IOERR_SHMSIZE:
      self.init(
        .diskFull, "The disk is full: nothing was saved.",
        advice: "Free some space; what was decided before is safe.")
    case .SQLITE_IOERR:
      self.init(
        .diskFailed,
        "The disk did not take or give what was asked (SQLite code \(extended.rawValue)).",
        advice: "Look for a quota, a limit on file sizes (`ulimit -f`) or a failing disk, then try"
          + " again; what was decided before is safe.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .locked, "Another program has been writing to the database for too long.",
        advice: "Wait until the other Countersign has finished, then try again.")
    case .SQLITE_NOTADB:
      self = .foreign
    case .SQLITE_CORRUPT:
      self = .damaged()
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_READONLY:
      self.init(
        .unreachable, "The database file cannot be opened for writing.",
        advice: "Check that the file and its folder belong to you and are not read-only.")
    default:
      self.init(
        .database, "SQLite refused (code \(extended.rawValue)).",
        advice: "Run `countersign doctor`; if it goes on, report the code.")
    }
  }
}

extension StoreError {
  /// A damaged database, and what to do about it.
  ///
  /// - Parameter reason: what is wrong with it, where that is known. Shape: a sentence.
  public static func damaged(_ reason: String? = nil) -> StoreError {
    StoreError(
      .corrupt,
      (["The database file is damaged."] + [reason].compactMap(\.self)).joined(separator: " "),
      advice: "Run `countersign doctor --repair`: it keeps the file, saves what was asked, decided"
        + " and logged, and has the next sync read the rest again.")
  }

  static let foreign = StoreError(
    .foreignFile, "The database file is no database of Countersign's.",
    advice: "Move it away, or name another file.")

  static func newer(_ schema: Int) -> StoreError {
    StoreError(
      .newerDatabase, "A newer Countersign wrote this database (schema \(schema)).",
      advice: "Install that version again; this one knows schemas up to"
        + " \(Migrations.steps.count).")
  }
}
