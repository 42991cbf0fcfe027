import GRDB
import Governance
import SCIM

/// Keeps the rows of people in step with their accounts.
struct PersonWriter {
  private let database: Database
  private let tail: MirrorTail
  private let order: FieldOrder
  private let findByRow: HotStatement
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

  init(_ database: Database, tail: MirrorTail, settings: StoreSettings) throws {
    self.database = database
    self.tail = tail
    order = FieldOrder(settings)
    findByRow = try HotStatement(
      database, "SELECT pid FROM mirror_person WHERE pid = ? AND key = ?")
    findByKey = try HotStatement(
      database,
      """
      SELECT pid FROM mirror_person
      WHERE pid IN (SELECT pid FROM mirror_person_key WHERE key_hash = ?) AND key = ?
      """)
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
    try find(person.key, hash: person.keyHash)
  }

  /// `hash`: the key's.
  func find(_ key: IdentityKey, hash: Int64) throws -> Int64? {
    if tail.isSurelyNew(person: hash) { return nil }
    let key = HotStatement.Value.text(key.rawValue)
    if let pid = tail.unindexedPerson(hash) {
      if let found = try findByRow.first(.integer(pid), key, read: { $0.int(0) }) { return found }
      // Two keys with one hash: only the index can tell them apart.
      try tail.catchUp()
    }
    return try findByKey.first(.integer(hash), key) { $0.int(0) }
  }

  /// Makes the row of somebody of whom this is the first account.
  func add(_ person: ScannedPerson) throws -> Int64 {
    let fields = person.fields
    try insert.run(
      .text(person.key.rawValue), .integer(person.keyHash), .text(fields.name),
      .text(fields.nameOrder), .text(fields.userName), .text(fields.mail), .text(fields.title),
      .text(fields.department), .text(fields.search))
    let pid = database.lastInsertedRowID
    tail.added(person: person.keyHash, pid)
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
      try tail.removedPerson()
      return
    }
    let new = PersonFields(accounts, order: order)
    if new == old { return }
    if new.search != old.search || new.nameOrder != old.nameOrder {
      try unindex(pid, old)
      if !tail.isUnindexed(person: pid) { try insertPending.run(.integer(pid)) }
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
    if tail.isUnindexed(person: pid) { return }
    if try isPending.first(.integer(pid), read: { _ in true }) == true { return }
    try unindexSearch.run(.integer(pid), .text(fields.search))
    try unindexName.run(.text(fields.nameOrder), .integer(pid))
  }
}

/// Puts people into the search and into the order of names.
enum PeopleIndex {
  /// Takes the pending ones, and all those whose rows are newer than `last`.
  static func catchUp(_ database: Database, after last: Int64) throws {
    try index(database, where: "pid > ?", last)
    let isPending = try Bool.fetchOne(database, sql: "SELECT 1 FROM mirror_pending") ?? false
    guard isPending else { return }
    try index(database, where: "pid IN (SELECT pid FROM mirror_pending) AND pid <= ?", last)
    try database.execute(sql: "DELETE FROM mirror_pending")
  }

  /// The texts one by one, and the names OR ROLLBACK: SQLite would keep a copy of each page that one
  /// statement changes, to undo that statement alone. The names sorted: a page of their order is
  /// then written once.
  private static func index(_ database: Database, where condition: String, _ last: Int64) throws {
    let texts = try HotStatement(
      database, "SELECT pid, search FROM mirror_person WHERE \(condition) ORDER BY pid")
    let add = try HotStatement(
      database, "INSERT INTO mirror_search (rowid, text) VALUES (?, ?)")
    try texts.each(.integer(last)) { try add.run(.integer($0.int(0)), .text($0.text(1))) }
    try database.execute(
      sql: """
        INSERT OR ROLLBACK INTO mirror_name (name_order, pid)
          SELECT name_order, pid FROM mirror_person WHERE \(condition) ORDER BY name_order, pid
        """, arguments: [last])
  }
}
