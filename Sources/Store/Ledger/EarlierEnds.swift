import Foundation
import GRDB
import Governance

extension Store {
  /// When what an approved request took away would have ended by itself, by item. What was given for
  /// good, and what nobody gave here, is not in it.
  public func earlierEnds(of request: AccessRequest) throws(StoreError) -> [String: Date] {
    let revoked = request.items.filter { $0.operation == .revoke }
    if revoked.isEmpty { return [:] }
    return try read { database in
      try revoked.reduce(into: [:]) { ends, item in
        ends[item.id] = try Self.end(of: item, before: request, database)
      }
    }
  }

  /// The ending of the grant that stood before: the newest that was applied, for a later one that
  /// found it so has only moved that ending.
  private static func end(
    of item: RequestItem, before request: AccessRequest, _ database: Database
  ) throws -> Date? {
    let granted = try Row.fetchOne(
      database,
      sql: """
        SELECT a.request, a.number FROM ledger_item i
        JOIN ledger_request r ON r.id = i.request AND r.beneficiary_key = ?1
        JOIN ledger_action a ON a.request = i.request AND a.item = i.id
        WHERE i.server = ?2 AND i.type = ?3 AND i.value = ?4 AND i.operation = 'grant'
          AND a.status = 'applied' AND NOT a.is_ending
          AND a.id < (SELECT min(id) FROM ledger_action WHERE request = ?5)
        ORDER BY a.id DESC LIMIT 1
        """,
      arguments: [
        request.beneficiary.key.rawValue, item.entitlement.server, item.entitlement.type.rawValue,
        item.entitlement.value, request.id.rawValue,
      ])
    guard let granted else { return nil }
    // An ending that was tried has no date to come any more.
    return try Row.fetchAll(
      database,
      sql: """
        SELECT operation, ifnull(due, ifnull(applied_at, updated)) AS ends FROM ledger_action
        WHERE request = ? AND is_ending AND held_by IS NULL
        """, arguments: [granted["request"] as String]
    ).first { row in
      let number: Int = granted["number"]
      return try ActionRows.ends(row["operation"]) == number
    }?.date("ends")
  }
}
