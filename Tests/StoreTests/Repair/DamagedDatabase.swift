import Foundation
import GRDB
import Governance

@testable import Store

/// A database with people, requests, decisions, actions and an audit log, to be damaged.
final class DamagedDatabase {
  /// A row, by its columns.
  typealias Line = [String: DatabaseValue]

  let folder: TemporaryFolder
  var path: String { folder.database }
  /// The ledger as it was: the rows of each table, in order.
  let ledger: [String: [Line]]
  /// Which pages each table and index has. Shape: numbers from 1.
  let pages: [String: [Int]]
  let pageSize: Int

  /// Made once, for each approval waits for the disk.
  private static let model = Result<Model, any Error> { try Model() }

  private struct Model: Sendable {
    let folder: TemporaryFolder
    let ledger: [String: [Line]]
    var pages: [String: [Int]] = [:]
    let pageSize: Int

    init() throws {
      folder = try TemporaryFolder()
      let store = try Store(path: folder.database)
      for server in 0..<8 {
        let users = (0..<100).map {
          Sample.user("\($0)", name: "Person \($0)", mail: "p\($0)@x.test")
        }
        try store.users("s\(server)", users)
      }
      for number in 0..<120 {
        _ = try store.approve(
          .sample(
            "request-\(number)", justification: String(repeating: "because ", count: 40)),
          [.sample(1), .sample(2, needs: [1])])
      }
      pageSize = try store.read { try Int.fetchOne($0, sql: "PRAGMA page_size") ?? 0 }
      let places = try store.read { database in
        try Row.fetchAll(database, sql: "SELECT name, pageno FROM dbstat ORDER BY pageno")
      }
      for place in places { pages[place["name"], default: []].append(place["pageno"]) }
      ledger = try DamagedDatabase.ledger(store)
      _ = try store.database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      try store.database.close()
    }
  }

  init() throws {
    let model = try Self.model.get()
    folder = try TemporaryFolder()
    (ledger, pages, pageSize) = (model.ledger, model.pages, model.pageSize)
    let parent = (folder.database as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: model.folder.database, toPath: folder.database)
  }

  static func ledger(_ store: Store) throws -> [String: [Line]] {
    try store.read { database in
      var rows: [String: [Line]] = [:]
      for table in try LedgerTable.all(database) {
        let all = try Row.fetchAll(
          database,
          sql: "SELECT * FROM \(table.name) ORDER BY \(table.key.joined(separator: ", "))")
        rows[table.name] = all.map { row in
          Dictionary(zip(row.columnNames, row.databaseValues)) { first, _ in first }
        }
      }
      return rows
    }
  }

  func contents(_ suffix: String = "") throws -> Data {
    try Data(contentsOf: URL(filePath: path + suffix))
  }

  func write(_ data: Data, _ suffix: String = "") throws {
    try data.write(to: URL(filePath: path + suffix))
  }

  /// Fills pages with garbage. Shape: numbers from 1.
  func damage(pages numbers: [Int]) throws {
    var data = try contents()
    for number in numbers {
      let start = (number - 1) * pageSize
      data.replaceSubrange(
        start..<start + pageSize, with: Data(repeating: 0xA5, count: pageSize))
    }
    try write(data)
  }

  func code() -> StoreError.Code? {
    do throws(StoreError) {
      let store = try Store(path: path)
      _ = try DamagedDatabase.ledgerCode(store)
      return nil
    } catch { return error.code }
  }

  private static func ledgerCode(_ store: Store) throws(StoreError) -> Int {
    try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ledger_audit") ?? 0 }
  }
}
