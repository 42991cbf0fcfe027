import Foundation
import GRDB

extension Store {
  /// Makes the people anew when the configuration correlates, or ranks servers, in another way.
  func correlateAnewIfConfigured() throws(StoreError) {
    let wanted = settings.fingerprint
    let stored = try read { database in
      try String.fetchOne(
        database, sql: "SELECT value FROM mirror_setting WHERE name = 'correlation'")
    }
    if stored == wanted { return }
    try write { database in
      if stored != nil { try CorrelationChange.run(database, settings: settings) }
      try database.execute(
        sql: "INSERT OR REPLACE INTO mirror_setting VALUES ('correlation', ?)",
        arguments: [wanted])
    }
  }
}

extension StoreSettings {
  /// What of the settings the stored people depend on.
  fileprivate var fingerprint: String {
    (correlation.map(\.rawValue) + ["|"] + priority).joined(separator: " ")
  }
}

/// Puts every account to its person again.
enum CorrelationChange {
  static func run(_ database: Database, settings: StoreSettings) throws {
    let correlation = Correlation(attributes: settings.correlation)
    let accounts = try HotStatement(
      database,
      """
      SELECT s.name, r.id, r.json FROM mirror_account a
      JOIN mirror_resource r ON r.rid = a.rid JOIN mirror_server s ON s.id = a.server
      WHERE a.rid = ?
      """)
    let move = try HotStatement(database, "UPDATE mirror_account SET pid = ? WHERE rid = ?")
    let rids = try Int64.fetchAll(database, sql: "SELECT rid FROM mirror_account ORDER BY rid")
    try empty(database)
    let people = try PersonWriter(database, priority: settings.priority)
    var shared: Set<Int64> = []
    for rid in rids {
      let account = try accounts.first(.integer(rid)) { row in
        try ScannedAccount(server: row.text(0), id: row.text(1), bytes: row.bytes(2))
      }
      guard let account else { continue }
      let person = ScannedPerson(account, correlation)
      let known = try people.find(person)
      let pid = try known ?? people.add(person)
      if known != nil { shared.insert(pid) }
      try move.run(.integer(pid), .integer(rid))
    }
    for pid in shared { try people.refresh(pid) }
    try PeopleIndex.catchUp(database)
  }

  private static func empty(_ database: Database) throws {
    try database.execute(
      sql: """
        DELETE FROM mirror_person;
        DELETE FROM mirror_pending;
        DELETE FROM mirror_name;
        INSERT INTO mirror_search (mirror_search) VALUES ('delete-all');
        """)
  }
}
