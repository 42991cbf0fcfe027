import Foundation
import Governance
import SCIM
import Testing

@testable import Store

/// What a server shows against what was decided here, day by day.
@Suite struct DriftTests {
  private static let now = Moment.afterDays(100)

  private func store() throws -> Store {
    let store = try Store.inMemory()
    try store.users(
      "idp",
      [
        Sample.user("a", name: "Ada Okafor", mail: "ada@example.com", manager: "c"),
        Sample.user("b", name: "Bruno Lima", mail: "bruno@example.com"),
        Sample.user("c", name: "Chen Wei", mail: "chen@example.com"),
      ])
    try members(store, [], day: 0)
    return store
  }

  private func members(_ store: Store, _ members: [String], day: Double) throws {
    try store.groups(
      "idp", [Sample.group("g1", "engineers", members: members)], at: Moment.afterDays(day))
  }

  /// Decides about Ada's membership, and says that the server did it.
  private func apply(
    _ store: Store, _ id: String, _ operation: ItemOperation, day: Double
  ) throws {
    let request = AccessRequest.sample(id, items: [.group("g1", operation: operation)])
    let action = try store.approve(request, at: Moment.afterDays(day))[0]
    try store.finish(action.id, status: .applied, answer: nil, now: Moment.afterDays(day))
  }

  private func drifts(_ store: Store) throws -> [Drift] {
    let kinds = Set(Drift.Kind.allCases.map { Finding.Kind($0) })
    let all = try store.findings(kinds: kinds, offset: 0, count: 50, now: Self.now).rows
      .compactMap(\.drift)
    // A profile shows the same as the list.
    let people = [People.ada, People.bruno, People.chen]
    let own = try people.flatMap { try store.drifts(of: $0.key, now: Self.now) }
    #expect(Set(own) == Set(all))
    return all
  }

  private func words(_ store: Store) throws -> [String] {
    try drifts(store).map { "\($0.kind) \($0.person.name)" }
  }

  @Test func whatWasThereFirstIsNoDrift() throws {
    let store = try Store.inMemory()
    try store.users(
      "idp", [Sample.user("a", name: "Ada Okafor", mail: "ada@example.com", roles: ["r1"])])
    try members(store, ["a"], day: 0)
    #expect(try words(store) == [])
  }

