import Foundation
import Governance
import Testing

@testable import Store

@Suite("An emergency is given or has ended, whatever interrupts it")
struct BreakGlassTransactionTests {
  private static let plan = Plan.sample("r1")

  private func policy(_ who: [Approver] = [.person("ada@example.com")]) -> Policy {
    var policy = Policy.standard
    policy.breakGlass = BreakGlass(
      who: who, access: [RequestItem.group("g1").entitlement], duration: "PT1H",
      reviewers: [.anyone], reviewSeconds: 3600)
    return policy
  }

  private func take(
    _ store: Store, _ policy: Policy, plan: Plan = plan, items: [RequestItem] = [.group("g1")]
  ) throws -> DecisionRefusal? {
    let request = AccessRequest.sample("r1", requester: People.ada, items: items)
    return try store.breakGlass(
      request, policy, .sample(Self.plan, by: .program), plan: plan, risk: 40, now: Moment.start)
  }

  @Test func itIsGivenInOnePiece() throws {
    let store = try Hierarchy.store()
    #expect(try take(store, policy()) == nil)
    #expect(try store.request(Self.plan.request)?.status == .approved)
    #expect(try store.actions(for: Self.plan.request).map(\.status) == [.queued])
    #expect(try store.reviews(openOnly: true).count == 1)
    #expect(
      try store.events() == ["request.submitted", "breakGlass.taken", "decision.approved"])
    let records = try store.auditRecords(after: 0, count: 9)
    #expect(Set(records.map(\.time)).count == 1, "One transaction, one moment.")
  }

  /// Each refusal comes at another place: before the emergency's rules are taken, and after.
  @Test func whatIsRefusedHasEnded() throws {
    let none = try Hierarchy.store()
    #expect(
      try take(none, .standard) == .breakGlass(why: "policy.toml has no [break_glass]."))
    let stranger = try Hierarchy.store()
    #expect(try take(stranger, policy([.person("chen@example.com")]))?.code == "break-glass")
    let stale = try Hierarchy.store()
    #expect(
      try take(stale, policy(), plan: .sample("r1", [.sample(1), .sample(2)]))?.code
        == "plan-changed")
    for store in [none, stranger, stale] {
      #expect(try store.request(Self.plan.request)?.status == .cancelled)
      #expect(try store.actions(for: Self.plan.request).isEmpty)
      #expect(try store.events().last == "request.cancelled")
      #expect(try store.isAuditIntact())
    }
  }
}
