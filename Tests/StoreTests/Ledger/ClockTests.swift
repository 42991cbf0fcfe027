import Foundation
import Governance
import Testing

@testable import Store

@Suite("Clocks of requests")
struct ClockTests {
  private static let hour: TimeInterval = 3600
  private let plan = Plan.sample("r1")

  private func store(_ time: TimeRules, expires: Date? = nil) throws -> Store {
    let store = try Hierarchy.store()
    try store.submit(
      [.sample("r1", requester: People.ada, expires: expires)], actor: People.ada,
      now: Moment.start)
    let policy = Policy(
      steps: [PolicyStep(name: "manager", approvers: [.manager])], time: time)
    try store.take(policy, plan)
    return store
  }

  private func at(_ hours: Double) -> Date { Moment.start.addingTimeInterval(hours * Self.hour) }

  private func refusal(
    _ store: Store, _ person: PersonReference, at now: Date
  ) throws -> DecisionRefusal? {
    try store.keepWaiting([(plan.request, plan.digest)])
    return try store.decide(.sample(plan, by: person, at: now), plan: plan, now: now)
  }

  private static let once = TimeRules(
    dueSeconds: 4 * 3600, remindSeconds: 3600, escalateSeconds: 2 * 3600,
    escalateTo: [.managersManager])

  @Test func whatIsLateIsToldOnceAndGoesToSomebodyElse() throws {
    let store = try store(Self.once)
    #expect(try store.advanceClocks(now: at(2.9)) == 0)
    #expect(try store.advanceClocks(now: at(3)) == 1)
    #expect(try store.advanceClocks(now: at(3)) == 0)
    #expect(try store.clockNotices(marks: true).map(\.kind) == [.reminded])
    #expect(try store.clockNotices(marks: true).isEmpty)
    #expect(try refusal(store, Hierarchy.dara, at: at(5))?.code == "not-an-approver")
    #expect(try store.advanceClocks(now: at(6)) == 1)
    let notice = try #require(try store.clockNotices(marks: false).first)
    #expect(notice.kind == .escalated && notice.due == at(4))
    try store.keepWaiting([(plan.request, plan.digest)])
    #expect(
      try store.waiting(for: Hierarchy.dara)
        == ["r1 manager as the manager's manager, because the request is late"])
    #expect(try store.waiting(for: People.chen) == ["r1 manager as the manager"])
    #expect(try store.advanceClocks(now: at(1000)) == 0, "Once is once.")
    #expect(try refusal(store, Hierarchy.dara, at: at(6)) == nil)
    #expect(try store.request(plan.request)?.status == .approved)
    #expect(
      try store.events().filter { $0.hasPrefix("request.") }
        == ["request.submitted", "request.reminded", "request.escalated"])
  }

  @Test func theChainGoesUpAManagerAtATime() throws {
    var rules = Self.once
    rules.isChain = true
    rules.escalateTo = []
    let store = try store(rules)
    _ = try store.advanceClocks(now: at(6))
    #expect(
      try store.clock(of: try #require(try store.request(plan.request))).escalatedAt.count == 1)
    try store.keepWaiting([(plan.request, plan.digest)])
    #expect(
      try store.waiting(for: Hierarchy.dara)
        == ["r1 manager as a manager one step further up, because the request is late"])
    _ = try store.advanceClocks(now: at(8))
    #expect(
      try store.clock(of: try #require(try store.request(plan.request))).escalatedAt.count == 2)
  }

  @Test func aClockThatJumpsBackUndoesNothing() throws {
    let store = try store(Self.once, expires: at(48))
    _ = try store.advanceClocks(now: at(6))
    // An hour that was before all of it.
    #expect(try store.advanceClocks(now: at(-1000)) == 0)
    try store.keepWaiting([(plan.request, plan.digest)])
    #expect(try store.waiting(for: Hierarchy.dara).count == 1, "It stays escalated.")
    #expect(try store.expireRequests(now: at(48)) == 1)
    #expect(try store.expireRequests(now: at(-1000)) == 0)
    #expect(try store.request(plan.request)?.status == .expired)
    guard case .expired = try refusal(store, People.chen, at: at(-1000)) else {
      Issue.record("It has lapsed, whatever the clock says now.")
      return
    }
    #expect(try store.actions(for: plan.request).isEmpty)
  }

  @Test func whatWasSeenAfterTheLapseHasLapsed() throws {
    // The clock was right once, at the reminder; nobody ran the lapse then.
    var rules = Self.once
    rules.dueSeconds = 50 * 3600
    let store = try store(rules, expires: at(48))
    _ = try store.advanceClocks(now: at(49))
    guard case .expired = try refusal(store, People.chen, at: at(1)) else {
      Issue.record("The request was reminded of after it had lapsed.")
      return
    }
  }

  @Test func noApprovalGivesLongerThanThePolicy() throws {
    let store = try store(TimeRules(maximumDuration: "P7D"))
    #expect(
      try refusal(store, People.chen, at: at(1)) == .tooLong(item: "engineers", most: "7d"))
    let no = Decision.sample(plan, .denied, by: People.chen, comment: "no end", at: at(1))
    #expect(try store.decide(no, plan: plan, now: at(1)) == nil)
  }

  @Test func anExtensionMovesTheEndAndNeverForward() throws {
    let store = try Hierarchy.store()
    let ending = PlannedOperation.sample(2, needs: [1], ends: 1, delay: "P7D")
    let asked = AccessRequest.sample("r1", items: [.group("g1", duration: "P7D")])
    let actions = try store.approve(asked, [.sample(1), ending])
    #expect(try store.startSending(actions[0].id, now: at(0)))
    try store.finish(actions[0].id, status: .applied, answer: nil, now: at(0))
    let first = try #require(try store.ending(of: asked.items[0].entitlement, for: People.ada.key))
    #expect(first == at(7 * 24))
    func extend(_ id: String, _ duration: String, at hours: Double) throws -> Date? {
      _ = try store.approve(
        .sample(id, items: [.group("g1", duration: duration)]), [], at: at(hours))
      return try store.ending(of: asked.items[0].entitlement, for: People.ada.key)
    }
    #expect(try extend("r2", "P1D", at: 24) == first)
    #expect(try extend("r3", "P14D", at: 24) == at(15 * 24))
    #expect(try store.events().filter { $0 == "action.postponed" }.count == 1)
    #expect(try store.dueActions(server: "idp", now: first).isEmpty)
    #expect(try store.dueActions(server: "idp", now: at(15 * 24)).map(\.id) == [actions[1].id])
    #expect(try store.isAuditIntact())
  }
}
