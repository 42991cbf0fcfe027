import Foundation
import Governance
import Testing

@testable import Store

/// Offers, questions, delegations and reviews: each state with everything that is done in it.
@Suite("What is said besides yes and no, every state with every event")
struct ConversationTransitionTests {
  private static let id = RequestID(rawValue: "r1")
  private static let plan = Plan.sample("r1")

  private func store() throws -> Store {
    let store = try Hierarchy.store()
    try store.submit(
      [.sample("r1", requester: People.ada)], actor: People.ada, now: Moment.start)
    return store
  }

  private func offer(_ duration: String) -> CounterOffer {
    CounterOffer(
      request: Self.id, by: People.priya, items: [.group("g1", duration: duration)], comment: "",
      offered: Moment.after(10))
  }

  // MARK: Offers

  enum OfferState: CaseIterable { case none, open, accepted, superseded }

  private func store(_ state: OfferState) throws -> Store {
    let store = try store()
    if state == .none { return store }
    #expect(try store.offer(offer("P1D"), now: Moment.after(10)) == nil)
    switch state {
    case .accepted:
      #expect(try store.accept(offer("P1D"), by: People.ada, now: Moment.after(20)) == nil)
    case .superseded: #expect(try store.offer(offer("PT1H"), now: Moment.after(20)) == nil)
    case .none, .open: break
    }
    return store
  }

