import Foundation
import Governance
import HTTP
import SCIM
import Testing

@testable import Sync

/// What somebody else gave while our own attempts were refused is not ours, and an ending does not
/// take it away.
@Suite("Whose effect it is")
struct AttributionTests {
  typealias S = PlanSamples
  private static let hour: Double = 3600

  struct Case: Sendable, CustomTestStringConvertible {
    var fault: ModelServer.Fault
    var isInDoubt: Bool
    var testDescription: String { "\(fault)" }
  }

  static let cases: [Case] = [
    Case(fault: .answer(429, ""), isInDoubt: false),
    Case(fault: .answer(401, "expired"), isInDoubt: false),
    Case(fault: .fails(.refused(host: "scim.example")), isInDoubt: false),
    Case(fault: .fails(.nameNotResolved(host: "scim.example")), isInDoubt: false),
    Case(fault: .answer(403, ""), isInDoubt: false),
    Case(fault: .answer(500, "boom"), isInDoubt: true),
    Case(fault: .answer(503, "down"), isInDoubt: true),
    Case(fault: .fails(.timedOut(host: "scim.example", seconds: 60)), isInDoubt: true),
    Case(fault: .fails(.cut(host: "scim.example", receivedBytes: 0)), isInDoubt: true),
  ]

  /// The grant fails, somebody else gives it, the grant is tried again.
  private func bench(_ faults: ModelServer.Fault...) async -> DispatchBench {
    let bench = DispatchBench()
    bench.approveGroup(duration: "PT1H")
    for fault in faults {
      bench.server.inject("PATCH", fault)
      _ = await bench.run()
      bench.outbox.change { if $0.actions[0].status == .failed { $0.actions[0].status = .queued } }
      bench.clock.advance(600)
    }
    bench.server.change("/Groups/g1") { $0["members"] = [["value": "u9"], ["value": "u1"]] }
    _ = await bench.run()
    return bench
  }

  @Test("Refused attempts make nothing ours; a lost answer may", arguments: cases)
  func attributed(_ row: Case) async {
    let bench = await bench(row.fault)
    #expect(bench.server.calls().count == 1)
    let grant = bench.outbox.read { $0.actions[0] }
    #expect(grant.status == (row.isInDoubt ? .applied : .satisfied))
    #expect(
      grant.answer?.text
        == (row.isInDoubt
          ? "found in effect after an attempt without an answer: by that, or by somebody else"
          : "so already"))
    bench.clock.advance(Self.hour)
    _ = await bench.run()
    #expect(bench.members() == (row.isInDoubt ? ["u9"] : ["u9", "u1"]))
    #expect(
      bench.outbox.read { $0.actions[1].answer?.text }
        == (row.isInDoubt ? "" : "It was so before this request: there is nothing to end."))
  }

  @Test("Doubt stays through a later refusal")
  func doubtStays() async {
    let bench = await bench(
      .fails(.timedOut(host: "scim.example", seconds: 60)), .answer(403, ""))
    #expect(bench.outbox.read { $0.actions[0].status } == .applied)
  }

  @Test("A conflict that tells of another's effect is no proof of ours")
  func conflict() async throws {
    let bench = DispatchBench()
    for (type, path) in [("Group", "/Groups/g1"), ("User", "/Users/u1")] {
      let bytes = try #require(bench.server[path]?.bytes)
      _ = try bench.outbox.saveResource(
        server: "idp", type: type, bytes: bytes, rests: [:], version: nil, now: bench.clock.now)
    }
    bench.approveGroup()
    // Somebody is faster than the call, which is refused for it.
    bench.server.inject("PATCH", .answer(409, #"{"detail":"there already"}"#))
    bench.server.inject(
      "GET", .meanwhile { $0["/Groups/g1"]?["members"] = [["value": "u1"]] })
    _ = await bench.run()
    #expect(bench.statuses == ["satisfied 409 there already"])
  }

  @Test("An action that was cut off before its answer is in doubt")
  func crash() async {
    let bench = DispatchBench()
    bench.approveGroup()
    let crash = Crash(at: 13)
    await bench.run(crash)
    #expect(crash.steps.contains("after startSending"))
    #expect(bench.outbox.read { $0.actions[0].mayBeOurs })
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
  }
}
