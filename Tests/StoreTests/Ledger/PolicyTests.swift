import Foundation
import GRDB
import Governance
import SCIM
import Testing

@testable import Store

@Suite("Steps and votes in the ledger")
struct LedgerPolicyTests {
  private static let policy = Policy(steps: [
    PolicyStep(name: "manager", approvers: [.manager], fallbacks: [.managersManager]),
    PolicyStep(name: "security", approvers: [.members(server: "idp", group: "security")]),
  ])
  private let plan = Plan.sample("r1")

  private func submitted(
    _ policy: Policy = policy, requester: PersonReference = People.ada,
    security: [String] = ["bruno", "priya", "egon"]
  ) throws -> Store {
    let store = try Hierarchy.store(security: security)
    try store.submit([.sample("r1", requester: requester)], actor: requester, now: Moment.start)
    try store.take(policy, plan)
    return store
  }

  private func approve(
    _ store: Store, _ person: PersonReference, _ plan: Plan? = nil
  ) throws -> DecisionRefusal? {
    let plan = plan ?? self.plan
    return try store.decide(.sample(plan, by: person), plan: plan, now: Moment.start)
  }

  @Test func nothingTakesEffectBeforeTheLastStep() throws {
    let store = try submitted()
    #expect(
      try approve(store, People.bruno) == .stepNotReached(step: "security", before: "manager"))
    #expect(try approve(store, People.chen) == nil)
    #expect(try store.request(plan.request)?.status == .pending)
    #expect(try store.actions(for: plan.request).isEmpty)
    #expect(try store.decisions(for: plan.request).isEmpty)
    #expect(try store.waitingSteps(of: plan.request) == ["security"])
    #expect(try approve(store, People.chen) == .alreadyVoted(step: "manager"))
    #expect(try approve(store, Hierarchy.egon) != nil)
    #expect(try approve(store, People.priya) == nil)
    #expect(try store.request(plan.request)?.status == .approved)
    #expect(try store.actions(for: plan.request).count == 1)
    #expect(try store.decisions(for: plan.request).map(\.authority) == [People.priya])
    #expect(
      try store.events()
        == ["request.submitted", "policy.taken", "step.approved", "decision.approved"])
    #expect(try store.isAuditIntact())
    #expect(
      try approve(store, People.bruno) == .alreadyDecided(status: .approved, by: "Priya Nair"))
  }

  @Test func theQueueShowsWhatWaitsForWhomAndWhy() throws {
    let store = try submitted()
    #expect(try store.waiting(for: People.chen) == ["r1 manager as the manager"])
    #expect(try store.waiting(for: People.bruno) == [])
    #expect(try store.waiting(for: People.ada) == [])
    let open = try store.queue(
      folder: .open, operator: People.bruno, offset: 0, count: 9, now: Moment.start)
    #expect(
      open.rows.first?.refusal
        == .notAnApprover(
          step: "manager", who: "the manager; when they cannot, the manager's manager"))
    #expect(try approve(store, People.chen) == nil)
    #expect(try store.waiting(for: People.chen) == [])
    #expect(
      try store.waiting(for: People.bruno) == ["r1 security as a member of security on idp"])
  }

  @Test func oneNoEndsIt() throws {
    let store = try submitted()
    #expect(try approve(store, People.chen) == nil)
    let no = Decision.sample(plan, .denied, by: People.bruno, comment: "not now")
    #expect(try store.decide(no, plan: plan, now: Moment.start) == nil)
    #expect(try store.request(plan.request)?.status == .denied)
    #expect(try store.actions(for: plan.request).isEmpty)
    #expect(try store.waitingSteps(of: plan.request) == [])
  }

  @Test func whoAskedIsPassedOverForTheNextOneUp() throws {
    let store = try submitted(requester: People.chen)
    #expect(
      try store.waiting(for: Hierarchy.dara)
        == ["r1 manager as the manager's manager, in place of Chen Wei, who asked for it"])
    #expect(try approve(store, People.chen) == .operatorIsRequester)
    #expect(try approve(store, Hierarchy.dara) == nil)
  }

  @Test func anApprovalOfAnotherPlanDoesNotCount() throws {
    let store = try submitted()
    #expect(try approve(store, People.chen) == nil)
    let other = Plan.sample("r1", [.sample(1), .sample(2)])
    try store.keepWaiting([(other.request, other.digest)])
    #expect(try approve(store, People.priya, other) != nil)
    #expect(try store.waiting(for: People.chen) == ["r1 manager as the manager"])
    #expect(try approve(store, People.chen, other) == nil)
    #expect(try approve(store, People.priya, other) == nil)
    #expect(try store.actions(for: plan.request).allSatisfy { $0.planDigest == other.digest })
    #expect(try store.actions(for: plan.request).count == 2)
  }

  @Test func aLaterEditOfThePolicyChangesNothing() throws {
    let store = try submitted()
    try store.take(.standard, plan)
    #expect(try store.policy(for: plan.request)?.policyDigest == Self.policy.digest)
    #expect(try approve(store, People.priya) != nil)
  }

  @Test func aStandardRequestStaysStandard() throws {
    let store = try submitted(.standard)
    try store.take(Self.policy, plan)
    #expect(try store.events() == ["request.submitted"])
    #expect(try store.waiting(for: People.priya) == ["r1"])
    #expect(try approve(store, People.priya) == nil)
    #expect(try store.actions(for: plan.request).count == 1)
  }

  @Test func ownersComeFromTheServerOrThePolicy() throws {
    let step = PolicyStep(name: "owner", approvers: [.owner])
    let fromServer = try submitted(Policy(steps: [step]))
    #expect(try fromServer.waiting(for: People.bruno) == ["r1 owner as the owner of engineers"])
    let named = EntitlementOwner(
      entitlement: EntitlementReference(server: "idp", type: .group, value: "engineers"),
      owners: [.person("dara")])
    let fromPolicy = try submitted(Policy(steps: [step], owners: [named]))
    #expect(try fromPolicy.waiting(for: People.bruno) == [])
    #expect(
      try fromPolicy.waiting(for: Hierarchy.dara)
        == ["r1 owner as named by the policy for the owner of engineers"])
  }

  @Test func whomNobodyCanPassWaitsForNobody() throws {
    let store = try submitted(
      Policy(steps: [
        PolicyStep(name: "ghost", approvers: [.members(server: "idp", group: "no such group")])
      ]))
    for person in [People.priya, People.bruno, People.chen] {
      #expect(try store.waiting(for: person) == [])
      #expect(try approve(store, person) != nil)
    }
  }

  @Test func whoBroughtItInDoesNotDecide() throws {
    let store = try Hierarchy.store()
    let request = AccessRequest.sample("r1", requester: People.chen, origin: .imported)
    try store.submit([request], actor: People.priya, now: Moment.start)
    #expect(try store.request(request.id)?.submitter == People.priya)
    #expect(try approve(store, People.priya) == .operatorIsSubmitter)
    let no = Decision.sample(plan, .denied, by: People.priya)
    #expect(try store.decide(no, plan: plan, now: Moment.start) == .operatorIsSubmitter)
    #expect(try store.waiting(for: People.priya) == [])
    #expect(try store.waiting(for: People.bruno) == ["r1"])
    #expect(try approve(store, People.bruno) == nil)
  }

  @Test func anOlderDatabaseLearnsWhoBroughtRequestsIn() throws {
    let folder = try TemporaryFolder()
    let queue = try DatabaseQueue(path: folder.path + "/old.db")
    try Migrations.run(on: queue, steps: Array(Migrations.steps.prefix(1)))
    try queue.write { database in
      for (id, requester) in [("r1", "mail:chen@example.com"), ("r2", "mail:priya@example.com")] {
        try database.execute(
          sql: """
            INSERT INTO ledger_request (id, origin, requester_key, requester_name,
              beneficiary_key, beneficiary_name, justification, submitted, status)
            VALUES (?, 'imported', ?, 'x', 'mail:ada@example.com', 'Ada', '', 0, 'pending')
            """, arguments: [id, requester])
        try AuditWriter.append(
          database, "request.submitted", subject: id, detail: .object([]), actor: People.priya,
          now: Moment.start)
      }
    }
    try queue.close()
    let store = try Store(path: folder.path + "/old.db")
    #expect(try store.request(.init(rawValue: "r1"))?.submitter == People.priya)
    #expect(try store.request(.init(rawValue: "r2"))?.submitter == nil)
    #expect(try store.isAuditIntact())
  }

  // MARK: Rules

  private static func ruled(_ effects: [PolicyRule.Effect]) -> Policy {
    Policy(
      steps: [PolicyStep(name: "manager", approvers: [.manager])],
      rules: effects.enumerated().map {
        PolicyRule(name: "rule \($0)", condition: "beneficiary.department eq \"data\"", effect: $1)
      })
  }

  private func byProgram(_ store: Store, _ outcome: DecisionOutcome) throws -> DecisionRefusal? {
    try store.decide(
      .sample(plan, outcome, by: .program, comment: "rule"), plan: plan, now: Moment.start)
  }

  @Test func theProgramDecidesWhatARuleSaysAndNothingElse() throws {
    let none = try submitted()
    #expect(try byProgram(none, .approved) == .noStepOpen)
    #expect(try byProgram(none, .denied) == .noStepOpen)
    let approving = try submitted(Self.ruled([.approve]))
    #expect(try byProgram(approving, .denied) == .noStepOpen)
    #expect(try byProgram(approving, .approved) == nil)
    #expect(try approving.actions(for: plan.request).count == 1)
    let both = try submitted(Self.ruled([.approve, .deny]))
    #expect(try byProgram(both, .approved) == .noStepOpen)
    #expect(try byProgram(both, .denied) == nil)
    #expect(try both.actions(for: plan.request).isEmpty)
  }

  @Test func aHandWrittenPolicyPassesNothing() throws {
    let store = try submitted()
    try store.write { try $0.execute(sql: "UPDATE ledger_policy SET snapshot = '{}'") }
    let error = #expect(throws: StoreError.self) { try approve(store, People.chen) }
    #expect(error?.code == .unreadable)
    #expect(try store.actions(for: plan.request).isEmpty)
  }
}
