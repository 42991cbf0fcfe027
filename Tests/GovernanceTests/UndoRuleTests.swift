import Foundation
import Testing

@testable import Governance

@Suite("What can be undone")
struct UndoRuleTests {
  private static func operation(
    _ number: Int, item: String = "1", ends: Int? = nil, hasInverse: Bool = true
  ) -> PlannedOperation {
    let call = Call(method: "PATCH", path: "/Groups/g1", body: "{}")
    return PlannedOperation(
      number: number, item: item, server: "idp", call: call, presumes: [], target: "/Groups/g1",
      effect: "add Ada", before: "", after: "", inverse: hasInverse ? call : nil, ends: ends)
  }

  private static func action(
    _ operation: PlannedOperation, _ status: ActionStatus = .applied
  ) -> Action {
    Action(
      id: Int64(operation.number), request: RequestID(rawValue: "r1"), operation: operation,
      planDigest: "", status: status, updated: morning)
  }

  private static func detail(
    _ actions: [Action], status: RequestStatus = .approved, operation: ItemOperation = .grant
  ) -> RequestDetail {
    let item = RequestItem(
      id: "1", operation: operation,
      entitlement: EntitlementReference(server: "idp", type: .group, value: "g1"),
      display: "admins", duration: operation == .grant ? "P7D" : nil)
    let request = AccessRequest(
      id: RequestID(rawValue: "r1"), origin: .local, requester: priya, beneficiary: ada,
      items: [item], justification: "", submitted: morning, status: status)
    return RequestDetail(
      request: request, risk: Risk(reasons: []),
      plan: Plan(request: request.id, operations: []), planDigest: "", refusal: nil,
      decisions: [], actions: actions, beneficiary: nil, dataAgeSeconds: nil)
  }

  @Test("A grant becomes a revocation without an end, and the other way round")
  func reversed() throws {
    for operation in ItemOperation.allCases {
      let detail = Self.detail([Self.action(Self.operation(1))], operation: operation)
      let draft = try #require(
        Undo(of: detail, now: morning).draft(of: detail.request, requester: priya, reason: "wrong"))
      #expect(draft.items.map(\.operation) == [operation == .grant ? .revoke : .grant])
      #expect(draft.items[0].duration == nil)
      #expect(draft.beneficiary == ada)
      #expect(draft.externalReference == "undo of r1")
      #expect(draft.problems(now: morning).isEmpty)
    }
  }

  @Test("What was given for a time is given back until its old end, or not at all")
  func timeBound() throws {
    var detail = Self.detail([Self.action(Self.operation(1))], operation: .revoke)
    func draft(hours: Double) -> RequestDraft? {
      detail.ends = ["1": morning.addingTimeInterval(hours * 3600)]
      return Undo(of: detail, now: morning).draft(
        of: detail.request, requester: priya, reason: "wrong")
    }
    #expect(draft(hours: 50.51)?.items.first?.duration == "P2DT2H30M")
    #expect(draft(hours: 0.02)?.items.first?.duration == "PT1M")
    #expect(draft(hours: 0.01) == nil && draft(hours: -5) == nil)
    guard case .impossible(let refusal) = Undo(of: detail, now: morning) else {
      Issue.record("It would be given for good.")
      return
    }
    #expect(refusal.sentence.contains("ask for it anew, with an end"), "\(refusal.sentence)")
  }

  @Test("Only what was approved can be undone", arguments: RequestStatus.allCases)
  func statuses(status: RequestStatus) {
    let undo = Undo(of: Self.detail([Self.action(Self.operation(1))], status: status), now: morning)
    if status == .approved {
      guard case .possible = undo else {
        Issue.record("\(undo)")
        return
      }
    } else {
      #expect(undo == .impossible(.notApproved(status)))
    }
  }

  @Test("What its actions allow", arguments: ActionStatus.allCases)
  func actions(status: ActionStatus) {
    let undo = Undo(of: Self.detail([Self.action(Self.operation(1), status)]), now: morning)
    switch status {
    case .applied: #expect(undo != .impossible(.underWay(count: 1)))
    case .queued, .sending, .waiting: #expect(undo == .impossible(.underWay(count: 1)))
    case .satisfied:
      #expect(undo == .impossible(.nothingLeft(["admins on idp: it was so before."])))
    case .conflicted, .failed:
      #expect(undo == .impossible(.nothingLeft(["admins on idp: it was not applied."])))
    }
  }

  @Test("What ended by itself, or has no way back, stays as it is")
  func noWayBack() {
    let ended = Undo(
      of: Self.detail([
        Self.action(Self.operation(1)), Self.action(Self.operation(2, ends: 1)),
      ]), now: morning)
    #expect(ended == .impossible(.nothingLeft(["admins on idp: it ended by itself."])))
    let waiting = Undo(
      of: Self.detail([
        Self.action(Self.operation(1)), Self.action(Self.operation(2, ends: 1), .queued),
      ]), now: morning)
    #expect(waiting != .impossible(.underWay(count: 1)))
    let final = Undo(
      of: Self.detail([Self.action(Self.operation(1, hasInverse: false))]), now: morning)
    #expect(final == .impossible(.nothingLeft(["admins on idp: nothing takes it back."])))
    #expect(UndoRefusal.nothingLeft(["a: b."]).sentence == "It cannot be undone. a: b.")
  }

  @Test("What changed in a plan is said in sentences")
  func planChange() {
    let id = RequestID(rawValue: "r1")
    let old = Plan(request: id, operations: [Self.operation(1)])
    #expect(PlanChange(from: old, to: old).sentences.isEmpty)
    let none = Plan(request: id, operations: [], obstacles: ["Closed."], notes: ["So already."])
    #expect(
      PlanChange(from: old, to: none).sentences
        == ["No more: add Ada on idp.", "Closed.", "So already."])
    #expect(
      PlanChange(from: none, to: old).sentences == ["New: add Ada on idp."])
    var other = old
    other.operations[0].call?.path = "/Groups/g2"
    #expect(
      PlanChange(from: old, to: other).sentences
        == ["The call to add Ada on idp is another one."])
    var facts = old
    facts.operations[0].presumes = [
      PresumedFact(kind: .active, subject: "u1", sentence: "Ada is active")
    ]
    #expect(PlanChange(from: old, to: facts).sentences == ["It presumes now: Ada is active."])
  }
}