  @Test func whatNobodyDecidedIsGivenElsewhere() throws {
    let store = try store()
    try members(store, ["a"], day: 1)
    let drift = try #require(try drifts(store).first)
    #expect(drift.kind == .given && drift.since == Moment.afterDays(1) && drift.request == nil)
    #expect(
      drift.sentence
        == "Ada Okafor was given engineers on idp elsewhere: nobody decided it here.")
    let draft = drift.draft(requester: People.bruno, reason: "not hers")
    #expect(draft.items.map(\.operation) == [.revoke])
    #expect(draft.isSingle)
  }

  @Test func whatWasDecidedIsNoDrift() throws {
    let store = try store()
    try apply(store, "r1", .grant, day: 1)
    // The server was not read since: nothing is known.
    #expect(try words(store) == [])
    try members(store, ["a"], day: 2)
    #expect(try words(store) == [])
    try apply(store, "r2", .revoke, day: 3)
    try members(store, [], day: 4)
    #expect(try words(store) == [])
  }

  @Test func whatWasGivenHereAndIsGoneWasTakenElsewhere() throws {
    let store = try store()
    try apply(store, "r1", .grant, day: 1)
    try members(store, ["a"], day: 2)
    try members(store, [], day: 3)
    let drift = try #require(try drifts(store).first)
    #expect(drift.kind == .taken && drift.request == RequestID(rawValue: "r1"))
    #expect(drift.draft(requester: nil, reason: "").items.map(\.operation) == [.grant])
    // Back again, by nobody's word: it was given elsewhere then.
    try members(store, ["a"], day: 4)
    #expect(try words(store) == ["given Ada Okafor"])
  }

  @Test func whatWasEndedAndIsThereIsTold() throws {
    let store = try store()
    try apply(store, "r1", .grant, day: 1)
    try members(store, ["a"], day: 2)
    try apply(store, "r2", .revoke, day: 3)
    try members(store, ["a"], day: 4)
    #expect(try words(store) == ["ended Ada Okafor"])
    try members(store, [], day: 5)
    #expect(try words(store) == [])
    try members(store, ["a"], day: 6)
    let drift = try #require(try drifts(store).first)
    #expect(drift.kind == .ended && drift.since == Moment.afterDays(6))
  }

  @Test func whoHasNoAccountLostNothing() throws {
    let store = try store()
    try apply(store, "r1", .grant, day: 1)
    try members(store, ["a"], day: 2)
    try store.removeResource(server: "idp", type: "User", id: "a", now: Moment.afterDays(3))
    try members(store, [], day: 4)
    #expect(try words(store) == [])
  }

  @Test func anAcceptedDriftIsNoneUntilItChanges() throws {
    let store = try store()
    try members(store, ["a"], day: 1)
    let drift = try #require(try drifts(store).first)
    func accept(_ person: PersonReference, _ reason: String) throws -> DriftRefusal? {
      try store.say(
        .accept(reason: reason), about: drift, actor: person, now: Moment.afterDays(2))
    }
    #expect(try accept(People.ada, "mine") == .operatorConcerned(who: "Ada Okafor"))
    #expect(try accept(People.bruno, " ") == .textMissing)
    #expect(try accept(People.bruno, "Covers for Egon.") == nil)
    #expect(try words(store) == [])
    let grant = try store.profile(People.ada.key, now: Self.now)?.grants.last
    let accepted = GrantReason.accepted(
      by: "Bruno Lima", reason: "Covers for Egon.", at: Moment.afterDays(2))
    #expect(grant?.reason == accepted)
    #expect(
      try accept(People.bruno, "again") == .gone(what: "engineers of Ada Okafor"))
    #expect(try store.events().last == "drift.accepted")
    #expect(try store.isAuditIntact())
    // What was accepted was that grant, not the next one.
    try members(store, [], day: 3)
    try members(store, ["a"], day: 4)
    #expect(try words(store) == ["given Ada Okafor"])
    // As of then it was not accepted yet.
    let then = try store.profile(People.ada, at: Moment.afterDays(1.5), now: Self.now).get()
    #expect(then.grants.last?.reason == .unexplained)
  }

  @Test func aQuestionGoesToTheManagerAndIsAnswered() throws {
    let store = try store()
    try members(store, ["a"], day: 1)
    func say(_ word: DriftWord, _ person: PersonReference) throws -> DriftRefusal? {
      let drift = try #require(try drifts(store).first)
      return try store.say(word, about: drift, actor: person, now: Moment.afterDays(2))
    }
    #expect(try say(.answer(text: "yes"), People.chen) == .noQuestion)
    #expect(try say(.ask(of: nil, text: "Did you?"), People.bruno) == nil)
    let asked = try #require(try drifts(store).first?.question)
    #expect(asked.of == People.chen && asked.by == People.bruno && asked.answer == nil)
    #expect(try say(.answer(text: "no"), People.bruno) == .notAsked(of: "Chen Wei"))
    #expect(try say(.answer(text: "I did."), People.chen) == nil)
    let drift = try #require(try drifts(store).first)
    #expect(drift.sentence.hasSuffix("Chen Wei answered Bruno Lima: I did."))
    #expect(try store.events().suffix(2) == ["drift.asked", "drift.answered"])
  }

  @Test func whereNobodyIsKnownSomebodyHasToBeNamed() throws {
    let store = try store()
    try members(store, ["b"], day: 1)
    let drift = try #require(try drifts(store).first)
    let nobody = try store.say(
      .ask(of: nil, text: "Why?"), about: drift, actor: People.chen, now: Self.now)
    #expect(nobody == .nobodyToAsk)
    let named = try store.say(
      .ask(of: People.ada, text: "Why?"), about: drift, actor: People.chen, now: Self.now)
    #expect(named == nil)
  }

  @Test func aRequestThatRevertsItIsTold() throws {
    let store = try store()
    try members(store, ["a"], day: 1)
    let drift = try #require(try drifts(store).first)
    let draft = drift.draft(requester: People.bruno, reason: "not hers")
    let request = try #require(
      draft.request(id: RequestID(rawValue: "r9"), origin: .local, now: Moment.afterDays(2)))
    try store.submit([request], actor: People.bruno, now: Moment.afterDays(2))
    let known = try #require(try drifts(store).first)
    #expect(known.pending == RequestID(rawValue: "r9"))
    func say(_ word: DriftWord) throws -> DriftRefusal? {
      try store.say(word, about: known, actor: People.chen, now: Self.now)
    }
    #expect(try say(.accept(reason: "she may")) == .beingReverted(by: RequestID(rawValue: "r9")))
    #expect(try say(.ask(of: People.bruno, text: "Who gave it?")) == nil)
    let asked = try #require(try drifts(store).first).sentence
    #expect(asked.contains("Request r9 would revert it. Chen Wei asked Bruno Lima: Who gave it?"))
  }

  @Test func whoSeesTheirReportsSeesTheirDriftsAlone() throws {
    let store = try store()
    try members(store, ["a", "b"], day: 1)
    func seen(by person: PersonReference?, can: [OperatorRole.Action] = [.people]) throws
      -> [String]
    {
      let role = OperatorRole(name: "manager", members: [.anyone], can: can, people: .reports)
      return try store.findings(
        kinds: [.givenElsewhere], offset: 0, count: 9, seenBy: Visibility(roles: [role]),
        by: person, now: Self.now
      ).rows.compactMap(\.person?.name)
    }
    #expect(try words(store).count == 2)
    #expect(try seen(by: People.chen) == ["Ada Okafor"])
    #expect(try seen(by: nil) == [])
    #expect(try seen(by: People.chen, can: []) == [])
  }
}
