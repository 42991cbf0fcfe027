import Foundation
import Governance
import HTTP
import SCIM
import Testing

@testable import Sync

/// Whatever happens on the way, what was approved is in effect exactly once in the end.
@Suite("Random histories of dispatching")
struct DispatchHistoryTests {
  typealias S = PlanSamples

  private func bench(_ quirks: ModelServer.Quirks) -> DispatchBench {
    let bench = DispatchBench(quirks: quirks, ada: nil)
    bench.approveAccount()
    var request = S.request()
    request.id = RequestID(rawValue: "r2")
    request.items = [S.item(.revoke, .group, "g1"), S.item(.grant, .role, "auditor", id: "2")]
    let zoe = S.account(id: "u9")
    bench.outbox.accept(
      S.plan(request, ["1": S.group(isMember: true, account: zoe), "2": S.values(account: zoe)]),
      now: bench.clock.now)
    return bench
  }

  /// The invariants: each effect is there, and was brought about by one call that was carried out.
  private func check(_ bench: DispatchBench, _ story: String) {
    #expect(bench.statuses == ["applied", "applied", "applied", "applied"], "\(story)")
    #expect(bench.server.users.map { $0["userName"] } == ["ada", "zoe"], "\(story)")
    #expect(bench.members() == ["new1"], "\(story)")
    #expect(bench.server["/Users/u9"]?["roles"] == [["value": "auditor"]], "\(story)")
  }

  private func settle(_ bench: DispatchBench) async {
    for _ in 0..<20 where bench.statuses.contains(where: { $0 != "applied" }) {
      bench.clock.advance(3600)
      _ = await bench.run()
    }
  }

  static let quirks: [ModelServer.Quirks] = [
    .init(), .init(hasVersions: true), .init(ignoresFilters: true, dropsExternalID: true),
    .init(hidesMembers: true, answersNothing: true),
  ]

  @Test("The program dies once, at every step there is", arguments: quirks)
  func everyStep(quirks: ModelServer.Quirks) async {
    var step = 1
    while true {
      let bench = bench(quirks)
      let crash = Crash(at: step)
      await bench.run(crash)
      let isDead = crash.isDead
      await settle(bench)
      check(bench, "died at step \(step), \(crash.steps.last ?? "")")
      #expect(bench.carriedOut() == 4, "died at step \(step), \(crash.steps.last ?? "")")
      if !isDead { break }
      step += 1
    }
    // Looking, claiming, sending, reading back and recording: four actions, before and after each.
    #expect(step > 48)
  }

  @Test(
    "The program dies again and again, and the server misbehaves besides",
    arguments: Seeds.of(1...200))
  func random(seed: Int) async {
    var generator = SeededGenerator(seed: UInt64(seed))
    let bench = bench(Self.quirks[seed % Self.quirks.count])
    var story: [String] = []
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      if Bool.random(using: &generator) {
        let (method, fault) = Self.fault(&generator)
        bench.server.inject(method, fault)
        story.append("\(method) \(fault)")
      }
      let crash = Crash(at: Int.random(in: 1...40, using: &generator))
      await bench.run(crash)
      story.append(crash.isDead ? "died \(crash.steps.last ?? "")" : "lived")
      bench.clock.advance(Double.random(in: 0...2000, using: &generator))
    }
    await settle(bench)
    let replay = Seeds.replay(seed, Self.self, story.joined(separator: ", "))
    check(bench, replay.rawValue)
    #expect(bench.carriedOut() == 4, replay)
  }

  @Test("The clock leaps ahead and back on the way", arguments: Seeds.of(1...100))
  func leaps(seed: Int) async {
    var generator = SeededGenerator(seed: UInt64(seed) &* 6151)
    let bench = bench(Self.quirks[seed % Self.quirks.count])
    var story: [String] = []
    for _ in 0..<Int.random(in: 2...6, using: &generator) {
      let (method, fault) = Self.fault(&generator)
      bench.server.inject(method, fault)
      let crash = Crash(at: Int.random(in: 1...60, using: &generator))
      await bench.run(crash)
      let days = Int.random(in: -400...400, using: &generator)
      bench.clock.advance(Double(days) * 86_400)
      story.append("\(method) \(fault), \(days) days")
    }
    await settle(bench)
    let replay = Seeds.replay(seed, Self.self, story.joined(separator: "; "))
    check(bench, replay.rawValue)
    #expect(bench.carriedOut() == 4, replay)
  }

  private static func fault(
    _ generator: inout SeededGenerator
  ) -> (String, ModelServer.Fault) {
    let methods = ["GET", "PATCH", "POST"]
    let method = methods[Int.random(in: 0..<3, using: &generator)]
    let faults: [ModelServer.Fault] = [
      .cut, .answer(503, "down"), .answer(429, "", [("Retry-After", "7")]),
      .fails(.timedOut(host: "scim.example", seconds: 60)), .answer(200, #"{"Resources":[{"#),
      .fails(.refused(host: "scim.example")), .answer(401, "expired"),
    ]
    // Half a document is an answer to a question, not to a change.
    let count = method == "GET" ? faults.count : faults.count - 3
    return (method, faults[Int.random(in: 0..<count, using: &generator)])
  }
}

extension DispatchBench {
  /// How many changes the server carried out, whether or not its answer arrived.
  func carriedOut() -> Int {
    server.calls().count { $0.hasSuffix("200") || $0.hasSuffix("201") || $0.hasSuffix("cut") }
  }
}
