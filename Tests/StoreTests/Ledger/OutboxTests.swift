import Foundation
import Governance
import Testing

@testable import Store

@Suite struct OutboxTests {
  private func due(_ store: Store, at now: Date = Moment.start, server: String = "idp") throws
    -> [Int]
  {
    try store.dueActions(server: server, now: now).map(\.operation.number)
  }

  private func apply(_ store: Store, _ action: Action, at now: Date = Moment.start) throws {
    #expect(try store.startSending(action.id, now: now))
    try store.finish(
      action.id, status: .applied, answer: ServerAnswer(status: 200, text: ""), now: now)
  }

  @Test func anActionWaitsForWhatItNeeds() throws {
    let store = try Store.inMemory()
    let actions = try store.approve(
      .sample("r1"),
      [.sample(1), .sample(2, needs: [1]), .sample(3), .sample(4, server: "code", needs: [2])])
    #expect(try due(store) == [1, 3])
    #expect(try due(store, server: "code") == [])
    try apply(store, actions[0])
    #expect(try due(store) == [2, 3])
    // What fails keeps back those that need it, and nothing else.
    try store.finish(
      actions[1].id, status: .failed, answer: ServerAnswer(status: 400, text: "no"),
      advice: "look", now: Moment.start)
    #expect(try due(store) == [3])
    #expect(try due(store, server: "code") == [])
    try store.retry(actions[1].id, actor: People.priya, now: Moment.after(1))
    #expect(try due(store) == [2, 3])
    try store.finish(actions[1].id, status: .satisfied, answer: nil, now: Moment.after(2))
    #expect(try due(store, server: "code") == [4])
  }

  @Test func whatNeedsAConflictedActionEndsWithItAtOnce() throws {
    let store = try Store.inMemory()
    let actions = try store.approve(
      .sample("r1"),
      [
        .sample(1), .sample(2, needs: [1]), .sample(3), .sample(4, server: "code", needs: [2]),
        .sample(5, needs: [1], ends: 1, delay: "P7D"),
      ])
    try store.finish(
      actions[0].id, status: .conflicted, answer: ServerAnswer(status: 0, text: "moved"),
      advice: "look", now: Moment.after(1))
    let now = try store.actions(for: RequestID(rawValue: "r1"))
    #expect(now.map(\.status) == [.conflicted, .conflicted, .queued, .conflicted, .conflicted])
    #expect(now[0].answer?.text == "moved")
    #expect(now[3].answer?.text == "It needs operation 1, which was not carried out.")
    #expect(try store.events().filter { $0 == "action.conflicted" }.count == 4)
    #expect(try store.isAuditIntact())
  }

  @Test func anEndingGetsItsDayWhenTheGrantTookEffect() throws {
    let store = try Store.inMemory()
    let actions = try store.approve(
      .sample("r1", items: [.group("g1", duration: "P7D")]),
      [.sample(1), .sample(2, ends: 1, delay: "P7D")])
    #expect(try due(store, at: Moment.afterDays(30)) == [1])
    try apply(store, actions[0], at: Moment.afterDays(2))
    #expect(try store.action(actions[1].id)?.due == Moment.afterDays(9))
    #expect(try due(store, at: Moment.afterDays(8.9)) == [])
    #expect(try due(store, at: Moment.afterDays(9)) == [2])
    #expect(try store.nextDue() == Moment.afterDays(9))
    try apply(store, actions[1], at: Moment.afterDays(9))
    #expect(try store.nextDue() == nil)
  }

  @Test func claimingIsForOneAlone() throws {
    let store = try Store.inMemory()
    let action = try store.approve(.sample("r1"))[0]
    #expect(try store.startSending(action.id, now: Moment.after(1)))
    let sending = try #require(try store.action(action.id))
    #expect(sending.status == .sending && sending.attempts == 1)
    #expect(sending.updated == Moment.after(1))
    // After a crash it is found again, to be looked at first.
    #expect(try due(store) == [1])
    try store.finish(
      action.id, status: .applied, answer: ServerAnswer(status: 201, text: "made"),
      createdID: "u9", now: Moment.after(2))
    #expect(try !store.startSending(action.id, now: Moment.after(3)))
    let applied = try #require(try store.action(action.id))
    #expect(applied.createdID == "u9" && applied.answer == ServerAnswer(status: 201, text: "made"))
    #expect(try !store.startSending(99, now: Moment.start))
  }

