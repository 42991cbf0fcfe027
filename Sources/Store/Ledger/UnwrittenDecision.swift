import Foundation
import Governance

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
  /// Where the server was when it was decided; nil when that was not kept.
  public var address: String?

  public init(
    id: Int64, decision: Decision, request: AccessRequest, server: String, resourceID: String,
    attempts: Int, due: Date?, answer: ServerAnswer?, advice: String?, address: String? = nil
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
    self.address = address
  }
}
