import Governance

/// The audit log and what verifying it found.
struct AuditState: Hashable, Sendable {
  enum Verification: Hashable, Sendable {
    case notRun, running
    case finished(AuditVerdict)
  }

  var list = RowList<AuditRecord>()
  var verification = Verification.notRun
}