  @Test func whatIsDoneStaysDone() throws {
    let store = try Store.inMemory()
    let action = try store.approve(.sample("r1"))[0]
    try apply(store, action)
    try store.finish(action.id, status: .failed, answer: nil, now: Moment.after(9))
    try store.retry(action.id, actor: People.priya, now: Moment.after(9))
    #expect(try store.action(action.id)?.status == .applied)
    #expect(
      try store.events() == [
        "request.submitted", "decision.approved", "action.sending", "action.applied",
      ])
    #expect(try store.isAuditIntact())
    let error = #expect(throws: StoreError.self) {
      try store.finish(99, status: .applied, answer: nil, now: Moment.start)
    }
    #expect(error?.code == .notFound)
  }

  @Test func waitingComesAgainInItsTime() throws {
    let store = try Store.inMemory()
    let action = try store.approve(.sample("r1"))[0]
    #expect(try store.startSending(action.id, now: Moment.start))
    try store.finish(
      action.id, status: .waiting, answer: ServerAnswer(status: 429, text: "slow down"),
      retryAt: Moment.after(30), now: Moment.start)
    #expect(try due(store, at: Moment.after(29)) == [])
    #expect(try store.nextDue(server: "idp") == Moment.after(30))
    #expect(try store.nextDue(server: "code") == nil)
    #expect(try due(store, at: Moment.after(30)) == [1])
    #expect(try store.startSending(action.id, now: Moment.after(30)))
    #expect(try store.action(action.id)?.attempts == 2)
  }

  @Test func whatAPersonDoesIsNeverSent() throws {
    let store = try Store.inMemory()
    let action = try store.approve(.sample("r1"), [.sample(1, isManual: true)])[0]
    #expect(try due(store) == [])
    #expect(try store.nextDue() == nil)
    try store.finish(
      action.id, status: .applied, answer: nil, actor: People.bruno, now: Moment.start)
    #expect(try store.auditHead()?.actor == People.bruno)
  }

  @Test func theActivityComesNewestFirst() throws {
    let store = try Store.inMemory()
    _ = try store.approve(.sample("r1"), [.sample(1), .sample(2)])
    _ = try store.approve(.sample("r2"))
    let window = try store.activity(offset: 1, count: 5)
    #expect(window.total == 3)
    #expect(window.rows.map(\.request.rawValue) == ["r1", "r1"])
    #expect(window.rows.map(\.operation.number) == [2, 1])
  }

  @Test func theLockHasOneHolder() throws {
    let folder = try TemporaryFolder()
    let stores = try [Store(path: folder.database), Store(path: folder.database)]
    var lock = try stores[0].lockOutbox()
    #expect(lock != nil)
    #expect(try stores[1].lockOutbox() == nil)
    withExtendedLifetime(lock) {}
    lock = nil
    #expect(try stores[1].lockOutbox() != nil)
  }

  @Test func anOperationThatWasEditedByHandIsNotSent() throws {
    let store = try Store.inMemory()
    _ = try store.approve(.sample("r1"))
    try store.write { try $0.execute(sql: "UPDATE ledger_action SET operation = '{}'") }
    let error = #expect(throws: StoreError.self) { try due(store) }
    #expect(error?.code == .unreadable)
  }
}

@Suite struct GrantReasonTests {
  private func store() throws -> Store {
    let store = try Store.inMemory(StoreSettings(privileged: []))
    try store.users("idp", [Sample.user("a", name: "Ada Okafor", mail: "ada@example.com")])
    try store.groups("idp", [Sample.group("g1", "engineers", members: ["a"])])
    return store
  }

  private func grant(_ store: Store) throws -> Grant? {
    try store.profile(People.ada.key, now: Moment.start)?.grants.last
  }

  @Test func anAppliedActionExplainsAGrant() throws {
    let store = try store()
    #expect(try grant(store)?.reason == .beforeFirstSync(Moment.start))
    let actions = try store.approve(
      .sample("r1", items: [.group("g1", duration: "P7D")]),
      [.sample(1), .sample(2, ends: 1, delay: "P7D")])
    // Decided, but it was so before anything was sent.
    #expect(try grant(store)?.reason == .beforeFirstSync(Moment.start))
    try store.finish(actions[0].id, status: .applied, answer: nil, now: Moment.after(60))
    let decided = try #require(try grant(store))
    #expect(
      decided.reason
        == .decided(request: RequestID(rawValue: "r1"), by: "Priya Nair", at: Moment.after(60)))
    #expect(decided.endsAt == Moment.after(60).addingTimeInterval(7 * 86_400))
    // Ended, and there it is again: somebody else put it there.
    try store.finish(actions[1].id, status: .applied, answer: nil, now: Moment.afterDays(8))
    #expect(try grant(store)?.reason == .beforeFirstSync(Moment.start))
  }

  @Test func whatWasSoAlreadyIsNotExplained() throws {
    let store = try store()
    let action = try store.approve(.sample("r1"))[0]
    try store.finish(action.id, status: .satisfied, answer: nil, now: Moment.after(60))
    #expect(try grant(store)?.reason == .beforeFirstSync(Moment.start))
  }

  @Test func anotherPersonsRequestExplainsNothing() throws {
    let store = try store()
    let action = try store.approve(.sample("r1", beneficiary: People.bruno))[0]
    try store.finish(action.id, status: .applied, answer: nil, now: Moment.after(60))
    #expect(try grant(store)?.reason == .beforeFirstSync(Moment.start))
  }

  @Test func theTimelineTellsOfRequestDecisionAndEffect() throws {
    let store = try store()
    let action = try store.approve(.sample("r1"), at: Moment.after(60))[0]
    try store.finish(action.id, status: .applied, answer: nil, now: Moment.after(120))
    let timeline = try #require(try store.profile(People.ada.key, now: Moment.start)).timeline
    #expect(
      timeline.map(\.sentence) == [
        "add Ada Okafor to engineers", "request approved by Priya Nair: fine",
        "asked by Chen Wei: + engineers", "account first read",
      ])
    #expect(timeline.map(\.server) == ["idp", nil, nil, "idp"])
  }

  @Test func openRequestsStandInTheProfile() throws {
    let store = try store()
    try store.submit(
      [.sample("r1"), .sample("r2", beneficiary: People.bruno)], actor: People.chen,
      now: Moment.start)
    let open = try #require(try store.profile(People.ada.key, now: Moment.start)).openRequests
    #expect(open.map(\.request.id.rawValue) == ["r1"])
  }
}
