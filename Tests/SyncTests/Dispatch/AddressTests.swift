import Foundation
import Governance
import SCIM
import Store
import Testing

@testable import Sync

/// A name in the configuration may come to point to another server: nothing that was decided for
/// the old one goes to the new one by itself.
@Suite("What was decided for one address is sent to no other")
struct AddressTests {
  typealias S = PlanSamples
  private let elsewhere = ServerAddress("https://old.example.com/v2")

  private func hold(_ bench: DispatchBench, attempts: Int = 0) {
    bench.outbox.change { [elsewhere] state in
      for index in state.actions.indices {
        state.actions[index].address = elsewhere.text
        state.actions[index].attempts = attempts
      }
    }
  }

  @Test("A held action asks the operator, and not even a look is sent", arguments: [0, 1])
  func held(attempts: Int) async {
    let bench = DispatchBench()
    bench.approveGroup()
    hold(bench, attempts: attempts)
    let outcome = await bench.run()
    #expect(outcome.actions == [.failed: 1] && outcome.problem == nil)
    #expect(bench.server.calls(reads: true) == [])
    #expect(
      bench.statuses == [
        "failed 0 This was decided for https://old.example.com/v2, and idp is"
          + " https://scim.example/v2 now: nothing was sent."
      ])
    #expect(
      bench.outbox.read { $0.actions[0].advice }
        == "Set the URL of idp back and retry; or retry as it is, and it goes to"
        + " https://scim.example/v2.")
  }

  @Test("The same address, however it is spelt, is sent to")
  func same() async {
    let bench = DispatchBench()
    bench.approveGroup()
    bench.outbox.change {
      $0.actions[0].address = ServerAddress(ModelServer.base + "/").text
    }
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
  }

  @Test("The desk keeps the address with the decision, and a retry is the operator's word")
  func deskToRetry() async throws {
    let bench = try DeskBench()
    try bench.submit(S.item(.grant, .group, "g1"))
    let configured = ServerConfiguration(name: "idp", baseURL: elsewhere.text + "/")
    let desk = Desk(store: bench.store, servers: [configured])
    let id = RequestID(rawValue: "r1")
    let digest = try #require(try desk.plan(for: id)?.digest)
    let results = desk.decide(
      [Desk.Choice(request: id, shownDigest: digest)], outcome: .approved, reason: "",
      operator: Operator(DeskBench.priya), now: bench.clock.now)
    #expect(results.map(\.end) == [.recorded(.approved)])
    await bench.dispatch()
    #expect(try bench.statuses() == [.failed])
    #expect(bench.server.calls(reads: true) == [])
    let action = try #require(try bench.store.actions(for: id).first)
    try bench.store.retry(
      action.id, address: ServerAddress(ModelServer.base), actor: DeskBench.priya,
      now: bench.clock.now)
    await bench.dispatch()
    #expect(try bench.statuses() == [.applied])
    #expect(bench.members == ["priya", "ada"])
  }

  @Test("A decision is not written back to another server than the request's")
  func writeBack() async throws {
    let bench = DispatchBench()
    let request = AccessRequest(
      id: RequestID(rawValue: "r1"), origin: .shared(server: "idp", resourceID: "q1"),
      requester: S.bruno, beneficiary: S.ada, items: [S.item(.grant, .group, "g1")],
      justification: "", submitted: S.now)
    let decision = Decision(
      request: request.id, outcome: .approved, authority: S.bruno, hand: S.bruno, comment: "",
      decided: S.now, planDigest: "d")
    bench.outbox.change { [elsewhere] state in
      state.unwritten = [
        UnwrittenDecision(
          id: 1, decision: decision, request: request, server: "idp", resourceID: "q1",
          attempts: 0, due: nil, answer: nil, advice: nil, address: elsewhere.text)
      ]
    }
    let outcome = await bench.run()
    #expect(outcome.refusals.map(\.code) == [.misplaced])
    #expect(outcome.refusals.first?.advice.hasPrefix("Set its URL back") == true)
    #expect(bench.server.calls(reads: true) == [])
    #expect(bench.outbox.read { $0.unwritten.count } == 1)
  }
}
