import Foundation
import Governance
import Testing

@testable import Store

@Suite struct SubmissionTests {
  @Test func whatWasAskedComesBackWordForWord() throws {
    let store = try Store.inMemory()
    let request = AccessRequest.sample(
      "r1", items: [.group("g1", duration: "P7D"), .group("g2", id: "2", operation: .revoke)],
      justification: "line\nbreak \u{202E}", neededBy: Moment.after(60),
      expires: Moment.after(120), origin: .imported, reference: "INC-1")
    #expect(try store.submit([request], actor: People.chen, now: Moment.start) == 1)
    #expect(try store.request(request.id) == request)
    #expect(try store.request(.init(rawValue: "r2")) == nil)
    let record = try #require(try store.auditHead())
    #expect(record.event == "request.submitted" && record.subject == "r1")
    #expect(record.actor == People.chen)
  }

  @Test func anImportCanBeRepeated() throws {
    let store = try Store.inMemory()
    let requests = [AccessRequest.sample("r1"), .sample("r2")]
    #expect(try store.submit(requests, actor: People.chen, now: Moment.start) == 2)
    #expect(try store.submit(requests, actor: People.chen, now: Moment.after(60)) == 0)
    // Decided meanwhile, it is still the same request.
    let plan = Plan.sample("r1")
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    #expect(try store.submit(requests, actor: People.chen, now: Moment.after(60)) == 0)
    #expect(try store.request(requests[0].id)?.status == .approved)
  }

  @Test func anotherRequestUnderTheSameIDTakesNoneOfTheFile() throws {
    let store = try Store.inMemory()
    try store.submit([.sample("r1")], actor: People.chen, now: Moment.start)
    let others = [AccessRequest.sample("r2"), .sample("r1", justification: "other")]
    let error = #expect(throws: StoreError.self) {
      try store.submit(others, actor: People.chen, now: Moment.start)
    }
    #expect(error?.code == .duplicate)
    #expect(try store.request(.init(rawValue: "r2")) == nil)
    #expect(try store.events() == ["request.submitted"])
  }
}

@Suite struct DecisionTests {
  private func submitted(_ request: AccessRequest = .sample("r1")) throws -> Store {
    let store = try Store.inMemory()
    try store.submit([request], actor: People.chen, now: Moment.start)
    return store
  }

  @Test func anApprovalMakesActionsAndARecordAtOnce() throws {
    let store = try submitted()
    let plan = Plan.sample("r1", [.sample(1), .sample(2, needs: [1])])
    let decision = Decision.sample(plan)
    #expect(try store.decide(decision, plan: plan, now: Moment.start) == nil)
    #expect(try store.decisions(for: plan.request) == [decision])
    let request = try #require(try store.request(plan.request))
    #expect(request.status == .approved && request.items.map(\.status) == [.approved])
    let actions = try store.actions(for: plan.request)
    #expect(actions.map(\.operation) == plan.operations)
    #expect(actions.allSatisfy { $0.status == .queued && $0.planDigest == plan.digest })
    #expect(try store.events() == ["request.submitted", "decision.approved"])
    #expect(try store.auditHead()?.detail.contains(plan.digest) == true)
    #expect(try store.isAuditIntact())
  }

