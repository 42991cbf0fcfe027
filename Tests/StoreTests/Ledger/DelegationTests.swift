import Foundation
import Governance
import Testing

@testable import Store

@Suite("Deciding in another's place")
struct DelegationTests {
  private static let day: TimeInterval = 86_400
  private static let policy = Policy(steps: [
    PolicyStep(name: "manager", approvers: [.manager]),
    PolicyStep(name: "security", approvers: [.members(server: "idp", group: "security")]),
  ])
  private let plan = Plan.sample("r1")

  private func store(
    to hand: PersonReference, scope: String? = nil, requester: PersonReference = People.ada,
    days: Double = 7
  ) throws -> Store {
    let store = try Hierarchy.store()
    try store.submit([.sample("r1", requester: requester)], actor: requester, now: Moment.start)
    try store.take(Self.policy, plan)
    // It is open already when it is lent.
    let problem = try store.delegate(
      Delegation(
        from: People.chen, to: hand, starts: Moment.start,
        ends: Moment.start + days * Self.day, scope: scope), now: Moment.start)
    #expect(problem == nil)
    return store
  }

  private func decide(
    _ store: Store, authority: PersonReference, hand: PersonReference, after days: Double = 0
  ) throws -> DecisionRefusal? {
    var decision = Decision.sample(plan, by: authority, at: Moment.start + days * Self.day)
    decision.hand = hand
    return try store.decide(decision, plan: plan, now: Moment.start + days * Self.day)
  }

  @Test func theHandDecidesAndBothAreRecorded() throws {
    let store = try store(to: People.priya)
    #expect(
      try store.waiting(for: People.priya)
        == ["r1 manager in place of Chen Wei, as the manager"])
    let request = try #require(try store.request(plan.request))
    let authority = try store.authority(
      of: People.priya, for: request, planDigest: plan.digest, now: Moment.start)
    #expect(authority == People.chen)
    #expect(try decide(store, authority: authority, hand: People.priya) == nil)
    let vote = try #require(try store.votes(on: plan.request).first)
    #expect(vote.authority == People.chen && vote.hand == People.priya)
    // Who lent a hand has spoken: the next step is another's, in whatever place.
    #expect(
      try decide(store, authority: People.priya, hand: People.priya)
        == .alreadyVoted(step: "manager"))
    #expect(try decide(store, authority: People.bruno, hand: People.bruno) == nil)
    #expect(try store.request(plan.request)?.status == .approved)
    #expect(try store.isAuditIntact())
  }

  @Test func nobodyDecidesInAPlaceThatWasNotLent() throws {
    let store = try store(to: People.priya)
    #expect(
      try decide(store, authority: People.chen, hand: People.bruno)
        == .notDelegated(from: "Chen Wei"))
    #expect(
      try decide(store, authority: Hierarchy.dara, hand: People.priya)
        == .notDelegated(from: "Dara Quinn"))
    // What Priya was lent she cannot lend on.
    _ = try store.delegate(
      Delegation(
        from: People.priya, to: People.bruno, starts: Moment.start,
        ends: Moment.start + Self.day), now: Moment.start)
    #expect(
      try decide(store, authority: People.chen, hand: People.bruno)
        == .notDelegated(from: "Chen Wei"))
    #expect(try store.waiting(for: People.bruno) == [])
  }

  @Test func itEndsByItselfAndBeforeItsTime() throws {
    let store = try store(to: People.priya)
    #expect(
      try decide(store, authority: People.chen, hand: People.priya, after: 7)
        == .notDelegated(from: "Chen Wei"))
    let lent = try #require(try store.delegations(of: People.priya.key).first)
    #expect(try store.revokeDelegation(lent.id, by: People.bruno, now: Moment.start) != nil)
    #expect(try store.revokeDelegation(lent.id, by: People.chen, now: Moment.start) == nil)
    #expect(try store.revokeDelegation(lent.id, by: People.chen, now: Moment.start) != nil)
    #expect(
      try decide(store, authority: People.chen, hand: People.priya)
        == .notDelegated(from: "Chen Wei"))
    #expect(try store.waiting(for: People.priya) == [])
  }

  @Test(arguments: [
    ("item.server eq \"idp\"", true), ("item.server eq \"hr\"", false),
    ("id eq \"r1\"", true), ("risk gt 90", false),
  ])
  func itCountsWithinItsScope(scope: String, counts: Bool) throws {
    let store = try store(to: People.priya, scope: scope)
    #expect(try store.waiting(for: People.priya).isEmpty != counts)
    #expect(try (decide(store, authority: People.chen, hand: People.priya) == nil) == counts)
  }

  @Test func noPathEndsAtWhomItConcerns() throws {
    // Ada asked for herself; Chen lends her his place.
    let own = try store(to: People.ada)
    #expect(
      try decide(own, authority: People.chen, hand: People.ada) == .operatorIsBeneficiary)
    #expect(try own.waiting(for: People.ada) == [])
    let request = try #require(try own.request(plan.request))
    #expect(
      try own.authority(
        of: People.ada, for: request, planDigest: plan.digest, now: Moment.start) == People.ada)
    // Chen asked, and lends somebody his place.
    let asked = try store(to: People.priya, requester: People.chen)
    #expect(
      try decide(asked, authority: People.chen, hand: People.priya) == .operatorIsRequester)
    #expect(try asked.waiting(for: People.priya) == [])
  }

  @Test func whoIsInactiveLendsNothing() throws {
    let store = try store(to: People.priya)
    let problem = try store.delegate(
      Delegation(
        from: Hierarchy.egon, to: People.priya, starts: Moment.start,
        ends: Moment.start + Self.day), now: Moment.start)
    #expect(problem?.contains("is not active") == true)
    #expect(throws: StoreError.self) {
      try store.delegate(
        Delegation(
          from: People.chen, to: People.priya, starts: Moment.start,
          ends: Moment.start + Self.day, scope: "nonsense"), now: Moment.start)
    }
  }
}
