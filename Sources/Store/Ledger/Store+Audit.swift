import Foundation
import Governance

extension Store {
  /// A stretch of the audit log. Order: newest first.
  public func audit(offset: Int, count: Int) throws(StoreError) -> Window<AuditRecord> {
    unfinished()
  }

  /// Appends a record of something that happened outside the ledger.
  ///
  /// `detail` is a JSON object; it is stored as canonical JSON.
  @discardableResult
  public func appendAudit(
    event: String, subject: String, detail: String, actor: PersonReference, now: Date
  ) throws(StoreError) -> AuditRecord { unfinished() }

  /// The newest record; nil for an empty log.
  public func auditHead() throws(StoreError) -> AuditRecord? { unfinished() }

  /// Hands out the log in order, a few hundred records at a time.
  public func auditRecords(
    after sequence: Int64, count: Int
  ) throws(StoreError) -> [AuditRecord] { unfinished() }
}
