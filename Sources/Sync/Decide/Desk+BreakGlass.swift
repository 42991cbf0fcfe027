import Foundation
import Governance
import Store

extension Desk {
  /// Gives what somebody takes for themselves in an emergency, at once: nobody is asked, and somebody
  /// looks at it afterwards.
  ///
  /// Returns: nil when it was given, else why not; then the request has ended.
  public func breakGlass(
    _ request: AccessRequest, now: Date
  ) throws(StoreError) -> DecisionRefusal? {
    let plan = try currentPlan(for: request)
    let decision = Decision(
      request: request.id, outcome: .approved, authority: .program, hand: .program,
      comment: "break-glass by \(request.requester.name): \(request.justification)",
      decided: now, planDigest: plan.digest)
    return try store.breakGlass(
      request, policy, decision, plan: plan, addresses: addresses,
      judgement: try judgement(of: request, plan: plan, now: now),
      risk: try risk(of: request, plan: plan, now: now).score, now: now)
  }

  /// Ends an emergency that was cut off between being asked for and being given.
  func endInterrupted(_ id: RequestID, now: Date) throws(StoreError) {
    _ = try store.cancel(
      id, actor: .program,
      reason: "The emergency was cut off before anything was given: take it again.", now: now)
  }
}
