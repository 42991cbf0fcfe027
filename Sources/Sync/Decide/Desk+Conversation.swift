import Foundation
import Governance
import Store

/// What became of an offer.
public enum OfferOutcome: Hashable, Sendable {
  /// It waits for who asked.
  case offered
  /// The request is one for what was offered, and waits to be decided like any other.
  case taken
  /// The request is one for what was offered, and a rule of the policy has decided it.
  case decided(DecisionResult)
  case refused(OfferRefusal)
}

extension Desk {
  /// Offers something else than what was asked for. Where the policy needs no consent to give less,
  /// the request asks for less from now on.
  public func offer(
    _ wish: OfferWish, for id: RequestID, operator: Operator, now: Date
  ) throws(StoreError) -> OfferOutcome {
    guard let request = try store.request(id) else {
      return .refused(.undecidable(.requestUnknown(id: id.rawValue)))
    }
    let place: Place
    switch try self.authority(over: request, operator: `operator`, now: now) {
    case .failure(let refusal): return .refused(.undecidable(refusal))
    case .success(let found): place = found
    }
    let offer = CounterOffer(
      request: id, by: place.authority, hand: place.hand, items: wish.applied(to: request.items),
      comment: wish.comment, offered: now)
    if let refusal = try store.offer(offer, now: now) { return .refused(refusal) }
    let takesLess = try store.policy(for: id)?.takesLess ?? policy.takesLess
    guard takesLess ?? false, OfferRule.isLess(offer.items, than: request.items) else {
      return .offered
    }
    return try accept(offer, by: nil, now: now)
  }

  /// Takes what is offered: the request asks for that from now on. Nobody has said yes to it yet: who
  /// offered it was not shown its plan.
  public func accept(
    _ offer: CounterOffer, by person: PersonReference?, now: Date
  ) throws(StoreError) -> OfferOutcome {
    if let refusal = try store.accept(offer, by: person, now: now) { return .refused(refusal) }
    return try judge([offer.request], now: now).first.map { .decided($0) } ?? .taken
  }

  /// Asks whoever asked. The request's clock stands still until they answer.
  public func ask(
    _ text: String, about id: RequestID, operator: Operator, now: Date
  ) throws(StoreError) -> OfferRefusal? {
    guard let request = try store.request(id) else {
      return .undecidable(.requestUnknown(id: id.rawValue))
    }
    switch try authority(over: request, operator: `operator`, now: now) {
    case .failure(let refusal): return .undecidable(refusal)
    case .success(let place):
      return try store.ask(Question(by: place.hand, text: text, asked: now), on: id, now: now)
    }
  }

  private struct Place {
    var authority: PersonReference
    var hand: PersonReference
  }

  /// For whom the operator may decide the request, and who they are; or why they may not.
  private func authority(
    over request: AccessRequest, operator: Operator, now: Date
  ) throws(StoreError) -> Result<Place, DecisionRefusal> {
    guard let person = `operator`.person else {
      return .failure(.operatorUnknown(name: `operator`.name))
    }
    guard let detail = try detail(request.id, operator: `operator`, now: now) else {
      return .failure(.requestUnknown(id: request.id.rawValue))
    }
    if let refusal = detail.refusal, OfferRule.isKept(from: refusal) { return .failure(refusal) }
    let authority = try store.authority(
      of: person, for: request, planDigest: detail.planDigest, now: now)
    return .success(Place(authority: authority, hand: person))
  }
}
