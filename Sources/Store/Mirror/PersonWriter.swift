import GRDB
import Governance
import SCIM

/// Keeps the rows of people in step with their accounts.
struct PersonWriter {
  private let database: Database
  private let order: FieldOrder
  private let findByKey: HotStatement
  private let insert: HotStatement
  private let insertPending: HotStatement
  private let update: HotStatement
  private let stored: HotStatement
  private let accounts: HotStatement
  private let isPending: HotStatement
  private let unindexSearch: HotStatement
  private let unindexName: HotStatement
  private let delete: HotStatement
  private let deletePending: HotStatement

  init(_ database: Database, settings: StoreSettings) throws {
    self.database = database
    order = FieldOrder(settings)
    findByKey = try HotStatement(
      database, "SELECT pid FROM mirror_person WHERE key_hash = ? AND key = ?")
    insert = try HotStatement(
      database,
      """
      INSERT INTO mirror_person
        (key, key_hash, name, name_order, user_name, mail, title, department, search)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    insertPending = try HotStatement(
      database, "INSERT OR IGNORE INTO mirror_pending (pid) VALUES (?)")
    update = try HotStatement(
      database,
      """
      UPDATE mirror_person SET name = ?, name_order = ?, user_name = ?, mail = ?, title = ?,
        department = ?, search = ? WHERE pid = ?
      """)
    stored = try HotStatement(
      database,
      """
      SELECT name, name_order, user_name, mail, title, department, search
      FROM mirror_person WHERE pid = ?
      """)
    accounts = try HotStatement(
      database,
      """
      SELECT s.name, r.id, r.json FROM mirror_account a
      JOIN mirror_resource r ON r.rid = a.rid JOIN mirror_server s ON s.id = a.server
      WHERE a.pid = ?
      """)
    isPending = try HotStatement(database, "SELECT 1 FROM mirror_pending WHERE pid = ?")
    unindexSearch = try HotStatement(
      database,
      "INSERT INTO mirror_search (mirror_search, rowid, text) VALUES ('delete', ?, ?)")
    unindexName = try HotStatement(
      database, "DELETE FROM mirror_name WHERE name_order = ? AND pid = ?")
    delete = try HotStatement(database, "DELETE FROM mirror_person WHERE pid = ?")
    deletePending = try HotStatement(database, "DELETE FROM mirror_pending WHERE pid = ?")
  }

  func find(_ person: ScannedPerson) throws -> Int64? {
    try findByKey.first(.integer(person.keyHash), .text(person.key.rawValue)) { $0.int(0) }
  }

  /// Makes the row of somebody of whom this is the first account.
  func add(_ person: ScannedPerson) throws -> Int64 {
    let fields = person.fields
    try insert.run(
      .text(person.key.rawValue), .integer(person.keyHash), .text(fields.name),
      .text(fields.nameOrder), .text(fields.userName), .text(fields.mail), .text(fields.title),
      .text(fields.department), .text(fields.search))
    let pid = database.lastInsertedRowID
    try insertPending.run(.integer(pid))
    return pid
  }

  /// Takes the fields anew from all accounts; who has none left is gone.
  func refresh(_ pid: Int64) throws {
    let accounts = try scannedAccounts(of: pid)
    guard let old = try storedFields(of: pid) else { return }
    if accounts.isEmpty {
      try unindex(pid, old)
      try deletePending.run(.integer(pid))
      try delete.run(.integer(pid))
      return
    }
    let new = PersonFields(accounts, order: order)
    if new == old { return }
    if new.search != old.search || new.nameOrder != old.nameOrder {
      try unindex(pid, old)
      try insertPending.run(.integer(pid))
    }
    try update.run(
      .text(new.name), .text(new.nameOrder), .text(new.userName), .text(new.mail),
      .text(new.title), .text(new.department), .text(new.search), .integer(pid))
  }

  private func scannedAccounts(of pid: Int64) throws -> [ScannedAccount] {
    let accounts = try accounts.all(.integer(pid)) { row in
      try ScannedAccount(server: row.text(0), id: row.text(1), bytes: row.bytes(2))
    }
    return order.sorted(accounts, by: \.server, then: \.id)
  }

  private func storedFields(of pid: Int64) throws -> PersonFields? {
    try stored.first(.integer(pid)) { row in
      PersonFields(
        name: row.text(0), nameOrder: row.text(1), userName: row.text(2), mail: row.text(3),
        title: row.text(4), department: row.text(5), search: row.text(6))
    }
  }

  /// Takes a person out of the search and the order, unless they are not in them yet.
  private func unindex(_ pid: Int64, _ fields: PersonFields) throws {
    if try isPending.first(.integer(pid), read: { _ in true }) == true { return }
    try unindexSearch.run(.integer(pid), .text(fields.search))
    try unindexName.run(.text(fields.nameOrder), .integer(pid))
  }
}

/// Puts the pending people into the search and into the order of names.
///
/// Many at a time, and the names sorted: a page of the index is then written once, not once for
/// each name that falls on it.
enum PeopleIndex {
  static let batch = 5_000

  static func pendingCount(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM mirror_pending") ?? 0
  }

  static func catchUp(_ database: Database) throws {
    guard try pendingCount(database) > 0 else { return }
    try database.execute(
      sql: """
        INSERT INTO mirror_search (rowid, text)
          SELECT pid, search FROM mirror_person
          WHERE pid IN (SELECT pid FROM mirror_pending) ORDER BY pid;
        INSERT INTO mirror_name (name_order, pid)
          SELECT name_order, pid FROM mirror_person
          WHERE pid IN (SELECT pid FROM mirror_pending) ORDER BY name_order, pid;
        DELETE FROM mirror_pending;
        """)
  }
}
