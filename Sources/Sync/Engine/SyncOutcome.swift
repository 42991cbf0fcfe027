import Governance

/// What one sync of one server did.
public struct SyncOutcome: Hashable, Sendable {
  public var server: String
  /// Order: as the types were read.
  public var types: [TypeReport]
  /// Why it ended early or left a type out; nil when all was read.
  public var error: SyncError?
  /// Units: seconds.
  public var elapsedSeconds: Double

  public init(
    server: String, types: [TypeReport] = [], error: SyncError? = nil, elapsedSeconds: Double = 0
  ) {
    self.server = server
    self.types = types
    self.error = error
    self.elapsedSeconds = elapsedSeconds
  }

  /// What to know about it, one sentence each; empty when all is well.
  public var remarks: [String] {
    types.flatMap { ($0.held?.sentences(server) ?? []) + $0.remarks }
  }
}
