import Foundation
import GRDB
import Governance

/// Lets a grant that ends by itself end later, where a later request was approved for it.
struct GrantExtension {
  let database: Database
  let request: AccessRequest
  let now: Date

  /// Moves the endings of what the request grants anew; none is moved to an earlier moment.
  func run(actor: PersonReference) throws {
    for item in request.items where item.operation == .grant {
      guard let end = item.duration.flatMap(ISODuration.init(iso:))?.end(from: now) else {
        continue
      }
      let ids = try Int64.fetchAll(
        database,
        sql: """
          SELECT a.id FROM ledger_item i
          JOIN ledger_request r ON r.id = i.request AND r.beneficiary_key = ?
          JOIN ledger_action a ON a.request = i.request AND a.item = i.id
          WHERE i.server = ? AND i.type = ? AND i.value = ? AND a.is_ending AND r.id <> ?
            AND a.held_by IS NULL AND a.status IN ('queued', 'waiting') AND a.due < ?
          """,
        arguments: [
          request.beneficiary.key.rawValue, item.entitlement.server, item.entitlement.type.rawValue,
          item.entitlement.value, request.id.rawValue, end.timeIntervalSince1970,
        ])
      for id in ids { try move(id, to: end, actor: actor) }
    }
  }

  private func move(_ id: Int64, to end: Date, actor: PersonReference) throws {
    try database.execute(
      sql: "UPDATE ledger_action SET due = ?, updated = ? WHERE id = ?",
      arguments: [end.timeIntervalSince1970, now.timeIntervalSince1970, id])
    guard let action = try ActionRows.find(database, id) else { return }
    try AuditWriter.append(
      database, "action.postponed", subject: action.request.rawValue,
      detail: ActionRows.detail(action).adding("until", .milliseconds(end))
        .adding("extendedBy", .string(request.id.rawValue)), actor: actor, now: now)
  }
}
