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
    try store.submit([request], actor: request.requester, now: now)
    let plan = try currentPlan(for: request)
    let risk = try risk(of: request, plan: plan, now: now)
    try store.saveRisk(risk, for: request.id)
    var refusal = try store.takeBreakGlass(policy, for: request.id, risk: risk.score, now: now)
    if refusal == nil {
      let decision = Decision(
        request: request.id, outcome: .approved, authority: .program, hand: .program,
        comment: "break-glass by \(request.requester.name): \(request.justification)",
        decided: now, planDigest: plan.digest)
      refusal = try store.decide(
        decision, plan: plan, addresses: addresses,
        judgement: try judgement(of: request, plan: plan, now: now), now: now)
    }
    if let refusal {
      // An emergency that cannot be met must not be met by itself later.
      _ = try store.cancel(
        request.id, actor: request.requester, reason: refusal.sentence, now: now)
    }
    return refusal
  }
}
