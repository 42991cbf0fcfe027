import GRDB

/// A table of the ledger, as the schema has it.
struct LedgerTable {
  struct Column {
    var name: String
    var type: String
    var isRequired: Bool
  }

  var name: String
  var columns: [Column]
  /// Order: as in the primary key.
  var key: [String]
  var hasRowid: Bool

  /// All of a database. Order: those that are read by number first, for they name the rest.
  static func all(_ database: Database) throws -> [LedgerTable] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT name, sql FROM sqlite_schema
        WHERE type = 'table' AND name LIKE 'ledger\\_%' ESCAPE '\\' ORDER BY rowid
        """)
    let tables = try rows.compactMap { row -> LedgerTable? in
      // Of a damaged file, these may be anything.
      guard let name = String.fromDatabaseValue(row["name"]),
        let sql = String.fromDatabaseValue(row["sql"])
      else { return nil }
      return try LedgerTable(database, name: name, sql: sql)
    }
    return tables.filter(\.hasRowid) + tables.filter { !$0.hasRowid }
  }

  init(_ database: Database, name: String, sql: String) throws {
    self.name = name
    hasRowid = !sql.contains("WITHOUT ROWID")
    let rows = try Row.fetchAll(
      database, sql: "SELECT name, type, \"notnull\" AS required, pk FROM pragma_table_info(?)",
      arguments: [name])
    columns = rows.map { Column(name: $0["name"], type: $0["type"], isRequired: $0["required"]) }
    let ranked = rows.map { (name: $0["name"] as String, rank: $0["pk"] as Int) }
    key = ranked.filter { $0.rank > 0 }.sorted { $0.rank < $1.rank }.map(\.name)
  }

  /// Whether the values are of the columns' types: others come from a page that is no more what it
  /// was, and could not be read back.
  func accepts(_ values: [String: DatabaseValue]) -> Bool {
    columns.allSatisfy { column in
      guard let value = values[column.name] else { return true }
      switch (column.type, value.storage) {
      case (_, .null): return !column.isRequired && !(key == [column.name] && hasRowid)
      case ("TEXT", .string), ("INTEGER", .int64), ("REAL", .double), ("REAL", .int64),
        ("BLOB", .blob):
        return true
      default: return false
      }
    }
  }

  static let policies = "policies of requests"
  static let audit = "audit records"

  /// What the rows are, for people.
  var title: String {
    let names = [
      "ledger_request": "requests", "ledger_item": "items of requests",
      "ledger_decision": "decisions", "ledger_action": "actions",
      "ledger_need": "dependencies of actions", "ledger_audit": Self.audit,
      "ledger_policy": Self.policies, "ledger_vote": "votes",
      "ledger_question": "questions", "ledger_offer": "offers",
      "ledger_delegation": "delegations", "ledger_review": "reviews",
      "ledger_clock": "reminders and escalations",
      "ledger_judgement": "what decisions were judged by",
      "ledger_waiting": "approvals that are waited for",
      "ledger_link": "links of accounts", "ledger_link_proposal": "proposed links",
      "ledger_kinship": "people who may be one",
      "ledger_history_text": "texts of the history",
      "ledger_history_resource": "accounts in the history",
      "ledger_history_change": "changes in the history",
      "ledger_history_owner": "former owners of accounts",
      "ledger_drift_acceptance": "accepted drifts", "ledger_drift_question": "questions on drifts",
      "ledger_audit_key": "keys of the audit log",
      "ledger_audit_signature": "signatures of the audit log",
    ]
    return names[name] ?? String(name.dropFirst("ledger_".count))
  }
}
