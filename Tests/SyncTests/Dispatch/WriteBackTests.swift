import Foundation
import Governance
import SCIM
import Sandbox
import Store
import Testing

@testable import Sync

@Suite("Decisions on shared requests go back to their server")
struct WriteBackTests {
  private let sandbox = Sandbox(people: 40, requests: 2)
  private let transport: SandboxTransport
  private let clock = TestClock()
  private let outbox = MemoryOutbox()
  private let client: SCIMClient

  init() {
    transport = SandboxTransport(sandbox)
    client = SCIMClient(
      configuration: ServerConfiguration(
        name: "idp", baseURL: SandboxTransport.base + "/idp/scim/v2",
        token: .command(["printf", "sandbox-idp-token"])), transport: transport)
  }

  private func run(_ outbox: MemoryOutbox? = nil) async -> DispatchOutcome {
    await ServerDispatch(
      server: "idp", client: client, outbox: outbox ?? self.outbox,
      clock: { [clock] in clock.now },
      pause: clock.clock.sleep
    ).run()
  }

  private func shared(_ id: String? = nil) async throws -> JSON {
    let answer = try await client.get(
      "/AccessRequests", query: [("filter", "status eq \"pending\"")])
    let list = try JSON.listed(answer, from: "idp")
    guard let id else { return try #require(list.first) }
    return try JSON.parsed(try await client.get("/AccessRequests/\(id)"), from: "idp")
  }

  private func decide(
    _ shared: JSON, _ outcome: DecisionOutcome = .approved, by name: String = "Priya Nair",
    in outbox: MemoryOutbox? = nil
  ) throws -> String {
    let id = try #require(shared["id"]?.string)
    let person = PersonReference(key: IdentityKey(rawValue: "mail:\(name)"), name: name)
    var request = PlanSamples.request(PlanSamples.item(.grant, .group, "g1"))
    request.id = RequestID(rawValue: id)
    let decision = Decision(
      request: request.id, outcome: outcome, authority: person, hand: person, comment: "fine",
      decided: clock.now, planDigest: "d1")
    (outbox ?? self.outbox).change { state in
      state.unwritten = [
        UnwrittenDecision(
          id: 1, decision: decision, request: request, server: "idp", resourceID: id, attempts: 0,
          due: nil, answer: nil, advice: nil)
      ]
    }
    return id
  }

  private var log: [String] { outbox.read { $0.log } }

  @Test("A decision is written in full, and then the request is decided there")
  func written() async throws {
    outbox.change { state in
      state.accounts = [PlanSamples.account(id: "u-priya")]
    }
    let id = try decide(try await shared())
    let outcome = await run()
    #expect(outcome.writtenCount == 1)
    #expect(log == ["written 1"])
    let now = try await shared(id)
    #expect(now["status"] == "approved")
    #expect(
      now["decisions"] == [
        [
          "item": "1", "step": "1",
          "authority": ["value": "u-priya", "display": "Priya Nair"],
          "hand": ["value": "u-priya", "display": "Priya Nair"], "outcome": "approved",
          "comment": "fine", "decided": .string(SCIMDate.print(clock.now)), "planDigest": "d1",
        ]
      ])
    #expect(transport.writes == ["PATCH /idp/scim/v2/AccessRequests/\(id) → 200"])
  }

  @Test("A denial is written too")
  func denied() async throws {
    let id = try decide(try await shared(), .denied)
    _ = await run()
    #expect(log == ["written 1"])
    #expect(try await shared(id)["status"] == "denied")
  }

  @Test(
    "Of two approvers the first one wins, even on the same plan",
    arguments: [
      DecisionOutcome.approved, .denied,
    ])
  func second(outcome: DecisionOutcome) async throws {
    let request = try await shared()
    let other = MemoryOutbox()
    _ = try decide(request, outcome, by: "Chen Wei", in: other)
    _ = await run(other)
    _ = try decide(request)
    let result = await run()
    #expect(result.overtakenCount == 1)
    #expect(log == ["overtaken 1 \(outcome.rawValue) by Chen Wei"])
    #expect(transport.writes.count == 1)
  }

  @Test("Of two who decide at the same moment only one wins")
  func sameMoment() async throws {
    let request = try await shared()
    let id = try decide(request)
    let other = MemoryOutbox()
    _ = try decide(request, .denied, by: "Chen Wei", in: other)
    // The other's whole write-back happens between our look and our write.
    transport.interrupt("PATCH") { [self] in _ = await run(other) }
    _ = await run()
    #expect(log == ["overtaken 1 denied by Chen Wei"])
    #expect(other.read { $0.log } == ["written 1"])
    #expect(try await shared(id)["decisions"]?.array?.count == 1)
    #expect(transport.writes.map { $0.suffix(3) } == ["200", "412"])
  }

  @Test("A lost answer is looked for, and the decision is there once")
  func lostAnswer() async throws {
    let id = try decide(try await shared())
    sandbox.inject(Fault(.cut(afterBytes: 3), method: "PATCH"))
    _ = await run()
    #expect(log == ["unwritten 1 0 in 5 s"])
    #expect(await run().didWork == false)
    clock.advance(5)
    _ = await run()
    #expect(log == ["unwritten 1 0 in 5 s", "written 1"])
    #expect(try await shared(id)["decisions"]?.array?.count == 1)
    #expect(transport.writes.count == 1)
  }

  @Test(
    "What the server refuses is kept, and tried again where that can help",
    arguments: [
      (503, "unwritten 1 503 in 5 s"), (403, "unwritten 1 403 in 900 s"),
      (501, "unwritten 1 501 in 900 s"),
    ])
  func refused(status: Int, line: String) async throws {
    _ = try decide(try await shared())
    sandbox.inject(Fault(.status(status), method: "PATCH"))
    let outcome = await run()
    #expect(log == [line])
    #expect(outcome.problem == nil)
    // Nothing came of it: neither a second run at once nor another round helps.
    #expect(!outcome.didWork)
    _ = await run()
    #expect(log == [line])
    clock.advance(900)
    _ = await run()
    #expect(log == [line, "written 1"])
  }

  @Test("A refused token stops the run, and the decision waits")
  func unauthorised() async throws {
    _ = try decide(try await shared())
    sandbox.inject(Fault(.unauthorised, times: 2))
    let outcome = await run()
    #expect(outcome.problem?.code == .unauthorized)
    #expect(log == ["unwritten 1 401 in 5 s"])
  }

  @Test("A request that is gone from its server is not decided")
  func gone() async throws {
    var request = try await shared()
    request["id"] = "nowhere"
    _ = try decide(request)
    _ = await run()
    #expect(log == ["overtaken 1 cancelled by nobody"])
  }

  @Test("Nothing is sent before the decision is written")
  func order() async throws {
    _ = try decide(try await shared())
    outbox.accept(
      PlanSamples.plan(
        PlanSamples.request(PlanSamples.item(.grant, .role, "auditor")),
        ["1": PlanSamples.values(account: PlanSamples.account(id: "nobody"))]), now: clock.now)
    sandbox.inject(Fault(.unauthorised, times: 2))
    let outcome = await run()
    #expect(outcome.actions == [:])
    #expect(transport.writes == [])
  }
}
