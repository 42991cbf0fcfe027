import Governance

/// The audit log and what verifying it found.
struct AuditState: Hashable, Sendable {
  enum Verification: Hashable, Sendable {
    case notRun, running
    case finished(AuditVerdict)
  }

  var list = RowList<AuditRecord>()
  /// What the subjects of the records in the window are called.
  var subjects: [String: String] = [:]
  var verification = Verification.notRun
}
