import Governance

/// What a repair did.
public struct RepairReport: Hashable, Sendable, Encodable {
  /// One kind of the ledger's rows.
  public struct Table: Hashable, Sendable, Encodable {
    /// Shape: `decisions`.
    public var title: String
    public var copiedCount: Int
    /// Rows that were there, with values that cannot be theirs.
    public var refusedCount: Int
    /// Whether every row was read: else some are lost, and nobody knows how many.
    public var isComplete: Bool
  }

  /// What was wrong. Shape: sentences.
  public var problems: [String]
  /// Where the damaged file is now, as it was; its log is beside it, with `-wal` at the end.
  public var savedFile: String
  public var tables: [Table]
  /// Requests that the audit log tells of and that could not be read.
  public var lostRequests: [String]
  public var audit: AuditVerdict
  /// Actions that were about to be sent, and now wait for the operator.
  public var heldActionCount: Int
  /// Pending requests whose policy is lost: nobody can approve them any more.
  public var closedRequestCount: Int

  public var isComplete: Bool {
    guard case .intact = audit else { return false }
    return lostRequests.isEmpty && tables.allSatisfy(\.isComplete)
  }
}
