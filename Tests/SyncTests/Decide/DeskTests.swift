import Foundation
import Governance
import SCIM
import Testing

@testable import Store
@testable import Sync

@Suite("The desk")
struct DeskTests {
  typealias S = PlanSamples
  private static let group = S.item(.grant, .group, "g1", display: "platform-admins")

  @Test("The detail has the plan, its digest, the risk and the person")
  func detail() throws {
    let bench = try DeskBench()
    try bench.submit(Self.group)
    bench.clock.advance(90)
    let detail = try #require(
      try bench.desk.detail(
        RequestID(rawValue: "r1"), operator: Operator(DeskBench.priya), now: bench.clock.now))
    #expect(detail.plan.operations.map(\.effect) == ["add Ada Okafor to platform-admins"])
    #expect(detail.planDigest == detail.plan.digest)
    #expect(detail.refusal == nil)
    #expect(detail.beneficiary?.person == DeskBench.ada)
    #expect(detail.dataAgeSeconds == 90)
    #expect(
      detail.risk.reasons.map(\.sentence) == [
        "platform-admins is privileged", "platform-admins is privileged and the grant has no end",
      ])
    let own = try bench.desk.detail(
      RequestID(rawValue: "r1"), operator: Operator(DeskBench.ada), now: bench.clock.now)
    #expect(own?.refusal == .operatorIsBeneficiary)
  }

  @Test("There is nothing to show of a request that is not there")
  func unknown() throws {
    let bench = try DeskBench()
    #expect(try bench.desk.plan(for: RequestID(rawValue: "r9")) == nil)
    #expect(try bench.decide("r9", digest: "x") == [.refused(.requestUnknown(id: "r9"))])
  }

  @Test("From the request to the proof")
  func wholeWay() async throws {
    let bench = try DeskBench()
    try bench.submit(Self.group)
    #expect(try bench.decide("r1") == [.recorded(.approved)])
    #expect(try bench.statuses() == [.queued])
    let outcome = await bench.dispatch()
    #expect(outcome.actions == [.applied: 1])
    #expect(bench.members == ["priya", "ada"])
    #expect(
      try bench.store.membership(server: "idp", group: "g1", user: "ada")?.value == true)
    guard case .intact = try bench.store.auditVerdict() else {
      Issue.record("the audit log is broken")
      return
    }
  }

  @Test("An emergency that was cut off before it was given ends, and is never given later")
  func interruptedEmergency() throws {
    let bench = try DeskBench()
    try bench.submit(Self.group, requester: DeskBench.ada)
    let id = RequestID(rawValue: "r1")
    // What a version that took several transactions may have left.
    var taken = RequestPolicy.standard
    taken.fired = [FiredRule(name: BreakGlass.ruleName, effect: "approve", condition: "taken")]
    taken.breakGlass = BreakGlass(
      who: [.anyone], access: [], duration: "PT1H", reviewers: [.anyone], reviewSeconds: 60)
    let now = bench.clock.now
    _ = try bench.store.writeDurably { try PolicyRows.insert($0, taken, for: id, now: now) }
    #expect(try bench.desk.judge([id], now: now).isEmpty)
    #expect(try bench.store.request(id)?.status == .cancelled)
    #expect(try bench.store.auditHead()?.detail.contains("take it again") == true)
    #expect(try bench.statuses().isEmpty)
  }

  @Test("What is so already and ends by itself says when")
  func endingAlready() async throws {
    let bench = try DeskBench()
    try bench.submit(S.item(.grant, .group, "g1", display: "platform-admins", duration: "P7D"))
    #expect(try bench.decide("r1") == [.recorded(.approved)])
    _ = await bench.dispatch()
    let end = try #require(ISODuration(iso: "P7D")?.end(from: bench.clock.now))
    try bench.submit(Self.group, id: "r2")
    let plan = try #require(try bench.desk.plan(for: RequestID(rawValue: "r2")))
    #expect(plan.isAlreadySo)
    #expect(
      plan.notes.last
        == "It ends by itself on \(SCIMDate.print(end)): this request does not keep it.")
  }

  @Test("After the decision the detail shows what was accepted, with its digest")
  func accepted() async throws {
    let bench = try DeskBench()
    try bench.submit(Self.group)
    let digest = try bench.digest()
    try bench.decide("r1")
    await bench.dispatch()
    let detail = try #require(
      try bench.desk.detail(
        RequestID(rawValue: "r1"), operator: Operator(DeskBench.priya), now: bench.clock.now))
    #expect(detail.planDigest == digest)
    #expect(detail.plan.digest == digest)
    #expect(detail.refusal == .alreadyDecided(status: .approved, by: "Priya Nair"))
    #expect(detail.decisions.map(\.outcome) == [.approved])
    #expect(detail.actions.map(\.status) == [.applied])
  }

  @Test("Many at once: each says what became of it, none holds another back")
  func many() throws {
    let bench = try DeskBench()
    try bench.submit(Self.group)
    try bench.submit(S.item(.grant, .role, "auditor"), id: "r2", requester: DeskBench.priya)
    try bench.submit(S.item(.grant, .role, "reader"), id: "r3", expires: bench.clock.now + 1)
    try bench.submit(S.item(.grant, .group, "nowhere"), id: "r4")
    try bench.submit(S.item(.grant, .entitlement, "vpn"), id: "r5")
    let expires = bench.clock.now + 1
    bench.clock.advance(2)
    let ends = try bench.decide("r1", "r2", "r3", "r4", "r5", "r1")
    #expect(
      ends == [
        .recorded(.approved), .refused(.operatorIsRequester), .refused(.expired(at: expires)),
        .refused(.planBlocked(reason: "idp has no group “nowhere” (nowhere).")),
        .recorded(.approved),
        .refused(.alreadyDecided(status: .approved, by: "Priya Nair")),
      ])
  }

  @Test("A decision is bound to the digest that was shown")
  func stale() throws {
    let bench = try DeskBench()
    try bench.submit(Self.group)
    let shown = try bench.digest()
    bench.server.change("/Groups/g1") { $0["displayName"] = "platform-owners" }
    bench.clock.advance(60)
    try bench.sync()
    let current = try bench.digest()
    #expect(current != shown)
    #expect(
      try bench.decide("r1", digest: shown)
        == [.refused(.planChanged(shown: shown, current: current))])
    #expect(try bench.decide("r1", digest: current) == [.recorded(.approved)])
  }

  @Test("A denial needs a reason and sends nothing")
  func denial() async throws {
    let bench = try DeskBench()
    try bench.submit(Self.group)
    #expect(try bench.decide("r1", outcome: .denied) == [.refused(.reasonMissing)])
    #expect(try bench.decide("r1", outcome: .denied, reason: "no") == [.recorded(.denied)])
    #expect(try bench.statuses() == [])
    #expect(await bench.dispatch().didWork == false)
    #expect(bench.server.calls(reads: true) == [])
  }

  @Test("What is so already is approved and sends nothing")
  func alreadySo() async throws {
    let bench = try DeskBench()
    bench.server.change("/Groups/g1") { $0["members"] = [["value": "ada"]] }
    try bench.sync()
    try bench.submit(Self.group)
    #expect(try bench.decide("r1") == [.recorded(.approved)])
    #expect(try bench.statuses() == [])
    #expect(await bench.dispatch().didWork == false)
  }

  @Test("A nobody at the keyboard decides nothing")
  func nobody() throws {
    let bench = try DeskBench()
    try bench.submit(Self.group)
    let results = bench.desk.decide(
      [Desk.Choice(request: RequestID(rawValue: "r1"), shownDigest: try bench.digest())],
      outcome: .approved, reason: "", operator: Operator(name: "prya", person: nil),
      now: bench.clock.now)
    #expect(results.map(\.end) == [.refused(.operatorUnknown(name: "prya"))])
    #expect(!results[0].isRecorded)
  }

  @Test("Work by hand is recorded once, by whom, and only when it is due")
  func manual() async throws {
    let bench = try DeskBench()
    try bench.submit(S.item(.grant, .manual, "badge", display: "a badge", duration: "P1D"))
    try bench.decide("r1")
    #expect(await bench.dispatch().didWork == false)
    let ids = try bench.store.actions(for: RequestID(rawValue: "r1")).map(\.id)
    func done(_ id: Int64) throws -> String? {
      try bench.desk.recordManualDone(
        id, operator: Operator(DeskBench.priya), note: "handed over", now: bench.clock.now
      )?.sentence
    }
    #expect(try done(ids[1]) == "Action \(ids[1]) is not due yet.")
    #expect(try done(ids[0]) == nil)
    #expect(try done(ids[0]) == "The action is applied and that is final.")
    #expect(try done(99) == "There is no action 99.")
    bench.clock.advance(24 * 3600)
    #expect(try done(ids[1]) == nil)
    let actions = try bench.store.actions(for: RequestID(rawValue: "r1"))
    #expect(actions.map(\.status) == [.applied, .applied])
    #expect(actions[0].answer?.text == "done by hand by Priya Nair: handed over")
  }

  @Test("What is sent to a server is not recorded as done by hand")
  func notManual() throws {
    let bench = try DeskBench()
    try bench.submit(Self.group)
    try bench.decide("r1")
    let id = try #require(try bench.store.actions(for: RequestID(rawValue: "r1")).first?.id)
    let refusal = try bench.desk.recordManualDone(
      id, operator: Operator(DeskBench.priya), note: "", now: bench.clock.now)
    #expect(refusal?.sentence == "Action \(id) is sent to idp.")
  }

  @Test("Risk is kept for the queue")
  func risk() throws {
    let bench = try DeskBench()
    try bench.submit(Self.group)
    #expect(
      try bench.desk.assessRisk(
        of: [RequestID(rawValue: "r1"), RequestID(rawValue: "r9")], now: bench.clock.now) == 1)
    let entry = try bench.store.queueEntry(
      RequestID(rawValue: "r1"), operator: DeskBench.priya, now: bench.clock.now)
    #expect(entry?.riskScore == 45)
  }
}
