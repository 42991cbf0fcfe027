import Foundation
import Governance
import Store

/// Where requests are looked at and decided: over the store alone, so it works without a network.
public struct Desk: Sendable {
  let store: Store
  private let servers: Set<String>?
  let addresses: [String: ServerAddress]
  /// What is taken for requests that have no policy yet.
  let policy: Policy

  /// - Parameter servers: the configured servers; nil takes every one that was synced, wherever it
  ///   is.
  public init(
    store: Store, servers: [ServerConfiguration]? = nil, policy: Policy = .standard
  ) {
    self.store = store
    self.servers = servers.map { Set($0.map(\.name)) }
    addresses = Dictionary(
      servers?.map { ($0.name, ServerAddress($0.baseURL)) } ?? [], uniquingKeysWith: { $1 })
    self.policy = policy
  }

  /// Everything that an approver needs about one request; nil when there is no such request.
  public func detail(
    _ id: RequestID, operator: Operator, now: Date
  ) throws(StoreError) -> RequestDetail? {
    guard let request = try store.request(id) else { return nil }
    let decisions = try store.decisions(for: id)
    let actions = try store.actions(for: id)
    let plan = try plan(for: request, decisions: decisions, actions: actions)
    let risk: Risk
    if let kept = try keptRisk(of: request) {
      risk = kept
    } else {
      risk = try self.risk(of: request, plan: plan, now: now)
    }
    let digest = decisions.last?.planDigest ?? plan.digest
    let place = try place(
      of: request, risk: risk, planDigest: digest, operator: `operator`.person, now: now)
    let standing = DecisionRule.refusal(
      for: request, operator: `operator`, now: now, decidedBy: decisions.last?.authority.name)
    var detail = RequestDetail(
      request: request, risk: risk, plan: plan, planDigest: digest,
      refusal: standing ?? place.refusal, decisions: decisions, actions: actions,
      beneficiary: try store.profile(request.beneficiary.key, now: now),
      dataAgeSeconds: plan.dataAgeSeconds(now: now), policy: place.standing)
    detail.clock = try store.clock(of: request)
    detail.review = try store.review(of: id)
    if request.status == .approved { detail.ends = try store.earlierEnds(of: request) }
    detail.questions = try store.questions(on: id)
    detail.offer = request.status == .pending ? try store.offer(for: id) : nil
    return detail
  }

  /// The same about a request that was not made: what deciding it would be about.
  public func preview(
    _ request: AccessRequest, operator: Operator, now: Date
  ) throws(StoreError) -> RequestDetail {
    let plan = try currentPlan(for: request)
    let risk = try risk(of: request, plan: plan, now: now)
    let place = try place(
      of: request, risk: risk, planDigest: plan.digest, operator: nil, now: now)
    return RequestDetail(
      request: request, risk: risk, plan: plan, planDigest: plan.digest, refusal: nil,
      decisions: [], actions: [],
      beneficiary: try store.profile(request.beneficiary.key, now: now),
      dataAgeSeconds: plan.dataAgeSeconds(now: now), policy: place.standing)
  }

  /// The plan as the mirror makes it now, or as it was accepted; nil when there is no such request.
  public func plan(for id: RequestID) throws(StoreError) -> Plan? {
    guard let request = try store.request(id) else { return nil }
    return try plan(
      for: request, decisions: try store.decisions(for: id), actions: try store.actions(for: id))
  }

  /// Keeps the risk of pending requests, for the queue to show and sort by.
  ///
  /// Returns how many were assessed; unknown and decided ones are passed over.
  @discardableResult
  public func assessRisk(of ids: [RequestID], now: Date) throws(StoreError) -> Int {
    var count = 0
    for id in ids {
      guard let request = try store.request(id), request.status == .pending else { continue }
      let plan = try currentPlan(for: request)
      try store.saveRisk(try risk(of: request, plan: plan, now: now), for: id)
      count += 1
    }
    return count
  }

