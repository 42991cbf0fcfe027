import Foundation
import Governance
import Screens
import Store
import Sync

/// Offers, questions, answers and delegations, for the screens and for the shell alike.
struct Speech {
  let session: Session
  let `operator`: Operator

  /// Throws: ``Failure`` when it is refused, or `StoreError`. Returns what came of it.
  func offer(_ wish: OfferWish, for id: RequestID) throws -> String {
    try tell(session.desk.offer(wish, for: id, operator: `operator`, now: session.now))
  }

  func accept(_ offer: CounterOffer) throws -> String {
    try tell(session.desk.accept(offer, by: try `operator`.known(), now: session.now))
  }

  func ask(_ text: String, about id: RequestID) throws -> String {
    if let refusal = try session.desk.ask(
      text, about: id, operator: `operator`, now: session.now)
    {
      throw Failure(refusal)
    }
    return "Asked. The request's clock stands still until the answer."
  }

  func answer(_ text: String, about id: RequestID) throws -> String {
    if let refusal = try session.store.answer(
      text, on: id, by: try `operator`.known(), now: session.now)
    {
      throw Failure(refusal)
    }
    return "Answered. The request's clock goes on."
  }

  func delegate(_ wish: DelegationWish, reason: String = "", from start: Date? = nil) throws
    -> String
  {
    let starts = start ?? session.now
    guard let ends = ISODuration(iso: wish.duration)?.end(from: starts) else {
      throw Failure(
        .refused, code: "delegation.refused", "That span never ends.",
        advice: "Give a shorter one, such as 7d or 2w.")
    }
    let to = try session.person(wish.to)
    let delegation = Delegation(
      from: try `operator`.known(), to: to, starts: starts, ends: ends, scope: wish.scope,
      reason: reason)
    if let scope = wish.scope,
      let mistake = Store.mistake(
        inLimit: scope, seenBy: try session.visibility(of: `operator`), now: session.now)
    {
      throw Failure(any: mistake)
    }
    if let problem = try session.store.delegate(delegation, now: session.now) {
      throw Failure(
        .refused, code: "delegation.refused", problem,
        advice: "`countersign delegate` lists what you lent and were lent.")
    }
    let scope = wish.scope.map { " where \($0)" } ?? ""
    let zone = TimeZone.current
    return "\(to.name) may decide in your place\(scope) until \(Moment.text(ends, in: zone))."
  }

  private func tell(_ outcome: OfferOutcome) throws -> String {
    switch outcome {
    case .refused(let refusal): throw Failure(refusal)
    case .offered: return "Offered. It waits for who asked."
    case .taken: return "The request asks for that now, and waits to be approved."
    case .decided(let result):
      switch result.end {
      case .recorded(let outcome):
        return "The request asks for that now, and is \(outcome.rawValue)."
      case .refused(let refusal):
        return "The request asks for that now, and waits to be decided anew: \(refusal.sentence)"
      case .failed(let error): throw error
      }
    }
  }
}

extension Operator {
  /// Throws: ``Failure`` when no server knows them.
  func known() throws(Failure) -> PersonReference {
    if let person { return person }
    let refusal = DecisionRefusal.operatorUnknown(name: name)
    throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
  }
}

extension Failure {
  init(_ refusal: OfferRefusal) {
    self.init(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
  }
}