  @Test func aDenialMakesNoActions() throws {
    let store = try submitted()
    let plan = Plan.sample("r1")
    #expect(
      try store.decide(.sample(plan, .denied, comment: "not now"), plan: plan, now: Moment.start)
        == nil)
    #expect(try store.request(plan.request)?.status == .denied)
    #expect(try store.actions(for: plan.request).isEmpty)
    #expect(try store.events().last == "decision.denied")
  }

  @Test func aRequestIsDecidedOnce() throws {
    let store = try submitted()
    let plan = Plan.sample("r1")
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    for outcome in DecisionOutcome.allCases {
      let late = Decision.sample(plan, outcome, by: People.bruno)
      #expect(
        try store.decide(late, plan: plan, now: Moment.after(1))
          == .alreadyDecided(status: .approved, by: "Priya Nair"))
    }
    #expect(try store.decisions(for: plan.request).count == 1)
    #expect(try store.actions(for: plan.request).count == 1)
    #expect(try store.events().count == 2)
  }

  @Test func manyApproversAtOnceMakeOneDecision() async throws {
    let folder = try TemporaryFolder()
    let stores = try [Store(path: folder.database), Store(path: folder.database)]
    try stores[0].submit([.sample("r1")], actor: People.chen, now: Moment.start)
    let plan = Plan.sample("r1")
    let refusals = await withTaskGroup(of: DecisionRefusal?.self) { group in
      for number in 0..<8 {
        group.addTask {
          let person = People.reference("p\(number)@example.com", "P\(number)")
          do {
            return try stores[number % 2].decide(
              .sample(plan, by: person), plan: plan, now: Moment.start)
          } catch {
            Issue.record(error)
            return .reasonMissing
          }
        }
      }
      var all: [DecisionRefusal?] = []
      for await refusal in group { all.append(refusal) }
      return all
    }
    #expect(refusals.count { $0 == nil } == 1)
    #expect(
      refusals.compactMap { $0 }.allSatisfy {
        if case .alreadyDecided(.approved, _?) = $0 { true } else { false }
      })
    #expect(try stores[1].actions(for: plan.request).count == 1)
    #expect(try stores[0].isAuditIntact())
  }

  private struct Refusal: Sendable, CustomTestStringConvertible {
    var name: String
    var request = AccessRequest.sample("r1")
    var plan = Plan.sample("r1")
    var decide: @Sendable (Plan) -> Decision = { .sample($0) }
    var refusal: DecisionRefusal
    var testDescription: String { name }
  }

  private static let refusals = [
    Refusal(
      name: "for themselves", decide: { .sample($0, by: People.ada) },
      refusal: .operatorIsBeneficiary),
    Refusal(
      name: "asked by themselves", decide: { .sample($0, by: People.chen) },
      refusal: .operatorIsRequester),
    Refusal(
      name: "pressed by the beneficiary",
      decide: {
        var decision = Decision.sample($0)
        decision.hand = People.ada
        return decision
      }, refusal: .operatorIsBeneficiary),
    Refusal(
      name: "expired", request: .sample("r1", expires: Moment.start),
      refusal: .expired(at: Moment.start)),
    Refusal(
      name: "no reason", decide: { .sample($0, .denied, comment: " ") }, refusal: .reasonMissing),
    Refusal(
      name: "blocked",
      plan: Plan(request: RequestID(rawValue: "r1"), operations: [], obstacles: ["no account"]),
      refusal: .planBlocked(reason: "no account")),
    Refusal(
      name: "unknown", plan: .sample("r9"), refusal: .requestUnknown(id: "r9")),
    Refusal(
      name: "another plan",
      decide: {
        var decision = Decision.sample($0)
        decision.planDigest = "0"
        return decision
      }, refusal: .planChanged(shown: "0", current: Plan.sample("r1").digest)),
  ]

  @Test(arguments: refusals) private func refusesAndRecordsNothing(_ test: Refusal) throws {
    let store = try submitted(test.request)
    let decision = test.decide(test.plan)
    #expect(try store.decide(decision, plan: test.plan, now: Moment.start) == test.refusal)
    #expect(try store.request(test.request.id)?.status == .pending)
    #expect(try store.actions(for: test.request.id).isEmpty)
    #expect(try store.events() == ["request.submitted"])
  }

  @Test func aPendingRequestCanBeWithdrawnOnce() throws {
    let store = try submitted()
    let id = RequestID(rawValue: "r1")
    #expect(
      try store.cancel(id, actor: People.chen, reason: "no need", now: Moment.start) == nil)
    let request = try #require(try store.request(id))
    #expect(request.status == .cancelled && request.items.map(\.status) == [.withdrawn])
    #expect(
      try store.cancel(id, actor: People.chen, reason: "again", now: Moment.start)
        == .alreadyDecided(status: .cancelled, by: "Chen Wei"))
    #expect(
      try store.cancel(.init(rawValue: "r9"), actor: People.chen, reason: "", now: Moment.start)
        == .requestUnknown(id: "r9"))
    #expect(try store.events() == ["request.submitted", "request.cancelled"])
  }

  @Test func requestsExpireByThemselves() throws {
    let store = try Store.inMemory()
    try store.submit(
      [
        .sample("r1", expires: Moment.after(10)), .sample("r2", expires: Moment.after(30)),
        .sample("r3"),
      ], actor: People.chen, now: Moment.start)
    #expect(try store.expireRequests(now: Moment.after(5)) == 0)
    #expect(try store.expireRequests(now: Moment.after(10)) == 1)
    #expect(try store.expireRequests(now: Moment.after(10)) == 0)
    #expect(try store.request(.init(rawValue: "r1"))?.status == .expired)
    #expect(try store.events().count { $0 == "request.expired" } == 1)
  }
}

