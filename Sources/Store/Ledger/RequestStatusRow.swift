import Foundation
import GRDB
import Governance

/// The status of a request, and of its items with it.
enum RequestStatusRow {
  static func move(
    _ database: Database, _ id: RequestID, to status: RequestStatus, by name: String?, at now: Date
  ) throws {
    try database.execute(
      sql: """
        UPDATE ledger_request SET status = ?, decided_by = ?, decided_at = ? WHERE id = ?
        """, arguments: [status.rawValue, name, now.timeIntervalSince1970, id.rawValue])
    try database.execute(
      sql: "UPDATE ledger_item SET status = ? WHERE request = ?",
      arguments: [ItemStatus(of: status).rawValue, id.rawValue])
  }

  /// Who decided it; nil before.
  static func decidedBy(_ database: Database, _ id: RequestID) throws -> String? {
    try String.fetchOne(
      database, sql: "SELECT decided_by FROM ledger_request WHERE id = ?",
      arguments: [id.rawValue])
  }
}
