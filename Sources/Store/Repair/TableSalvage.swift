import GRDB

/// Copies what can be read of one table out of a damaged database.
///
/// From both ends to the first page that cannot be read, then each row in between by its key.
struct TableSalvage {
  let table: LedgerTable
  let damaged: Database
  let repaired: Database
  private let columns: [String]
  private(set) var copiedCount = 0
  private(set) var refusedCount = 0
  private(set) var isComplete = true

  init(_ table: LedgerTable, from damaged: Database, into repaired: Database) {
    self.table = table
    self.damaged = damaged
    self.repaired = repaired
    var known: Set<String> = []
    do {
      known = Set(
        try String.fetchAll(
          damaged, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table.name]))
    } catch {
      // Told below: a table without columns gives no rows.
    }
    columns = table.columns.map(\.name).filter(known.contains)
    isComplete = !columns.isEmpty
  }

  /// - Parameter candidates: requests that are known from elsewhere, to ask for by their ids.
  mutating func run(candidates: () throws -> [String]) throws {
    guard !columns.isEmpty else { return }
    let order = table.key.map { "\"\($0)\"" }
    let first = try copy("ORDER BY \(order.joined(separator: ", "))")
    if first.isWhole { return }
    isComplete = false
    let down = order.map { "\($0) DESC" }.joined(separator: ", ")
    let last = try copy("ORDER BY \(down)")
    if table.hasRowid, let key = table.key.first {
      try probe(key, between: first.lastKey ?? 0, and: last.lastKey)
    } else if let key = table.key.first {
      for candidate in try candidates() {
        _ = try copy("WHERE \"\(key)\" = ?", [candidate.databaseValue])
      }
    }
  }

  // A walk of so many lookups takes seconds; a longer gap is a number that is damaged itself.
  private static let longestGap: Int64 = 1_000_000

  private mutating func probe(_ key: String, between low: Int64, and high: Int64?) throws {
    guard let high, high > low, high - low <= Self.longestGap else { return }
    for number in low + 1..<high {
      _ = try copy("WHERE \"\(key)\" = ?", [number.databaseValue])
    }
  }

  private struct Run {
    var isWhole: Bool
    /// The number of the last row that was read, of a table that has numbers.
    var lastKey: Int64?
  }

  /// Copies rows until one cannot be read.
  private mutating func copy(_ tail: String, _ arguments: [DatabaseValue] = []) throws -> Run {
    let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    var run = Run(isWhole: false)
    do {
      let cursor = try Row.fetchCursor(
        damaged, sql: "SELECT \(list) FROM \"\(table.name)\" \(tail)",
        arguments: StatementArguments(arguments))
      while let row = try cursor.next() {
        let values = Array(row.databaseValues)
        if let key = table.key.first, let index = columns.firstIndex(of: key),
          case .int64(let number) = values[index].storage
        {
          run.lastKey = number
        }
        do { try insert(values) } catch let error as DatabaseError { throw Unsaved(cause: error) }
      }
      run.isWhole = true
    } catch let error as Unsaved {
      throw error.cause
    } catch is DatabaseError {
      // The rows from here on are on a page that cannot be read.
    }
    return run
  }

  /// The new database could not take a row: nothing to do with the damage.
  private struct Unsaved: Error { var cause: DatabaseError }

  private mutating func insert(_ values: [DatabaseValue]) throws {
    guard table.accepts(Dictionary(zip(columns, values)) { first, _ in first }) else {
      refusedCount += 1
      isComplete = false
      return
    }
    let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    // Rows that were read from the other end already stay as they are.
    try repaired.execute(
      sql: "INSERT OR IGNORE INTO \"\(table.name)\" (\(list)) VALUES (\(marks))",
      arguments: StatementArguments(values))
    copiedCount += repaired.changesCount
  }
}
