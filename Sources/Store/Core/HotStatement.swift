import GRDB
import GRDBSQLite

/// A prepared statement that is run for every resource of a page.
///
/// It binds and reads through SQLite's own calls: GRDB's arguments cost as much as the insert
/// itself. Only these files touch SQLite's pointers: this one and no other.
struct HotStatement {
  // Keeps the handle alive.
  private let statement: Statement
  private let handle: OpaquePointer
  private let texts = BoundTexts()

  init(_ database: Database, _ sql: String) throws {
    statement = try database.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
  }

  /// A value for a parameter.
  enum Value {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
    static func optional(_ number: Int64?) -> Value { number.map { .integer($0) } ?? .null }
    static func optional(_ number: Double?) -> Value { number.map { .real($0) } ?? .null }
    static func optional(_ flag: Bool?) -> Value { flag.map { .integer($0 ? 1 : 0) } ?? .null }
  }

  /// Runs a statement that gives no rows. `blob` is the last parameter.
  func run(_ values: Value..., blob: ArraySlice<UInt8>? = nil) throws {
    defer { reset() }
    bind(values)
    guard let blob else {
      try check(sqlite3_step(handle), expected: SQLITE_DONE)
      return
    }
    let code = blob.withUnsafeBytes { bytes in
      // SQLITE_STATIC: the bytes outlive the step.
      sqlite3_bind_blob64(
        handle, Int32(values.count + 1), bytes.baseAddress, UInt64(bytes.count), nil)
      return sqlite3_step(handle)
    }
    try check(code, expected: SQLITE_DONE)
  }

  /// Reads the first row; nil when there is none.
  func first<Result>(_ values: Value..., read: (HotRow) throws -> Result) throws -> Result? {
    defer { reset() }
    bind(values)
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return try read(HotRow(handle: handle)) }
    try check(code, expected: SQLITE_DONE)
    return nil
  }

  /// Reads all rows.
  func all<Result>(_ values: Value..., read: (HotRow) throws -> Result) throws -> [Result] {
    var results: [Result] = []
    try each(values) { results.append(try read($0)) }
    return results
  }

  /// Shows one row after the other.
  func each(_ values: Value..., show: (HotRow) throws -> Void) throws {
    try each(values, show)
  }

  private func each(_ values: [Value], _ show: (HotRow) throws -> Void) throws {
    defer { reset() }
    bind(values)
    while true {
      let code = sqlite3_step(handle)
      guard code == SQLITE_ROW else { return try check(code, expected: SQLITE_DONE) }
      try show(HotRow(handle: handle))
    }
  }

  private func bind(_ values: [Value]) {
    // A bind fails only for a wrong index or no memory; the step then fails or finds nothing.
    texts.makeRoom(for: values)
    for (offset, value) in values.enumerated() {
      let index = Int32(offset + 1)
      switch value {
      case .null: sqlite3_bind_null(handle, index)
      case .integer(let number): sqlite3_bind_int64(handle, index, number)
      case .real(let number): sqlite3_bind_double(handle, index, number)
      case .text(let text):
        let bytes = texts.add(text)
        // SQLITE_STATIC: the bytes stay where they are until the next bind.
        sqlite3_bind_text(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
      }
    }
  }

  private func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  private func check(_ code: Int32, expected: Int32) throws {
    guard code == expected else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }
}

/// The texts that a statement is bound to, in one piece of memory: SQLite would make a copy of each.
private final class BoundTexts {
  private var buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 512)
  private var used = 0

  deinit { buffer.deallocate() }

  /// Forgets the texts of the last run. What is added after this does not move.
  func makeRoom(for values: [HotStatement.Value]) {
    used = 0
    var needed = 0
    for case .text(let text) in values { needed += text.utf8.count }
    if needed <= buffer.count { return }
    buffer.deallocate()
    buffer = .allocate(capacity: needed * 2)
  }

  func add(_ text: String) -> UnsafeBufferPointer<CChar> {
    var text = text
    let start = used
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        _ = buffer[start...].update(fromContentsOf: characters)
      }
      used += bytes.count
    }
    return UnsafeBufferPointer(rebasing: buffer[start..<used])
  }
}

/// The row that a hot statement stands on.
struct HotRow {
  fileprivate let handle: OpaquePointer

  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  func text(_ column: Int32) -> String {
    String(decoding: bytes(column), as: UTF8.self)
  }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, column))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Compares without making a String.
  func equals(_ column: Int32, _ text: String) -> Bool {
    guard let start = sqlite3_column_blob(handle, column) else { return text.isEmpty }
    let stored = UnsafeRawBufferPointer(
      start: start, count: Int(sqlite3_column_bytes(handle, column)))
    return stored.elementsEqual(text.utf8)
  }
}
