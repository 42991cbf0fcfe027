import GRDB

/// A copy of a damaged database that SQLite opens, whatever is left in it.
enum SalvageCopy {
  /// Takes a copy of the database file at `path` as it is, and makes it readable with what the log
  /// beside the original has.
  static func prepare(_ path: String, log: String) throws(StoreError) {
    var pageSize = try header(of: path)?.pageSize ?? DatabaseFile.pageSizeBytes
    let file = try WorkFile(path)
    if let raw = try RawFile(reading: log), let frames = try WriteAheadLog(raw) {
      pageSize = frames.pageSize
      _ = try frames.replay { number, page throws(StoreError) in
        try file.write(page, at: (number - 1) * pageSize)
      }
    }
    try setHeader(file, path, pageSize)
  }

  private static func header(of path: String) throws(StoreError) -> FileHeader? {
    guard let file = try RawFile(reading: path) else { return nil }
    let header = FileHeader(try file.read(at: 0, count: FileHeader.length)[...])
    return header?.isSound == true ? header : nil
  }

  /// A header that fits the file: no log, the pages that are there, no free pages.
  private static func setHeader(
    _ file: WorkFile, _ path: String, _ pageSize: Int
  ) throws(StoreError) {
    guard let raw = try RawFile(reading: path) else { return }
    let pageCount = max(1, try raw.size() / pageSize)
    try file.setSize(pageCount * pageSize)
    var bytes = try raw.read(at: 0, count: FileHeader.length)
    let isSound = FileHeader(bytes[...])?.isSound == true
    if !isSound {
      bytes = FileHeader.magic + [UInt8](repeating: 0, count: 84)
      bytes.setBigEndian(1, at: 40)
      bytes.setBigEndian(4, at: 44)
      bytes.setBigEndian(1, at: 56)
    }
    bytes[16] = UInt8(truncatingIfNeeded: pageSize >> 8)
    bytes[17] = pageSize == 65_536 ? 1 : 0
    bytes.replaceSubrange(18..<24, with: [1, 1, 0, 64, 32, 32])
    bytes.setBigEndian(1, at: 24)
    bytes.setBigEndian(1, at: 92)
    bytes.setBigEndian(UInt32(clamping: pageCount), at: 28)
    bytes.setBigEndian(0, at: 32)
    bytes.setBigEndian(0, at: 36)
    try file.write(bytes, at: 0)
  }

  /// Describes the ledger's tables anew, where SQLite cannot read what is in which page any more.
  ///
  /// A database gets the pages of its first tables in the order of the schema: `model`, an empty
  /// one that was made in the same way, says which.
  static func describeAnew(_ path: String, after model: any DatabaseReader) throws {
    let size = try model.read { try Int.fetchOne($0, sql: "PRAGMA page_size") }
    let pageSize = size ?? DatabaseFile.pageSizeBytes
    let tables = try model.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema
          WHERE type = 'table' AND name LIKE 'ledger\\_%' ESCAPE '\\'
          """)
    }
    let last = tables.compactMap { Int.fromDatabaseValue($0["rootpage"]) }.max() ?? 1
    try emptyFirstPage(path, pageSize: pageSize, pageCount: last)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA writable_schema = ON")
      for table in tables {
        try database.execute(
          sql: "INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)",
          arguments: StatementArguments(table.databaseValues))
      }
    }
    try queue.close()
  }

  /// A first page that describes no tables, in a file of at least so many pages: SQLite reads no
  /// table at all of a file in which the page of one is missing.
  private static func emptyFirstPage(
    _ path: String, pageSize: Int, pageCount: Int
  ) throws(StoreError) {
    // > A leaf table b-tree page: 13, no free block, no cells, the cells' start, no fragments.
    var page: [UInt8] = [13, 0, 0, 0, 0, UInt8(pageSize >> 8 & 0xFF), UInt8(pageSize & 0xFF), 0]
    page += [UInt8](repeating: 0, count: pageSize - FileHeader.length - page.count)
    let file = try WorkFile(path)
    try file.write(page, at: FileHeader.length)
    guard let size = try RawFile(reading: path)?.size(), size < pageSize * pageCount else {
      return
    }
    try file.setSize(pageSize * pageCount)
    var count: [UInt8] = [0, 0, 0, 0]
    count.setBigEndian(UInt32(clamping: pageCount), at: 0)
    try file.write(count, at: 28)
  }
}
