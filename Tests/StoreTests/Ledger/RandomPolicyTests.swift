import Foundation
import Governance
import SCIM
import Testing

@testable import Store

/// Random policies, people and attempts against the ledger itself.
@Suite("Random policies")
struct RandomPolicyTests {
  private static let crowd = [
    People.ada, People.bruno, People.chen, People.priya, Hierarchy.dara, Hierarchy.egon,
  ]
  private static let approvers: [Approver] = [
    .manager, .managersManager, .owner, .members(server: "idp", group: "security"),
    .person("dara@example.com"), .person("egon"), .anyone,
  ]

  private func policy(_ numbers: inout Numbers) -> Policy {
    let steps = (0..<Int.random(in: 1...3, using: &numbers)).map { index in
      PolicyStep(
        name: "s\(index)",
        approvers: Self.approvers.shuffled(using: &numbers).dropLast(
          Int.random(in: 4...6, using: &numbers)),
        fallbacks: Bool.random(using: &numbers) ? [.managersManager, .anyone] : [],
        quorum: Int.random(in: 1...2, using: &numbers))
    }
    return Policy(order: Bool.random(using: &numbers) ? .inTurn : .sideBySide, steps: steps)
  }

  /// No way to an action without a passed policy: every approved request has, for each step, its
  /// quorum of different active people who are not concerned and who approved this very plan.
  @Test(arguments: 0..<60 as Range<UInt64>)
  func noActionWithoutAPassedPolicy(seed: UInt64) throws {
    var numbers = Numbers(state: seed &* 104_729 &+ 3)
    let store = try Hierarchy.store()
    let requester = Self.crowd.randomElement(using: &numbers) ?? People.chen
    let submitter = Self.crowd.randomElement(using: &numbers) ?? People.chen
    try store.submit(
      [.sample("r1", requester: requester)], actor: submitter, now: Moment.start)
    let plans = [Plan.sample("r1"), Plan.sample("r1", [.sample(1), .sample(2)])]
    try store.take(policy(&numbers), plans[0])
    for _ in 0..<24 {
      let plan = Int.random(in: 0..<5, using: &numbers) == 0 ? plans[1] : plans[0]
      let authority = Self.crowd.randomElement(using: &numbers) ?? People.ada
      var decision = Decision.sample(
        plan, Int.random(in: 0..<20, using: &numbers) == 0 ? .denied : .approved, by: authority)
      if Int.random(in: 0..<4, using: &numbers) == 0 {
        decision.hand = Self.crowd.randomElement(using: &numbers) ?? authority
      }
      if Int.random(in: 0..<9, using: &numbers) == 0 { decision.authority = .program }
      _ = try store.decide(decision, plan: plan, now: Moment.start)
      try check(store, concerned: [requester, submitter, People.ada])
    }
    #expect(try store.isAuditIntact())
  }

  private func check(_ store: Store, concerned: [PersonReference]) throws {
    let id = RequestID(rawValue: "r1")
    let actions = try store.actions(for: id)
    let decision = try store.decisions(for: id).first
    let isApproved = try store.request(id)?.status == .approved
    #expect(isApproved == (decision?.outcome == .approved))
    #expect(isApproved == !actions.isEmpty)
    guard isApproved, let decision else { return }
    #expect(actions.allSatisfy { $0.planDigest == decision.planDigest })
    let policy = try #require(try store.policy(for: id))
    let votes = try store.read { database in
      try PolicyRows.votes(
        database, under: #require(try PolicyRows.current(database, id)).id)
    }.filter { $0.planDigest == decision.planDigest && $0.outcome == .approved }
    let keys = Set(concerned.map(\.key)).union([Hierarchy.egon.key])
    var people: Set<IdentityKey> = []
    for step in policy.steps {
      let own = votes.filter { $0.step == step.name }
      #expect(own.count == step.quorum)
      for vote in own {
        #expect(!keys.contains(vote.authority.key))
        #expect(!concerned.map(\.key).contains(vote.hand.key))
        #expect(people.insert(vote.authority.key).inserted)
      }
    }
  }
}
