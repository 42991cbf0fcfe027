import Foundation
import Governance
import Store

extension Desk {
  /// Judges pending requests anew: their risk, the policy of those that have none yet, the rules
  /// that decide by themselves, and for whom each waits.
  ///
  /// Returns what rules decided. Nothing is sent here. Unknown and decided ones are passed over.
  @discardableResult
  public func judge(_ ids: [RequestID], now: Date) throws(StoreError) -> [DecisionResult] {
    var pending: [(request: AccessRequest, plan: Plan, risk: Risk)] = []
    let memory = JudgingMemory(store)
    for id in ids {
      guard let request = try store.request(id), request.status == .pending else { continue }
      let plan = try currentPlan(for: request, memory)
      let risk = try self.risk(of: request, plan: plan, memory, now: now)
      try store.saveRisk(risk, for: id)
      pending.append((request, plan, risk))
    }
    try store.takePolicy(
      policy, for: pending.map { ($0.request.id, $0.risk.score) }, now: now)
    var results: [DecisionResult] = []
    for (request, plan, _) in pending {
      guard let result = try decideByRule(request, plan, now: now) else { continue }
      results.append(result)
    }
    let decided = Set(results.map(\.request))
    try store.keepWaiting(
      pending.filter { !decided.contains($0.request.id) }
        .map { ($0.request.id, $0.plan.digest) })
    return results
  }

  /// What approving these requests together would lead to. Order: as given.
  ///
  /// Separations count the pending requests among them, and no others.
  public func whatIf(
    _ ids: [RequestID], operator: Operator, now: Date
  ) throws(StoreError) -> [RequestDetail] {
    let together = Set(ids)
    var details: [RequestDetail] = []
    for id in ids {
      guard var detail = try detail(id, operator: `operator`, now: now) else { continue }
      let place = try place(
        of: detail.request, risk: detail.risk, planDigest: detail.planDigest,
        operator: `operator`.person, together: together, now: now)
      let standing = DecisionRule.refusal(
        for: detail.request, operator: `operator`, now: now,
        decidedBy: detail.decisions.last?.authority.name)
      detail.policy = place.standing
      detail.risk = try RiskReader(
        store: store, policy: policy, together: together, memory: JudgingMemory(store)
      )
      .risk(of: detail.request, plan: detail.plan, now: now)
      detail.refusal = standing ?? place.refusal
      details.append(detail)
    }
    return details
  }

  /// Where the request stands with its policy; no standing where one approval is all it needs.
  func place(
    of request: AccessRequest, risk: Risk, planDigest: String, operator person: PersonReference?,
    together: Set<RequestID>? = nil, now: Date
  ) throws(StoreError) -> (standing: PolicyStanding?, refusal: DecisionRefusal?) {
    var untaken = RequestPolicy.standard
    if request.status == .pending, try store.policy(for: request.id) == nil {
      untaken = try store.preview(policy, for: request, risk: risk.score, now: now)
    }
    let place = try store.policyStanding(
      of: request, planDigest: planDigest, operator: person, untaken: untaken,
      together: together, now: now)
    let isPlain = place.standing.policy.isPlain && place.standing.conflicts.isEmpty
    let conflict =
      request.status == .pending
      ? SeparationRule.refusal(place.standing.conflicts, of: request) : nil
    return (isPlain ? nil : place.standing, place.refusal ?? conflict)
  }

  func risk(
    of request: AccessRequest, plan: Plan, _ memory: JudgingMemory? = nil, now: Date
  ) throws(StoreError) -> Risk {
    try RiskReader(store: store, policy: policy, memory: memory ?? JudgingMemory(store))
      .risk(of: request, plan: plan, now: now)
  }

  /// What a decided request was judged by last; nil while it is open, and where nothing was kept.
  func keptRisk(of request: AccessRequest) throws(StoreError) -> Risk? {
    guard request.status != .pending,
      let kept = try store.judgements(of: request.id).last
    else { return nil }
    do { return try Judgement(text: kept.input).risk } catch { return nil }
  }

  func judgement(
    of request: AccessRequest, plan: Plan, now: Date
  ) throws(StoreError) -> Judgement {
    try RiskReader(store: store, policy: policy, memory: JudgingMemory(store)).judgement(
      of: request, plan: plan, now: now)
  }

  func takePolicy(
    for request: AccessRequest, plan: Plan, now: Date
  ) throws(StoreError) {
    if try store.policy(for: request.id) != nil { return }
    let risk = try self.risk(of: request, plan: plan, now: now)
    try store.takePolicy(policy, for: [(request.id, risk.score)], now: now)
  }

  /// nil where no rule decides, or not yet: then people do.
  private func decideByRule(
    _ request: AccessRequest, _ plan: Plan, now: Date
  ) throws(StoreError) -> DecisionResult? {
    guard let taken = try store.policy(for: request.id) else { return nil }
    // An emergency that could not be met at once must not be met by itself later.
    if taken.breakGlass != nil {
      try endInterrupted(request.id, now: now)
      return nil
    }
    guard let rule = taken.verdict else { return nil }
    let outcome: DecisionOutcome =
      rule.effect == PolicyRule.Effect.approve.word ? .approved : .denied
    let decision = Decision(
      request: request.id, outcome: outcome, authority: .program, hand: .program,
      comment: rule.sentence, decided: now, planDigest: plan.digest)
    // What a rule may not do (a plan with an obstacle, a separation) is left to people.
    let refusal = try store.decide(
      decision, plan: plan, addresses: addresses,
      judgement: try judgement(of: request, plan: plan, now: now), now: now)
    return refusal == nil ? DecisionResult(request: request.id, end: .recorded(outcome)) : nil
  }
}
