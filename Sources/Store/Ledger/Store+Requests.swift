import Foundation
import Governance

extension Store {
  /// Takes requests into the ledger, all or none, each with its audit record.
  ///
  /// A request that is there already, word for word, is passed over, so that an import can be
  /// repeated. Returns how many were new. Throws: `duplicate`.
  @discardableResult
  public func submit(
    _ requests: [AccessRequest], actor: PersonReference, now: Date
  ) throws(StoreError) -> Int { unfinished() }

  /// Records a decision and its actions, once, in one transaction with the audit record.
  ///
  /// Returns: nil when it was recorded, else why not.
  public func decide(
    _ decision: Decision, plan: Plan, now: Date
  ) throws(StoreError) -> DecisionRefusal? { unfinished() }

  /// Withdraws a pending request. Returns: nil when it was recorded, else why not.
  public func cancel(
    _ id: RequestID, actor: PersonReference, reason: String, now: Date
  ) throws(StoreError) -> DecisionRefusal? { unfinished() }

  /// Ends the pending requests that nobody decided in time. Returns how many.
  @discardableResult
  public func expireRequests(now: Date) throws(StoreError) -> Int { unfinished() }

  /// Keeps the risk of a pending request.
  public func saveRisk(_ risk: Risk, for id: RequestID) throws(StoreError) { unfinished() }

  /// Decisions on shared requests that their server does not know yet. Order: oldest first.
  public func unwrittenDecisions(
    server: String? = nil
  ) throws(StoreError) -> [UnwrittenDecision] { unfinished() }

  /// The server took the decision: the actions may go.
  public func markWritten(_ id: Int64, now: Date) throws(StoreError) { unfinished() }

  /// The server had another's decision: ours ends, and its actions are never sent.
  public func markOvertaken(
    _ id: Int64, status: RequestStatus, by name: String?, now: Date
  ) throws(StoreError) { unfinished() }

  /// The write-back failed and is tried again, or needs the operator.
  public func markUnwritten(
    _ id: Int64, answer: ServerAnswer, advice: String?, retryAt: Date?, now: Date
  ) throws(StoreError) { unfinished() }
}

/// A decision on a shared request that has to be written back to its server.
public struct UnwrittenDecision: Hashable, Sendable {
  public var id: Int64
  public var decision: Decision
  public var request: AccessRequest
  /// Where the `AccessRequest` resource is.
  public var server: String
  public var resourceID: String
  public var attempts: Int
  /// Not to be tried before; nil for at once.
  public var due: Date?
  /// What the server answered to the last attempt.
  public var answer: ServerAnswer?
  public var advice: String?

  public init(
    id: Int64, decision: Decision, request: AccessRequest, server: String, resourceID: String,
    attempts: Int, due: Date?, answer: ServerAnswer?, advice: String?
  ) {
    self.id = id
    self.decision = decision
    self.request = request
    self.server = server
    self.resourceID = resourceID
    self.attempts = attempts
    self.due = due
    self.answer = answer
    self.advice = advice
  }
}
