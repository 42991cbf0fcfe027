import Foundation
import Governance
import HTTP
import SCIM
import Store
import Testing

@testable import Sync

@Suite("Rule 13: one budget a server")
struct SharedBudgetTests {
  typealias S = PlanSamples

  /// Ada's group, then a role for Zoe.
  private func bench() -> DispatchBench {
    let bench = DispatchBench()
    bench.approveGroup()
    bench.approve(
      S.item(.grant, .role, "auditor"), facts: ["1": S.values(account: S.account(id: "u9"))])
    return bench
  }

  @Test("What one action is told, the next heeds", arguments: [429, 503])
  func waits(status: Int) async {
    let bench = bench()
    bench.server.inject("PATCH", .answer(status, "", [("Retry-After", "7")]))
    let outcome = await bench.run()
    #expect(outcome.actions == [.waiting: 1, .applied: 1])
    #expect(bench.clock.waits == [7])
    // The wait is over by now for both.
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
  }

  @Test("A server that wants to be left alone for long is left to a later run")
  func leaves() async {
    let bench = bench()
    bench.server.inject("PATCH", .answer(429, "", [("Retry-After", "90")]))
    let outcome = await bench.run()
    #expect(outcome.actions == [.waiting: 1] && outcome.problem == nil)
    #expect(bench.clock.waits == [])
    #expect(bench.statuses.last == "queued")
    bench.clock.advance(90)
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
  }

  @Test("A failure without Retry-After is about its own call")
  func failsAlone() async {
    let bench = bench()
    bench.server.inject("PATCH", .answer(503, "down"))
    let outcome = await bench.run()
    #expect(outcome.actions == [.waiting: 1, .applied: 1])
    #expect(bench.clock.waits == [])
  }

  @Test("A read waits for what a write was told")
  func reads() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport([
      .answers("PATCH /Users/1", 429, headers: [("Retry-After", "20")]),
      .answers("GET /Users/1", 200, #"{"id":"1"}"#),
    ])
    let client = SCIMClient(
      configuration: ServerConfiguration(name: "idp", baseURL: ScriptedTransport.base),
      transport: transport, now: { clock.now })
    await #expect(throws: SyncError.self) { try await client.patch("/Users/1", body: []) }
    let reader = Reader(client: client, policy: RetryPolicy(), clock: clock.clock)
    _ = try await reader.get("/Users/1")
    #expect(clock.waits == [20])
  }
}

@Suite("A server that does not know SCIM's media type")
struct MediaTypeTests {
  private func client(_ transport: ScriptedTransport) -> SCIMClient {
    SCIMClient(
      configuration: ServerConfiguration(name: "idp", baseURL: ScriptedTransport.base),
      transport: transport)
  }

  private func types(_ transport: ScriptedTransport) -> [String?] {
    transport.requests.map { $0.header("Content-Type") }
  }

  @Test("It is sent JSON after a 415, and from then on")
  func learned() async throws {
    let transport = ScriptedTransport([
      .answers("POST /Users", 415), .answers("POST /Users", 201, #"{"id":"1"}"#),
      .answers("PATCH /Users/1"), .answers("DELETE /Users/1", 204),
    ])
    let client = client(transport)
    _ = try await client.post("/Users", body: [123, 125])
    let copy = client
    _ = try await copy.patch("/Users/1", body: [123, 125])
    _ = try await client.delete("/Users/1")
    #expect(
      types(transport) == [
        "application/scim+json", "application/json", "application/json", nil,
      ])
    #expect(transport.unsent == [])
  }

  @Test("A server that takes neither says so, and nothing is learned")
  func neither() async throws {
    let transport = ScriptedTransport([
      .answers("POST /Users", 415), .answers("POST /Users", 415), .answers("POST /Users", 415),
      .answers("POST /Users", 415),
    ])
    let client = client(transport)
    for _ in 1...2 {
      let error = await #expect(throws: SyncError.self) {
        try await client.post("/Users", body: [123, 125])
      }
      #expect(error?.code == .notSupported && error?.status == 415)
    }
    #expect(transport.unsent == [])
  }

  @Test("It is remembered from run to run")
  func remembered() async {
    let bench = DispatchBench()
    bench.approveGroup()
    bench.server.inject("PATCH", .answer(415, ""))
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    let habits = bench.outbox.read { $0.syncStates["idp"]?.habits ?? [] }
    #expect(habits == [.plainJSON])
    // Another process: its client is told.
    bench.approve(
      PlanSamples.item(.grant, .role, "auditor"),
      facts: ["1": PlanSamples.values(account: PlanSamples.account(id: "u9"))])
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
    #expect(
      bench.server.calls() == [
        "PATCH /Groups/g1 → 415", "PATCH /Groups/g1 → 200", "PATCH /Users/u9 → 200",
      ])
    #expect(bench.server.mediaTypes.last == "application/json")
  }
}
