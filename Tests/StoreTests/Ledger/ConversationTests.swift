import Foundation
import Governance
import Testing

@testable import Store

@Suite("Questions and offers")
struct ConversationTests {
  private static let hour: TimeInterval = 3600
  private let id = RequestID(rawValue: "r1")

  private func store(items: [RequestItem] = [.group("g1")]) throws -> Store {
    let store = try Hierarchy.store()
    try store.submit(
      [
        .sample(
          "r1", requester: People.ada, items: items,
          neededBy: at(4), expires: at(8))
      ], actor: People.ada, now: Moment.start)
    return store
  }

  private func at(_ hours: Double) -> Date { Moment.start + hours * Self.hour }

  private func question(at hours: Double = 1) -> Question {
    Question(by: People.priya, text: "For which database?", asked: at(hours))
  }

  @Test func theClockStandsStillUntilTheAnswer() throws {
    let store = try store()
    #expect(try store.ask(question(), on: id, now: at(1)) == nil)
    #expect(try store.ask(question(), on: id, now: at(1)) == .undecidable(.questionOpen))
    #expect(try store.request(id)?.expires == nil)
    #expect(try store.expireRequests(now: at(100)) == 0, "Nothing lapses while it waits.")
    #expect(
      try store.answer("Billing", on: id, by: People.bruno, now: at(3))
        == .notTheRequester(name: "Ada Okafor"))
    #expect(try store.answer(" ", on: id, by: People.ada, now: at(3)) == .emptyText)
    #expect(try store.answer("Billing", on: id, by: People.ada, now: at(3)) == nil)
    #expect(try store.answer("Billing", on: id, by: People.ada, now: at(3)) == .noQuestion)
    #expect(try store.request(id)?.neededBy == at(6), "Two hours passed while it waited.")
    #expect(try store.request(id)?.expires == at(10))
    #expect(try store.expireRequests(now: at(9)) == 0)
    #expect(try store.expireRequests(now: at(10)) == 1)
    #expect(
      try store.events() == [
        "request.submitted", "question.asked", "question.answered", "request.expired",
      ])
    #expect(try store.isAuditIntact())
  }

  @Test func aQuestionStopsTheClockForAWeekAtMost() throws {
    let store = try store()
    #expect(try store.ask(question(), on: id, now: at(1)) == nil)
    #expect(try store.lapseQuestions(now: at(1 + 7 * 24 - 0.1)) == 0)
    #expect(try store.expireRequests(now: at(7 * 24 + 1)) == 0)
    let asked = try #require(try store.questions(on: id).first)
    #expect(asked.lapsed == at(7 * 24 + 1) && !asked.isOpen && asked.answer == nil)
    #expect(try store.request(id)?.expires == at(7 * 24 + 8))
    #expect(try store.lapseQuestions(now: at(9 * 24)) == 0, "It lapses once.")
    #expect(try store.answer("Billing", on: id, by: People.ada, now: at(7 * 24 + 2)) == nil)
    #expect(try store.questions(on: id).first?.answer?.text == "Billing", "Late is not never.")
    #expect(try store.request(id)?.expires == at(7 * 24 + 8), "The clock went on before.")
    #expect(try store.ask(question(at: 170), on: id, now: at(170)) == nil, "Another may be asked.")
    #expect(try store.events().filter { $0.hasPrefix("question") }.count == 4)
    #expect(try store.isAuditIntact())
  }

  @Test func thePolicySaysHowLongAQuestionMayWait() throws {
    let store = try store()
    let plan = Plan.sample("r1")
    try store.take(
      Policy(steps: Policy.standard.steps, time: TimeRules(answerSeconds: 2 * 3600)), plan)
    #expect(try store.ask(question(), on: id, now: at(1)) == nil)
    try store.advanceClocks(now: at(3))
    #expect(try store.questions(on: id).first?.lapsed == at(3))
    #expect(try store.expireRequests(now: at(9.9)) == 0)
    #expect(try store.expireRequests(now: at(10)) == 1)
  }

  @Test func offersAndQuestionsFollowTheirPeople() throws {
    let store = try store()
    let offer = CounterOffer(
      request: id, by: People.priya, hand: People.bruno, items: [.group("g1", duration: "P1D")],
      comment: "a day", offered: at(1))
    #expect(try store.ask(question(), on: id, now: at(1)) == nil)
    #expect(try store.offer(offer, now: at(1)) == nil)
    let new = IdentityKey(rawValue: "mail:p.nair@example.com")
    try store.writeDurably { database in
      try IdentityMoves(database, now: at(2).timeIntervalSince1970)
        .carry(People.priya.key, to: new, isSaid: false)
    }
    var moved = offer
    moved.by.key = new
    #expect(try store.offer(for: id) == moved)
    #expect(try store.questions(on: id).first?.by.key == new)
    #expect(try store.accept(moved, by: People.ada, now: at(3)) == nil)
  }

  @Test func aClockThatRanBackPausesNothing() throws {
    let store = try store()
    #expect(try store.ask(question(), on: id, now: at(1)) == nil)
    #expect(try store.answer("Billing", on: id, by: People.ada, now: at(-50)) == nil)
    #expect(try store.request(id)?.expires == at(8))
  }

  @Test func whomItConcernsAsksAndOffersNothing() throws {
    let store = try store()
    var own = question()
    own.by = People.ada
    #expect(try store.ask(own, on: id, now: at(1)) == .undecidable(.operatorIsBeneficiary))
    let offer = CounterOffer(
      request: id, by: People.ada, items: [.group("g1", duration: "P1D")], comment: "",
      offered: at(1))
    #expect(try store.offer(offer, now: at(1)) == .undecidable(.operatorIsBeneficiary))
  }

  @Test func anAcceptedOfferIsAnotherRequestToEverybody() throws {
    let store = try store(items: [.group("g1"), .group("sec", id: "2")])
    let plan = Plan.sample("r1")
    let policy = Policy(steps: [
      PolicyStep(name: "two", approvers: [.anyone], quorum: 2)
    ])
    try store.take(policy, plan)
    #expect(try store.decide(.sample(plan, by: People.bruno), plan: plan, now: at(1)) == nil)
    let less = CounterOffer(
      request: id, by: People.priya, items: [.group("g1", duration: "P1D")], comment: "a day",
      offered: at(1))
    #expect(try store.offer(less, now: at(1)) == nil)
    #expect(try store.offer(for: id) == less)
    #expect(
      try store.accept(less, by: People.bruno, now: at(2))
        == .notTheRequester(name: People.ada.name))
    var unseen = less
    unseen.items[0].duration = "PT1H"
    #expect(try store.accept(unseen, by: People.ada, now: at(2)) == .otherOffer)
    #expect(try store.accept(less, by: People.ada, now: at(2)) == nil)
    #expect(try store.request(id)?.items == less.items)
    #expect(try store.offer(for: id) == nil)
    #expect(try store.policy(for: id) == nil, "It is taken anew, and no yes counts.")
    #expect(
      try store.accept(less, by: People.ada, now: at(2)) == .noOffer, "It is taken once.")
    // The file that it came from may be read again.
    let again = AccessRequest.sample(
      "r1", requester: People.ada, items: [.group("g1"), .group("sec", id: "2")],
      neededBy: at(4), expires: at(8))
    #expect(try store.submit([again], actor: People.ada, now: at(3)) == 0)
  }

  @Test func withoutConsentOnlyLessIsGiven() throws {
    let store = try store()
    let other = CounterOffer(
      request: id, by: People.priya, items: [.group("sec")], comment: "", offered: at(1))
    #expect(try store.offer(other, now: at(1)) == nil)
    #expect(
      try store.accept(other, by: nil, now: at(1)) == .notTheRequester(name: People.ada.name),
      "Another entitlement needs a yes.")
    #expect(try store.request(id)?.items.first?.entitlement.value == "g1")
  }
}
