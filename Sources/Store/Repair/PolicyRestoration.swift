import Foundation
import GRDB
import Governance
import SCIM

/// Gives pending requests back the policy that a repair could not read.
///
/// Without it they would be judged by what the file asks today, which may be less than what they were
/// taken in under.
struct PolicyRestoration {
  let database: Database
  let now: Date

  /// Returns how many of them nobody can approve any more.
  func run(isAuditComplete: Bool) throws -> Int {
    let ids = try String.fetchAll(
      database,
      sql: """
        SELECT id FROM ledger_request WHERE status = 'pending' AND NOT EXISTS (
          SELECT 1 FROM ledger_policy p WHERE p.request = ledger_request.id AND p.is_current)
        """)
    var closedCount = 0
    for id in ids.map(RequestID.init(rawValue:)) {
      let record = try String.fetchOne(
        database,
        sql: """
          SELECT detail FROM ledger_audit WHERE subject = ? AND event = 'policy.taken'
          ORDER BY sequence DESC LIMIT 1
          """, arguments: [id.rawValue])
      // What asks for one approval alone is not recorded: then today's policy asks no less.
      if record == nil && isAuditComplete { continue }
      let policy = record.flatMap(Self.policy)
      if policy == nil { closedCount += 1 }
      try PolicyRows.insert(database, policy ?? .lost, for: id, now: now)
      try AuditWriter.append(
        database, policy == nil ? "policy.lost" : "policy.restored", subject: id.rawValue,
        detail: try PolicyRows.detail(policy ?? .lost), now: now)
    }
    return closedCount
  }

  /// As the audit log has it; nil where it was written before it had all of it.
  private static func policy(_ detail: String) -> RequestPolicy? {
    do {
      let json = try JSON(parsing: Array(detail.utf8))
      guard let text = json["snapshot"]?.string else { return nil }
      return try JSONDecoder().decode(RequestPolicy.self, from: Data(text.utf8))
    } catch { return nil }
  }
}
