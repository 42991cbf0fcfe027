import Foundation
import Governance
import SCIM
import Testing

@testable import Sync

@Suite("Grants that end by themselves, and the order of operations")
struct EndingTests {
  typealias S = PlanSamples
  private static let week: Double = 7 * 24 * 3600

  @Test("The end comes a week after the grant took effect, not before")
  func ends() async {
    let bench = DispatchBench()
    bench.approveGroup(duration: "P7D")
    bench.clock.advance(3600)
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "queued in 604800 s"])
    bench.clock.advance(Self.week - 1)
    #expect(await bench.run().didWork == false)
    #expect(bench.members() == ["u9", "u1"])
    bench.clock.advance(1)
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
    #expect(bench.members() == ["u9"])
  }

  @Test("A clock that leapt ahead takes nothing away: the server's tells the time, too")
  func leapt() async {
    let bench = DispatchBench()
    bench.approveGroup(duration: "P7D")
    _ = await bench.run()
    let given = bench.clock.now
    bench.server.tellTime { [clock = bench.clock] in
      min(clock.now, given.addingTimeInterval(3600))
    }
    bench.clock.advance(Self.week + 60)
    let outcome = await bench.run()
    #expect(outcome.remark?.code == .clockAhead, "\(outcome)")
    #expect(outcome.remark?.sentence.contains("6d 23h") == true)
    #expect(outcome.problem == nil && !outcome.didWork)
    #expect(bench.members() == ["u9", "u1"])
    #expect(bench.statuses == ["applied", "queued in -60 s"], "It waits as it did before.")
    bench.server.tellTime { [clock = bench.clock] in clock.now.addingTimeInterval(-30) }
    _ = await bench.run()
    #expect(bench.members() == ["u9"], "Half a minute is no leap.")
  }

  @Test("What somebody ended before is satisfied")
  func endedBefore() async {
    let bench = DispatchBench()
    bench.approveGroup(duration: "P7D")
    _ = await bench.run()
    bench.server.change("/Groups/g1") { $0["members"] = [["value": "u9"]] }
    bench.clock.advance(Self.week)
    _ = await bench.run()
    #expect(bench.statuses.last == "satisfied 0 so already")
    #expect(bench.server.calls().count == 1)
  }

  @Test("What the request did not give it does not take")
  func notOurs() async {
    let bench = DispatchBench(members: ["u1"])
    bench.approveGroup(duration: "P7D")
    _ = await bench.run()
    bench.clock.advance(Self.week)
    _ = await bench.run()
    #expect(
      bench.statuses == [
        "satisfied 0 so already",
        "satisfied 0 It was so before this request: there is nothing to end.",
      ])
    #expect(bench.members() == ["u1"])
  }

  @Test("A grant that could not be given has no end")
  func neverGiven() async {
    let bench = DispatchBench(ada: nil)
    bench.approveGroup(duration: "P7D")
    _ = await bench.run()
    #expect(
      bench.statuses == [
        "conflicted 0 Not so any more: Ada Okafor's account ada is active.",
        "conflicted 0 It needs operation 1, which was not carried out.",
      ])
  }

  @Test("What needs a failed operation waits until it is mended")
  func failedFirst() async {
    let bench = DispatchBench(ada: nil)
    bench.approveAccount()
    bench.server.inject("POST", .answer(403, #"{"detail":"Not you."}"#))
    _ = await bench.run()
    #expect(bench.statuses == ["failed 403 Not you.", "queued"])
    bench.outbox.change { $0.actions[0].status = .queued }
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
  }

  @Test("A created account is ended by its own id")
  func createdAccountEnds() async {
    let bench = DispatchBench(ada: nil)
    var account = ItemFacts()
    account.document = S.document
    bench.approve(S.item(.grant, .account, duration: "PT1H"), facts: ["1": account])
    _ = await bench.run()
    bench.clock.advance(3600)
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
    #expect(bench.server["/Users/new1"]?["active"] == false)
    #expect(bench.server.calls() == ["POST /Users → 201", "PATCH /Users/new1 → 200"])
  }

  @Test("What is done by hand is never sent")
  func manual() async {
    let bench = DispatchBench()
    bench.approve(S.item(.grant, .manual, "badge"), facts: [:])
    #expect(await bench.run().didWork == false)
    #expect(bench.statuses == ["queued"])
    #expect(bench.server.calls(reads: true) == [])
  }

  @Test(
    "Every kind of change, there and back",
    arguments: [
      (EntitlementType.group, "g1"), (.role, "auditor"), (.entitlement, "vpn"),
    ])
  func thereAndBack(type: EntitlementType, value: String) async throws {
    let bench = DispatchBench()
    let before = [bench.server["/Groups/g1"], bench.server["/Users/u1"]]
    let facts = type == .group ? S.group() : S.values()
    bench.approve(S.item(.grant, type, value), facts: ["1": facts])
    _ = await bench.run()
    #expect([bench.server["/Groups/g1"], bench.server["/Users/u1"]] != before)
    let held = type == .group ? S.group(isMember: true) : S.values(value)
    var back = S.request()
    back.id = RequestID(rawValue: "r2")
    back.items = [S.item(.revoke, type, value)]
    bench.outbox.accept(S.plan(back, ["1": held]), now: bench.clock.now)
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
    #expect(bench.members() == ["u9"])
    for attribute in ["roles", "entitlements"] {
      #expect(bench.server["/Users/u1"]?[attribute]?.isUnassigned ?? true)
    }
  }

  @Test("An account is deactivated and reactivated")
  func active() async {
    let bench = DispatchBench()
    bench.approve(S.item(.revoke, .account), facts: ["1": ItemFacts(account: S.account())])
    _ = await bench.run()
    #expect(bench.server["/Users/u1"]?["active"] == false)
    let inactive = ItemFacts(account: S.account(isActive: false))
    var back = S.request()
    back.id = RequestID(rawValue: "r2")
    back.items = [S.item(.grant, .account)]
    bench.outbox.accept(S.plan(back, ["1": inactive]), now: bench.clock.now)
    _ = await bench.run()
    #expect(bench.statuses == ["applied", "applied"])
    #expect(bench.server["/Users/u1"]?["active"] == true)
  }
}