@Suite struct AuditTests {
  private func tampered(_ sql: String) throws -> AuditVerdict {
    let store = try Store.inMemory()
    for number in 1...5 {
      try store.appendAudit(
        event: "test.\(number)", subject: "s", detail: #"{"b":1,"a":[2,null,true]}"#,
        actor: People.priya, now: Moment.after(Double(number) / 3))
    }
    try store.database.write { database in
      try database.execute(
        sql: "DROP TRIGGER ledger_audit_stays; DROP TRIGGER ledger_audit_kept; \(sql)")
    }
    return AuditChain.verify(try store.auditRecords(after: 0, count: 100))
  }

  @Test func anIntactLogProvesItself() throws {
    guard case .intact(let count, _) = try tampered("SELECT 1") else {
      Issue.record("the log is broken")
      return
    }
    #expect(count == 5)
  }

  private static let edits: [(String, AuditBreak.Kind, Int64)] = [
    ("UPDATE ledger_audit SET detail = '{}' WHERE sequence = 3", .altered, 3),
    ("UPDATE ledger_audit SET milliseconds = milliseconds + 1 WHERE sequence = 2", .altered, 2),
    ("DELETE FROM ledger_audit WHERE sequence = 2", .outOfSequence, 3),
    ("DELETE FROM ledger_audit WHERE sequence = 1", .outOfSequence, 2),
  ]

  @Test(arguments: edits) func anEditShows(sql: String, kind: AuditBreak.Kind, at: Int64) throws {
    guard case .broken(let found) = try tampered(sql) else {
      Issue.record("nothing was found")
      return
    }
    #expect(found.kind == kind && found.sequence == at)
  }

  @Test func theLogOnlyGrows() throws {
    let store = try Store.inMemory()
    try store.appendAudit(
      event: "e", subject: "s", detail: "{}", actor: People.priya, now: Moment.start)
    for sql in ["UPDATE ledger_audit SET event = 'x'", "DELETE FROM ledger_audit"] {
      #expect(throws: StoreError.self) { try store.write { try $0.execute(sql: sql) } }
    }
    #expect(try store.events() == ["e"])
  }

  @Test func detailsAreStoredInCanonicalForm() throws {
    let store = try Store.inMemory()
    let record = try store.appendAudit(
      event: "e", subject: "s", detail: #"{ "b": 1.50, "a": "é" }"#, actor: People.priya,
      now: Moment.start)
    #expect(record.detail == #"{"a":"é","b":1.5}"#)
    #expect(try store.auditHead() == record)
    let error = #expect(throws: StoreError.self) {
      try store.appendAudit(
        event: "e", subject: "s", detail: "{", actor: People.priya, now: Moment.start)
    }
    #expect(error?.code == .unreadable)
  }

  @Test func windowsComeNewestFirst() throws {
    let store = try Store.inMemory()
    for number in 1...5 {
      try store.appendAudit(
        event: "e\(number)", subject: "s", detail: "{}", actor: People.priya, now: Moment.start)
    }
    let window = try store.audit(offset: 1, count: 2)
    #expect(window.total == 5 && window.rows.map(\.event) == ["e4", "e3"])
    #expect(try store.auditRecords(after: 3, count: 9).map(\.event) == ["e4", "e5"])
  }
}
