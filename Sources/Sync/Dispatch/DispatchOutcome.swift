import Governance
import Store

/// What one run over one server's outbox did.
public struct DispatchOutcome: Hashable, Sendable {
  public var server: String
  /// How many actions ended in each status; those that were not due are not counted.
  public var actions: [ActionStatus: Int] = [:]
  /// Decisions on shared requests that the server took.
  public var writtenCount = 0
  /// Decisions on shared requests that somebody else's was faster than.
  public var overtakenCount = 0
  /// Why decisions on shared requests could not be written back; their actions wait.
  public var refusals: [SyncError] = []
  /// Why the run ended early: nothing reaches this server at present.
  public var problem: SyncError?
  /// What the operator should know, although the run went on.
  public var remark: SyncError?
  /// Why the run ended early: the database could not record any more.
  public var storeError: StoreError?
  /// Another process is sending: nothing was done here.
  public var isBusy = false

  public init(server: String) { self.server = server }

  /// True when something moved, so that more may be due now. A refused write-back moves nothing.
  public var didWork: Bool {
    !actions.isEmpty || writtenCount + overtakenCount > 0
  }
}
