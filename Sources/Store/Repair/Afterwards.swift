import Foundation
import GRDB
import Governance

/// What follows from a repair for what was about to be sent, and its record in the audit log.
struct Afterwards {
  let problems: [String]
  let tables: [RepairReport.Table]
  var signer: (any AuditSigner)?
  let now: Date

  func settle(_ writer: any DatabaseWriter) throws -> RepairReport {
    try writer.write { database in
      let last = try AuditSeal.lastSequence(database)
      let lost = try lostRequests(database)
      var closedCount = 0
      let isComplete = lost.isEmpty && tables.allSatisfy(\.isComplete)
      // A row may be older than the last call that was made: what it asks for may be so by now.
      try database.execute(
        sql: "UPDATE ledger_action SET is_in_doubt = 1 WHERE status IN \(Self.open)")
      if !isRead(LedgerTable.policies) {
        closedCount = try PolicyRestoration(database: database, now: now)
          .run(isAuditComplete: isRead(LedgerTable.audit))
      }
      let held = isComplete ? 0 : try hold(database)
      let report = RepairReport(
        problems: problems, savedFile: "", tables: tables, lostRequests: lost,
        audit: .intact(count: 0, head: ""), heldActionCount: held, closedRequestCount: closedCount)
      try AuditWriter.append(
        database, "database.repaired", subject: "countersign", detail: detail(report), now: now)
      if let signer { try AuditSeal.sign(database, after: last, by: signer) }
      return report
    }
  }

  private func isRead(_ title: String) -> Bool {
    tables.first { $0.title == title }?.isComplete ?? true
  }

  private static let open = "('queued', 'sending', 'waiting')"

  private func lostRequests(_ database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT subject FROM ledger_audit
        WHERE event IN ('request.submitted', 'request.received', 'request.drafted')
          AND subject NOT IN (SELECT id FROM ledger_request)
        UNION SELECT request FROM ledger_decision
          WHERE request NOT IN (SELECT id FROM ledger_request)
        UNION SELECT request FROM ledger_action
          WHERE request NOT IN (SELECT id FROM ledger_request)
        """)
  }

  /// What an action waits for may be among what is lost: nothing goes out by itself.
  private func hold(_ database: Database) throws -> Int {
    try database.execute(
      sql: """
        UPDATE ledger_action SET status = 'failed', updated = ?,
          advice = 'The database was repaired, and not all of it could be read: look on the server'
            || ' whether this was done, and retry what was not.'
        WHERE status IN \(Self.open) AND held_by IS NULL
        """, arguments: [now.timeIntervalSince1970])
    return database.changesCount
  }

  private func detail(_ report: RepairReport) -> CanonicalJSON {
    [
      "tables": .array(
        tables.map { table in
          [
            "title": .string(table.title), "copied": .optional(table.copiedCount),
            "refused": .optional(table.refusedCount), "isComplete": .bool(table.isComplete),
          ]
        }),
      "lostRequests": .array(report.lostRequests.map { .string($0) }),
      "heldActions": .optional(report.heldActionCount),
      "closedRequests": .optional(report.closedRequestCount),
    ]
  }
}
