import Foundation
import Governance
import SCIM
import Sandbox
import Store
import Testing

@testable import Sync

/// From the decision to the proof, over a database on disk: the program is killed between every two
/// steps and started again, and the effect is there exactly once.
@Suite("Killed between every two steps")
struct CrashTests {
  typealias S = PlanSamples

  /// Decides unless that was recorded before the kill.
  private func decide(_ bench: DeskBench, _ crash: Crash) throws {
    guard crash.passes("before decide") else { return }
    #expect(try bench.decide("r1") == [.recorded(.approved)])
    _ = crash.passes("after decide")
  }

  /// A database in which something is asked for, and that nobody has open.
  private func template(
    _ accounts: [String], _ prepare: (DeskBench) throws -> Void
  ) throws -> ScratchFolder {
    let bench = try DeskBench(accounts: accounts)
    try prepare(bench)
    return bench.folder
  }

  /// Kills at each step in turn; `prepare` asks for something, `check` looks at the effect.
  private func killEverywhere(
    accounts: [String], quirks: ModelServer.Quirks = .init(), fewestSteps: Int,
    prepare: (DeskBench) throws -> Void, check: (DeskBench, String) throws -> Void
  ) async throws {
    let folder = try template(accounts, prepare)
    var step = 0
    while true {
      step += 1
      let bench = try DeskBench(copying: folder.database, accounts: accounts, quirks: quirks)
      let crash = Crash(at: step)
      try decide(bench, crash)
      if !crash.isDead { await bench.dispatch(crash) }
      let story = "killed at step \(step), \(crash.steps.last ?? "")"
      try bench.restart()
      if try bench.store.request(RequestID(rawValue: "r1"))?.status == .pending {
        #expect(step == 1, "\(story)")
        try decide(bench, Crash(at: nil))
      }
      for _ in 0..<5 {
        bench.clock.advance(60)
        await bench.dispatch()
      }
      try check(bench, story)
      guard case .intact = try bench.store.auditVerdict() else {
        Issue.record("the audit log is broken, \(story)")
        return
      }
      if !crash.isDead { break }
    }
    #expect(step >= fewestSteps)
  }

  @Test("A member is added once")
  func membership() async throws {
    try await killEverywhere(accounts: ["ada", "bruno", "priya"], fewestSteps: 14) { bench in
      try bench.submit(S.item(.grant, .group, "g1"))
    } check: { bench, story in
      let statuses = try bench.statuses()
      #expect(statuses == [.applied], "\(story)")
      #expect(bench.members == ["priya", "ada"], "\(story)")
      #expect(bench.server.calls().count == 1, "\(story)")
    }
  }

  @Test(
    "An account is created once, and joins its group",
    arguments: [
      ModelServer.Quirks(), .init(ignoresFilters: true, dropsExternalID: true),
    ])
  func creation(quirks: ModelServer.Quirks) async throws {
    try await killEverywhere(
      accounts: ["bruno", "priya"], quirks: quirks, fewestSteps: 24
    ) { bench in
      try bench.submit(S.item(.grant, .account), S.item(.grant, .group, "g1", id: "2"))
    } check: { bench, story in
      let statuses = try bench.statuses()
      #expect(statuses == [.applied, .applied], "\(story)")
      #expect(bench.server.users.count { $0["userName"] == "ada" } == 1, "\(story)")
      #expect(bench.members == ["priya", "new1"], "\(story)")
      #expect(bench.server.calls().count == 2, "\(story)")
    }
  }

  @Test("A grant ends once, and only what was given is taken")
  func ending() async throws {
    try await killEverywhere(accounts: ["ada", "bruno", "priya"], fewestSteps: 13) { bench in
      try bench.submit(S.item(.grant, .role, "auditor", duration: "PT90S"))
    } check: { bench, story in
      let statuses = try bench.statuses()
      #expect(statuses == [.applied, .applied], "\(story)")
      #expect(bench.server["/Users/ada"]?["roles"]?.isUnassigned ?? true, "\(story)")
      #expect(bench.server.calls().count == 2, "\(story)")
    }
  }

  @Test("A decision on a shared request is written once, and then carried out once")
  func shared() async throws {
    var step = 0
    while true {
      step += 1
      let world = try SharedWorld()
      let id = try world.pending()
      let crash = Crash(at: step)
      try world.approve(id)
      await world.dispatch(crash)
      let story = "killed at step \(step), \(crash.steps.last ?? "")"
      try world.restart()
      for _ in 0..<5 {
        world.clock.advance(60)
        await world.dispatch()
      }
      #expect(try world.store.actions(for: id).allSatisfy { $0.status == .applied }, "\(story)")
      #expect(try world.store.unwrittenDecisions().isEmpty, "\(story)")
      let writes = world.transport.writes
      #expect(writes.count == 2, "\(story): \(writes)")
      #expect(writes.first?.contains("AccessRequests") == true, "\(story)")
      #expect(writes.allSatisfy { $0.hasSuffix("200") }, "\(story)")
      if !crash.isDead { break }
    }
    #expect(step > 18)
  }
}

/// The sandbox's identity provider with its shared queue, and a store that was synced from it.
final class SharedWorld {
  let folder: ScratchFolder
  let clock = TestClock()
  let sandbox: Sandbox
  let transport: SandboxTransport
  private(set) var store: Store

  init() throws {
    folder = try ScratchFolder()
    store = try Store(path: folder.database)
    sandbox = Sandbox(.init(people: 40, requests: 8)) { [clock] in clock.now }
    transport = SandboxTransport(sandbox)
    try store.seed(sandbox, .idp, now: clock.now)
  }

  func restart() throws { store = try Store(path: folder.database) }

  /// A pending request for one group on the identity provider that the operator may decide.
  func pending() throws -> RequestID {
    let person = try approver()
    for id in try store.queueIDs(folder: .open, operator: person, now: clock.now) {
      let detail = try Desk(store: store).detail(
        id, operator: Operator(person), now: clock.now)
      if let detail, detail.refusal == nil, detail.plan.obstacles.isEmpty,
        detail.plan.operations.count == 1
      {
        return id
      }
    }
    throw StoreError(.notFound, "No request fits.", advice: "Look at the sandbox's script.")
  }

  func approver() throws -> PersonReference {
    let found = try store.people(named: sandbox.operatorEmail)
    guard let person = found.first?.person else {
      throw StoreError(.notFound, "No operator.", advice: "Look at the sandbox.")
    }
    return person
  }

  func approve(_ id: RequestID) throws {
    let desk = Desk(store: store)
    let digest = try desk.plan(for: id)?.digest ?? ""
    let results = desk.decide(
      [Desk.Choice(request: id, shownDigest: digest)], outcome: .approved, reason: "",
      operator: Operator(try approver()), now: clock.now)
    guard results.allSatisfy(\.isRecorded) else {
      throw StoreError(.database, "\(results)", advice: "")
    }
  }

  @discardableResult
  func dispatch(_ crash: Crash = Crash(at: nil)) async -> DispatchOutcome {
    let client = SCIMClient(
      configuration: ServerConfiguration(
        name: "idp", baseURL: SandboxTransport.base + "/idp/scim/v2",
        token: .command(["printf", "sandbox-idp-token"])),
      transport: MortalTransport(base: transport, crash: crash), now: { [clock] in clock.now })
    return await Dispatcher(
      outbox: MortalOutbox(base: store, crash: crash), client: { _ in client },
      clock: { [clock] in clock.now },
      pause: clock.clock.sleep
    ).run("idp")
  }
}
