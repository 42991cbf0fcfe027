import Foundation
import GRDB
import Governance
import Testing

@testable import Store

/// What a repair could not read of policies and votes never makes an approval easier.
@Suite("Policies after a repair")
struct PolicyRestorationTests {
  private static let policy = Policy(steps: [
    PolicyStep(name: "manager", approvers: [.manager]),
    PolicyStep(name: "security", approvers: [.members(server: "idp", group: "security")]),
  ])
  private let plan = Plan.sample("r1")

  private func damaged(_ sql: String) throws -> Store {
    let store = try Hierarchy.store()
    try store.submit([.sample("r1", requester: People.ada)], actor: People.ada, now: Moment.start)
    try store.take(Self.policy, plan)
    #expect(try store.decide(.sample(plan, by: People.chen), plan: plan, now: Moment.start) == nil)
    try store.database.write { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.execute(sql: sql)
    }
    return store
  }

  private func repair(_ store: Store, lost titles: Set<String>) throws {
    let tables = ["policies of requests", "votes", "audit records"].map { title in
      RepairReport.Table(
        title: title, copiedCount: 0, refusedCount: 0, isComplete: !titles.contains(title))
    }
    _ = try Afterwards(problems: [], tables: tables, now: Moment.start).settle(store.database)
    // The file asks for nothing by now.
    try store.take(.standard, plan)
  }

  private func approve(_ store: Store, _ person: PersonReference) throws -> DecisionRefusal? {
    try store.decide(.sample(plan, by: person), plan: plan, now: Moment.start)
  }

  @Test func aLostPolicyComesBackFromTheAuditLog() throws {
    let store = try damaged("DELETE FROM ledger_vote; DELETE FROM ledger_policy")
    try repair(store, lost: ["policies of requests", "votes"])
    #expect(try store.policy(for: plan.request)?.steps.map(\.name) == ["manager", "security"])
    #expect(
      try approve(store, People.priya) == .stepNotReached(step: "security", before: "manager"))
    #expect(try approve(store, People.chen) == nil)
    #expect(try store.request(plan.request)?.status == .pending)
    #expect(try approve(store, People.priya) == nil)
    #expect(try store.request(plan.request)?.status == .approved)
    #expect(try store.events().contains("policy.restored"))
  }

  @Test func lostVotesAreAskedForAgain() throws {
    let store = try damaged("DELETE FROM ledger_vote")
    try repair(store, lost: ["votes"])
    #expect(try approve(store, People.priya) != nil)
    #expect(try store.actions(for: plan.request).isEmpty)
    #expect(try approve(store, People.chen) == nil)
    #expect(try approve(store, People.priya) == nil)
    #expect(try store.request(plan.request)?.status == .approved)
  }

  @Test func whatNobodyKnowsNobodyApproves() throws {
    let store = try damaged(
      """
      DELETE FROM ledger_vote; DELETE FROM ledger_policy;
      DROP TRIGGER ledger_audit_kept; DELETE FROM ledger_audit
      """)
    try repair(store, lost: ["policies of requests", "votes", "audit records"])
    for person in [People.chen, People.priya, Hierarchy.dara] {
      let refusal = try approve(store, person)
      #expect(refusal?.code == "not-an-approver")
      #expect(refusal?.sentence.contains("withdraw the request and ask anew") == true)
    }
    #expect(try store.actions(for: plan.request).isEmpty)
    #expect(try store.cancel(plan.request, actor: People.ada, reason: "", now: Moment.start) == nil)
  }
}
