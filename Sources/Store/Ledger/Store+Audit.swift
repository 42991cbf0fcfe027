import Foundation
import GRDB
import Governance
import SCIM

extension Store {
  /// A stretch of the audit log. Order: newest first.
  public func audit(
    order: ListOrder<AuditColumn> = ListOrder(), offset: Int, count: Int
  ) throws(StoreError) -> Window<AuditRecord> {
    try read { database in
      let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM ledger_audit") ?? 0
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM ledger_audit ORDER BY \(order.sql) LIMIT ? OFFSET ?",
        arguments: [count, offset])
      return Window(offset: offset, rows: rows.map(AuditWriter.record), total: total)
    }
  }

  /// Appends a record of something that happened outside the ledger.
  ///
  /// `detail` is JSON; it is stored in canonical form. Throws: `unreadable` when it is not JSON.
  @discardableResult
  public func appendAudit(
    event: String, subject: String, detail: String, actor: PersonReference, now: Date
  ) throws(StoreError) -> AuditRecord {
    try writeDurably { database in
      let detail = try Self.canonical(detail)
      return try AuditWriter.append(
        database, event, subject: subject, detail: detail, actor: actor, now: now)
    }
  }

  private static func canonical(_ text: String) throws -> CanonicalJSON {
    do { return CanonicalJSON(try JSON(parsing: text)) } catch {
      throw StoreError(
        .unreadable, "The particulars of an audit record are no JSON.",
        advice: "Report this: it is a defect of Countersign's.")
    }
  }

  /// The newest record; nil for an empty log.
  public func auditHead() throws(StoreError) -> AuditRecord? {
    try read(AuditWriter.head)
  }

  /// The records that follow a number, at most `count`. Order: as written.
  public func auditRecords(
    after sequence: Int64, count: Int
  ) throws(StoreError) -> [AuditRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM ledger_audit WHERE sequence > ? ORDER BY sequence LIMIT ?",
        arguments: [sequence, count]
      ).map(AuditWriter.record)
    }
  }
}