  /// What was accepted does not change any more; what is open follows the mirror.
  private func plan(
    for request: AccessRequest, decisions: [Decision], actions: [Action]
  ) throws(StoreError) -> Plan {
    guard decisions.contains(where: { $0.outcome == .approved }) else {
      return try currentPlan(for: request)
    }
    return Plan(request: request.id, operations: actions.map(\.operation))
  }

  func currentPlan(
    for request: AccessRequest, _ memory: JudgingMemory? = nil
  ) throws(StoreError) -> Plan {
    let facts = try FactReader(
      store: store, servers: servers, memory: memory ?? JudgingMemory(store)
    ).facts(for: request)
    return PlanBuilder.plan(for: request, facts: facts)
  }
}

// MARK: Deciding

extension Desk {
  /// One request to decide, with the digest of the plan that the operator was shown.
  public struct Choice: Hashable, Sendable {
    public var request: RequestID
    public var shownDigest: String

    public init(request: RequestID, shownDigest: String) {
      self.request = request
      self.shownDigest = shownDigest
    }
  }

  /// Decides requests one by one: what cannot be decided says why and keeps nothing else back.
  ///
  /// Each decision is recorded with its actions and its audit record in one transaction. Nothing is
  /// sent here: the dispatcher does that, now or when the network is back. Order: as given.
  public func decide(
    _ choices: [Choice], outcome: DecisionOutcome, reason: String, operator: Operator, now: Date
  ) -> [DecisionResult] {
    choices.map { choice in
      do throws(StoreError) {
        let refusal = try decide(
          choice, outcome: outcome, reason: reason, operator: `operator`, now: now)
        return DecisionResult(
          request: choice.request, end: refusal.map { .refused($0) } ?? .recorded(outcome),
          waitsFor: refusal == nil ? try store.waitingSteps(of: choice.request) : [])
      } catch {
        return DecisionResult(request: choice.request, end: .failed(error))
      }
    }
  }

  private func decide(
    _ choice: Choice, outcome: DecisionOutcome, reason: String, operator: Operator, now: Date
  ) throws(StoreError) -> DecisionRefusal? {
    guard let request = try store.request(choice.request) else {
      return .requestUnknown(id: choice.request.rawValue)
    }
    let plan = try currentPlan(for: request)
    let refusal = DecisionRule.refusal(
      for: request, operator: `operator`, now: now, plan: plan, shownDigest: choice.shownDigest,
      outcome: outcome, reason: reason,
      decidedBy: try store.decisions(for: request.id).last?.authority.name)
    if let refusal { return refusal }
    guard let person = `operator`.person else { return .operatorUnknown(name: `operator`.name) }
    try takePolicy(for: request, plan: plan, now: now)
    let authority = try store.authority(
      of: person, for: request, planDigest: choice.shownDigest, now: now)
    let decision = Decision(
      request: request.id, outcome: outcome, authority: authority, hand: person, comment: reason,
      decided: now, planDigest: choice.shownDigest)
    // The store looks once more, within the transaction, whether somebody was faster.
    return try store.decide(
      decision, plan: plan, addresses: addresses,
      judgement: try judgement(of: request, plan: plan, now: now), now: now)
  }
}

/// What became of one decision.
public struct DecisionResult: Hashable, Sendable {
  public enum End: Hashable, Sendable {
    case recorded(DecisionOutcome)
    case refused(DecisionRefusal)
    /// The database could not record it.
    case failed(StoreError)
  }

  public var request: RequestID
  public var end: End
  /// The steps that others must pass before the request takes effect; empty once it is decided.
  public var waitsFor: [String]

  public init(request: RequestID, end: End, waitsFor: [String] = []) {
    self.request = request
    self.end = end
    self.waitsFor = waitsFor
  }

  public var isRecorded: Bool {
    if case .recorded = end { true } else { false }
  }
}
