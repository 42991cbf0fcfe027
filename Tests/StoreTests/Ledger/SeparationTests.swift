import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite("Separation of duties")
struct SeparationTests {
  private static func group(_ value: String) -> EntitlementReference {
    EntitlementReference(server: "idp", type: .group, value: value)
  }

  private static func policy(_ remedy: Separation.Remedy = .block) -> Policy {
    Policy(
      steps: [PolicyStep(name: "any", approvers: [.anyone])],
      separations: [
        // By name and by id.
        Separation(name: "money", members: [group("payers"), group("aud")], remedy: remedy)
      ])
  }

  private func conflicts(
    _ store: Store, _ id: String, plan: Plan? = nil
  ) throws -> [String] {
    let request = try #require(try store.request(.init(rawValue: id)))
    return try store.policyStanding(
      of: request, planDigest: (plan ?? .sample(id)).digest, operator: People.priya,
      now: Moment.start
    ).standing.conflicts.map(\.sentence)
  }

  private func store(
    _ requests: [AccessRequest], _ policy: Policy = policy()
  ) throws -> Store {
    let store = try Hierarchy.store()
    for request in requests {
      try store.submit([request], actor: request.requester, now: Moment.start)
      try store.take(policy, .sample(request.id.rawValue))
    }
    return store
  }

  private func item(_ value: String, _ name: String, duration: String? = nil) -> RequestItem {
    var item = RequestItem.group(value, duration: duration)
    item.display = name
    return item
  }

  private func approve(_ store: Store, _ id: String) throws -> DecisionRefusal? {
    let plan = Plan.sample(id)
    return try store.decide(.sample(plan), plan: plan, now: Moment.start)
  }

  @Test func whatIsHeldCounts() throws {
    let store = try store([.sample("r1", items: [item("pay", "payers")])])
    let why = "auditors on idp is held, payers on idp is asked for here."
    #expect(try conflicts(store, "r1") == [why])
    #expect(try approve(store, "r1") == .separated(set: "money", why: why))
    #expect(try store.actions(for: .init(rawValue: "r1")).isEmpty)
    let plan = Plan.sample("r1")
    let no = Decision.sample(plan, .denied, comment: "two hats")
    #expect(try store.decide(no, plan: plan, now: Moment.start) == nil)
  }

  @Test func nestedGroupsCount() throws {
    let store = try store([.sample("r1", items: [item("inner", "inner-circle")])])
    #expect(
      try conflicts(store, "r1")
        == ["auditors on idp is held, payers on idp is held through inner-circle."])
    #expect(try approve(store, "r1") != nil)
  }

  @Test func whatIsPendingCountsAsASet() throws {
    let store = try store([
      .sample("r1", beneficiary: People.bruno, items: [item("pay", "payers")]),
      .sample("r2", beneficiary: People.bruno, items: [item("aud", "auditors")]),
      .sample("r3", beneficiary: Hierarchy.dara, items: [item("aud", "auditors")]),
    ])
    #expect(
      try conflicts(store, "r1")
        == ["auditors on idp is asked for by request r2, payers on idp is asked for here."])
    #expect(try approve(store, "r1") != nil && approve(store, "r2") != nil)
    #expect(try approve(store, "r3") == nil)
    #expect(
      try store.cancel(
        .init(rawValue: "r2"), actor: People.chen, reason: "", now: Moment.start) == nil)
    #expect(try conflicts(store, "r1") == [])
    #expect(try approve(store, "r1") == nil)
  }

  @Test func whatIsOnItsWayCounts() throws {
    let store = try store([.sample("r1", beneficiary: People.bruno, items: [item("pay", "payers")])]
    )
    #expect(try approve(store, "r1") == nil)
    let second = AccessRequest.sample(
      "r2", beneficiary: People.bruno, items: [item("aud", "auditors")])
    try store.submit([second], actor: People.chen, now: Moment.start)
    try store.take(Self.policy(), .sample("r2"))
    #expect(
      try conflicts(store, "r2")
        == ["payers on idp is approved by request r1, auditors on idp is asked for here."])
    #expect(try approve(store, "r2") != nil)
  }

  @Test func givingOneForTheOtherIsNoConflict() throws {
    let swap = [
      item("pay", "payers"),
      RequestItem.group("aud", id: "2", operation: .revoke),
    ]
    let store = try store([.sample("r1", items: swap)])
    #expect(try conflicts(store, "r1") == [])
    #expect(try approve(store, "r1") == nil)
  }

  @Test func bothInOneRequestIsAConflict() throws {
    let both = [item("pay", "payers"), item("aud", "auditors")]
    var items = both
    items[1].id = "2"
    let store = try store([.sample("r1", beneficiary: People.bruno, items: items)])
    #expect(try conflicts(store, "r1").count == 1)
  }

  @Test func aSecondApprovalWithReasonAndEndMayAllowIt() throws {
    let second = PolicyStep(
      name: "second", approvers: [.members(server: "idp", group: "security")])
    let endless = try store(
      [.sample("r1", items: [item("pay", "payers")])], Self.policy(.approval(second)))
    #expect(try self.approve(endless, "r1") == .separationUnbound(set: "money", lacks: "an end"))

    let bound = try store(
      [.sample("r1", items: [item("pay", "payers", duration: "P1D")])],
      Self.policy(.approval(second)))
    let plan = Plan.sample("r1")
    func approve(_ person: PersonReference) throws -> DecisionRefusal? {
      try bound.decide(.sample(plan, by: person), plan: plan, now: Moment.start)
    }
    #expect(try approve(Hierarchy.dara) == nil)
    #expect(try bound.request(plan.request)?.status == .pending)
    #expect(try bound.waitingSteps(of: plan.request) == ["second"])
    #expect(
      try approve(Hierarchy.dara) == .alreadyVoted(step: "any"))
    #expect(try approve(People.priya) == nil)
    #expect(try bound.request(plan.request)?.status == .approved)
  }
}