  @Test("Offers: made, taken by who asked, by somebody else, decided, withdrawn")
  func offers() throws {
    var table: [String] = []
    for state in OfferState.allCases {
      var row: [String] = []
      func note(_ body: (Store) throws -> String?) throws {
        let ledger = try self.store(state)
        let refusal = try body(ledger)
        let offered = try ledger.offer(for: Self.id)
        row.append("\(refusal ?? "ok")/\(offered?.items.first?.duration ?? "-")")
      }
      let now = Moment.after(30)
      try note { try $0.offer(offer("PT2H"), now: now)?.code }
      try note { try $0.accept(offer("P1D"), by: People.ada, now: now)?.code }
      try note { try $0.accept(offer("P1D"), by: People.bruno, now: now)?.code }
      try note { try $0.decide(.sample(Self.plan), plan: Self.plan, now: now)?.code }
      try note { try $0.cancel(Self.id, actor: People.ada, reason: "", now: now)?.code }
      table.append("\(state): \(row.joined(separator: " "))")
    }
    #expect(
      table == [
        "none: ok/PT2H no-offer/- not-the-requester/- ok/- ok/-",
        "open: ok/PT2H ok/- not-the-requester/P1D ok/- ok/-",
        "accepted: ok/PT2H no-offer/- not-the-requester/- ok/- ok/-",
        "superseded: ok/PT2H other-offer/PT1H not-the-requester/PT1H ok/- ok/-",
      ])
  }

  // MARK: Questions

  enum QuestionState: CaseIterable { case none, open, answered, lapsed, ended }

  private func store(_ state: QuestionState) throws -> Store {
    let store = try store()
    if state == .none { return store }
    let question = Question(by: People.priya, text: "Why?", asked: Moment.after(10))
    #expect(try store.ask(question, on: Self.id, now: Moment.after(10)) == nil)
    switch state {
    case .answered:
      #expect(try store.answer("So.", on: Self.id, by: People.ada, now: Moment.after(20)) == nil)
    case .lapsed: #expect(try store.lapseQuestions(now: Moment.afterDays(8)) == 1)
    case .ended:
      #expect(
        try store.cancel(Self.id, actor: People.ada, reason: "", now: Moment.after(20)) == nil)
    case .none, .open: break
    }
    return store
  }

  @Test("Questions: asked, answered, answered by somebody else, late, decided")
  func questions() throws {
    var table: [String] = []
    for state in QuestionState.allCases {
      var row: [String] = []
      func note(_ body: (Store) throws -> String?) throws {
        let ledger = try self.store(state)
        let refusal = try body(ledger)
        let isOpen = try ledger.questions(on: Self.id).contains(where: \.isOpen)
        row.append("\(refusal ?? "ok")/\(isOpen ? "open" : "-")")
      }
      let now = Moment.afterDays(9)
      let question = Question(by: People.priya, text: "Since when?", asked: now)
      try note { try $0.ask(question, on: Self.id, now: now)?.code }
      try note { try $0.answer("So.", on: Self.id, by: People.ada, now: now)?.code }
      try note { try $0.answer("So.", on: Self.id, by: People.bruno, now: now)?.code }
      try note { try $0.lapseQuestions(now: now) == 0 ? "none" : nil }
      try note { try $0.decide(.sample(Self.plan), plan: Self.plan, now: now)?.code }
      table.append("\(state): \(row.joined(separator: " "))")
    }
    #expect(
      table == [
        "none: ok/open no-question/- no-question/- none/- ok/-",
        "open: question-open/open ok/- not-the-requester/open ok/- ok/open",
        "answered: ok/open no-question/- no-question/- none/- ok/-",
        "lapsed: ok/open ok/- not-the-requester/- none/- ok/-",
        "ended: already-decided/open already-decided/open already-decided/open none/open "
          + "already-decided/open",
      ])
  }

  // MARK: Delegations

  enum LoanState: CaseIterable { case none, coming, active, over, revoked }

  private func store(_ state: LoanState) throws -> Store {
    let store = try store()
    try store.take(
      Policy(steps: [PolicyStep(name: "s", approvers: [.person("chen@example.com")])]), Self.plan)
    if state == .none { return store }
    let starts = state == .coming ? Moment.afterDays(5) : Moment.start
    let loan = Delegation(
      from: People.chen, to: People.bruno, starts: starts, ends: starts.addingTimeInterval(86_400))
    #expect(try store.delegate(loan, now: Moment.start) == nil)
    if state == .revoked {
      #expect(try store.revokeDelegation(1, by: People.chen, now: Moment.after(10)) == nil)
    }
    return store
  }

  @Test("Delegations: used, ended by the maker, by the hand, by a stranger")
  func delegations() throws {
    var table: [String] = []
    for state in LoanState.allCases {
      let now = state == .over ? Moment.afterDays(2) : Moment.after(60)
      var row: [String] = []
      func note(_ body: (Store) throws -> String?) throws {
        row.append(try body(self.store(state)) ?? "ok")
      }
      try note { store in
        var decision = Decision.sample(Self.plan, by: People.chen, at: now)
        decision.hand = People.bruno
        return try store.decide(decision, plan: Self.plan, now: now)?.code
      }
      for person in [People.chen, People.bruno, People.priya] {
        try note { store in
          let problem = try store.revokeDelegation(1, by: person, now: now)
          let isOver = try store.delegations().first?.isActive(at: now) != true
          return (problem.map { $0.hasPrefix("You") ? "none" : "before" } ?? "ok")
            + (isOver ? "" : "/counts")
        }
      }
      table.append("\(state): \(row.joined(separator: " "))")
    }
    #expect(
      table == [
        "none: not-delegated none none none",
        "coming: not-delegated ok ok none",
        "active: ok ok ok none/counts",
        "over: not-delegated ok ok none",
        "revoked: not-delegated before before none",
      ])
  }

  // MARK: Reviews of emergencies

  @Test("Reviews: concluded by a reviewer, by who took it, by a stranger; once")
  func reviews() throws {
    let store = try Hierarchy.store()
    var policy = Policy.standard
    policy.breakGlass = BreakGlass(
      who: [.person("ada@example.com")], access: [RequestItem.group("g1").entitlement],
      duration: "PT1H",
      reviewers: [.person("priya@example.com"), .person("ada@example.com")], reviewSeconds: 60)
    func conclude(_ verdict: Review.Verdict, by person: PersonReference) throws -> String {
      try store.conclude(
        Self.id,
        Review.Conclusion(
          verdict: verdict, by: person, comment: "looked", reviewed: Moment.after(60)),
        now: Moment.after(60))?.code ?? "ok"
    }
    #expect(try conclude(.justified, by: People.priya) == "request-unknown")
    #expect(
      try store.breakGlass(
        .sample("r1", requester: People.ada), policy, .sample(Self.plan, by: .program),
        plan: Self.plan, risk: 0, now: Moment.start) == nil)
    #expect(try conclude(.justified, by: People.ada) == "operator-is-beneficiary")
    #expect(try conclude(.justified, by: People.bruno) == "not-an-approver")
    #expect(try store.reviews(openOnly: true).count == 1)
    #expect(try conclude(.justified, by: People.priya) == "ok")
    #expect(try conclude(.misused, by: People.priya) == "break-glass")
    #expect(try store.review(of: Self.id)?.conclusion?.verdict == .justified)
    #expect(try store.isAuditIntact())
  }
}
