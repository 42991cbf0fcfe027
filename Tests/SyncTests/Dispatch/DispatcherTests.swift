import Foundation
import Governance
import SCIM
import Sandbox
import Store
import Testing

@testable import Sync

@Suite("Several servers, one outbox")
struct DispatcherTests {
  private typealias S = PlanSamples

  private func dispatcher(
    _ store: Store, _ transport: SandboxTransport, _ clock: TestClock
  ) -> Dispatcher {
    let clients = Dictionary(
      uniqueKeysWithValues: transport.sandbox.tenants.map { tenant in
        let name = tenant.name.rawValue
        return (
          name,
          SCIMClient(
            configuration: ServerConfiguration(
              name: name, baseURL: SandboxTransport.base + tenant.path,
              token: .command(["printf", tenant.token])), transport: transport,
            now: { clock.now })
        )
      })
    return Dispatcher(store: store, client: { clients[$0] }, clock: clock.clock)
  }

  @Test("A decision written back on one server lets its actions go on another, in one run")
  func acrossServers() async throws {
    let world = try SharedWorld()
    try world.store.seed(world.sandbox, .code, now: world.clock.now)
    let person = try world.approver()
    var chosen: RequestID?
    for id in try world.store.queueIDs(folder: .open, operator: person, now: world.clock.now) {
      let plan = try Desk(store: world.store).plan(for: id)
      if plan?.obstacles == [], plan?.operations.first?.server == "code" { chosen = id }
    }
    let id = try #require(chosen)
    try world.approve(id)
    let outcomes = await dispatcher(world.store, world.transport, world.clock).run(["code", "idp"])
    #expect(outcomes.map(\.server) == ["code", "idp"])
    #expect(outcomes[1].writtenCount == 1)
    #expect(outcomes[0].actions[.applied] ?? 0 > 0)
    #expect(try world.store.actions(for: id).allSatisfy { $0.status == .applied })
  }

  @Test("A server out of reach holds only itself back")
  func failingAlone() async throws {
    let world = try SharedWorld()
    world.sandbox.inject(Fault(.unauthorised, tenant: .idp, times: 9))
    let id = try world.pending()
    try world.approve(id)
    let outcomes = await dispatcher(world.store, world.transport, world.clock).run(["idp", "code"])
    #expect(outcomes[0].problem?.code == .unauthorized)
    #expect(outcomes[0].refusals.count == 1)
    #expect(outcomes[1].problem == nil)
    #expect(try world.store.actions(for: id).map(\.status) == [.queued])
  }

  @Test("A server that is not configured says so")
  func unknownServer() async throws {
    let world = try SharedWorld()
    let outcome = await dispatcher(world.store, world.transport, world.clock).run("erp")
    #expect(outcome.problem?.sentence == "No server is called “erp” in the configuration.")
  }

  @Test("While another process sends, nothing is sent here")
  func busy() async throws {
    let world = try SharedWorld()
    let id = try world.pending()
    try world.approve(id)
    let lock = try world.store.lockOutbox()
    let held = await world.dispatch()
    #expect(held.isBusy && !held.didWork)
    #expect(world.transport.writes == [])
    withExtendedLifetime(lock) {}
  }

  @Test(
    "A pull that sees another's decision first ends ours, and nothing is sent",
    arguments: [
      DecisionOutcome.approved, .denied,
    ])
  func overtakenByPull(outcome: DecisionOutcome) async throws {
    let world = try SharedWorld()
    let id = try world.pending()
    try world.approve(id)
    // Another approver's decision on the very same plan reaches the server first.
    let decision = try #require(try world.store.decisions(for: id).first)
    var other = decision
    other.outcome = outcome
    other.decided = decision.decided.addingTimeInterval(-30)
    let document = DecisionDocument(
      decision: other, items: ["1"], authorityID: "somebody", handID: "somebody")
    let unwritten = try #require(try world.store.unwrittenDecisions().first)
    let answer = world.sandbox.handle(
      SandboxRequest(
        "PATCH", "/idp/scim/v2/AccessRequests/\(unwritten.resourceID)",
        headers: [("Authorization", "Bearer sandbox-idp-token")], body: document.patch.bytes))
    #expect(answer.status == 200)
    try world.store.seed(world.sandbox, .idp, now: world.clock.now)
    #expect(try world.store.unwrittenDecisions() == [])
    await world.dispatch()
    #expect(world.transport.writes == [])
    #expect(try world.store.actions(for: id).allSatisfy { $0.status == .conflicted })
    #expect(try world.store.request(id)?.status.rawValue == outcome.rawValue)
  }

  @Test("A request that is another one by now is not approved there, and nothing is sent")
  func changedOnTheServer() async throws {
    let world = try SharedWorld()
    let id = try world.pending()
    // What was read, and decided on, is not what the server has.
    let known = try #require(
      try world.store.resource(server: "idp", type: "AccessRequest", id: id.rawValue))
    var json = try JSON(parsing: known.bytes)
    var items = try #require(json["items"]?.array)
    items[0]["duration"] = "PT5H"
    json["items"] = .array(items)
    _ = try world.store.saveResource(
      server: "idp", type: "AccessRequest", bytes: json.bytes, now: world.clock.now)
    try world.approve(id)
    let outcome = await world.dispatch()
    #expect(outcome.overtakenCount == 1 && outcome.refusals == [])
    #expect(world.transport.writes == [])
    #expect(try world.store.unwrittenDecisions() == [])
    #expect(try world.store.actions(for: id).allSatisfy { $0.status == .conflicted })
    #expect(try world.store.request(id)?.status == .cancelled)
    let anew = RequestID(rawValue: "idp/\(id.rawValue)")
    #expect(try world.store.request(anew)?.status == .pending)
    #expect(await !world.dispatch().didWork)
  }
}
