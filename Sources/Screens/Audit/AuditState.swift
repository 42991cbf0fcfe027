import Governance

/// The audit log and what verifying it found.
struct AuditState: Hashable, Sendable {
  enum Verification: Hashable, Sendable {
    case notRun, running
    case finished(AuditReport)
  }

  var list = RowList<AuditRecord>()
  /// What the records in the window are called.
  var names = AuditNames()
  var verification = Verification.notRun
}
