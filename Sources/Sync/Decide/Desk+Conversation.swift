import Foundation
import Governance
import Store

/// What became of an offer.
public enum OfferOutcome: Hashable, Sendable {
  /// It waits for who asked.
  case offered
  /// The request is one for what was offered; with what became of the offerer's yes.
  case taken(DecisionResult)
  case refused(OfferRefusal)
}

extension Desk {
  /// The plan of an offer, to be shown before it is made; nil when there is no such request.
  public func plan(
    for id: RequestID, offering wish: OfferWish
  ) throws(StoreError) -> Plan? {
    guard var request = try store.request(id) else { return nil }
    request.items = wish.applied(to: request.items)
    return try currentPlan(for: request)
  }

  /// Offers something else than what was asked for. Where the policy needs no consent to give less,
  /// less is given at once.
  public func offer(
    _ wish: OfferWish, for id: RequestID, operator: Operator, now: Date
  ) throws(StoreError) -> OfferOutcome {
    guard let request = try store.request(id) else {
      return .refused(.undecidable(.requestUnknown(id: id.rawValue)))
    }
    let authority: PersonReference
    switch try self.authority(over: request, operator: `operator`, now: now) {
    case .failure(let refusal): return .refused(.undecidable(refusal))
    case .success(let person): authority = person
    }
    guard let hand = `operator`.person, let plan = try plan(for: id, offering: wish) else {
      return .refused(.undecidable(.operatorUnknown(name: `operator`.name)))
    }
    let offer = CounterOffer(
      request: id, by: authority, hand: hand, items: wish.applied(to: request.items),
      comment: wish.comment, offered: now, planDigest: plan.digest)
    if let refusal = try store.offer(offer, now: now) { return .refused(refusal) }
    let takesLess = try store.policy(for: id)?.takesLess ?? policy.takesLess
    guard takesLess ?? false, OfferRule.isLess(offer.items, than: request.items) else {
      return .offered
    }
    return try accept(id, by: nil, now: now)
  }

  /// Takes what is offered: the request asks for that from now on, and who offered it has said yes
  /// to it, as long as its plan is the one that they were shown.
  public func accept(
    _ id: RequestID, by person: PersonReference?, now: Date
  ) throws(StoreError) -> OfferOutcome {
    let offer: CounterOffer
    switch try store.acceptOffer(on: id, by: person, now: now) {
    case .failure(let refusal): return .refused(refusal)
    case .success(let accepted): offer = accepted
    }
    if let decided = try judge([id], now: now).first { return .taken(decided) }
    guard let request = try store.request(id) else { return .refused(.noOffer) }
    let plan = try currentPlan(for: request)
    let decision = Decision(
      request: id, outcome: .approved, authority: offer.by, hand: offer.hand,
      comment: offer.comment, decided: now, planDigest: offer.planDigest)
    let refusal = try store.decide(
      decision, plan: plan, addresses: addresses,
      judgement: try judgement(of: request, plan: plan, now: now), now: now)
    return .taken(
      DecisionResult(
        request: id, end: refusal.map { .refused($0) } ?? .recorded(.approved),
        waitsFor: refusal == nil ? try store.waitingSteps(of: id) : []))
  }

  /// Asks whoever asked. The request's clock stands still until they answer.
  public func ask(
    _ text: String, about id: RequestID, operator: Operator, now: Date
  ) throws(StoreError) -> OfferRefusal? {
    guard let request = try store.request(id) else {
      return .undecidable(.requestUnknown(id: id.rawValue))
    }
    if case .failure(let refusal) = try authority(
      over: request, operator: `operator`, now: now)
    {
      return .undecidable(refusal)
    }
    guard let person = `operator`.person else {
      return .undecidable(.operatorUnknown(name: `operator`.name))
    }
    return try store.ask(Question(by: person, text: text, asked: now), on: id, now: now)
  }

  /// For whom the operator may decide the request, or why not.
  private func authority(
    over request: AccessRequest, operator: Operator, now: Date
  ) throws(StoreError) -> Result<PersonReference, DecisionRefusal> {
    guard let person = `operator`.person else {
      return .failure(.operatorUnknown(name: `operator`.name))
    }
    guard let detail = try detail(request.id, operator: `operator`, now: now) else {
      return .failure(.requestUnknown(id: request.id.rawValue))
    }
    switch detail.refusal {
    // What keeps it from being approved as it is does not keep it from being offered otherwise.
    case .planBlocked, .separated, .separationUnbound, .tooLong, nil: break
    case .some(let refusal): return .failure(refusal)
    }
    return .success(
      try store.authority(
        of: person, for: request, planDigest: detail.planDigest, now: now))
  }
}
