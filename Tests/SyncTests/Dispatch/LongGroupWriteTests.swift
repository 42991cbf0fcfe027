import Foundation
import Governance
import SCIM
import Store
import Testing

@testable import Sync

/// Changes of groups of tens of thousands: only whom they are about is read, unless the form of the
/// call could take away others.
struct LongGroupWriteTests {
  private static let crowd = (0..<12_000).map { "crowd-\($0)" }

  private func bench(also: [String] = [], quirks: ModelServer.Quirks = .init()) -> DispatchBench {
    let bench = DispatchBench(quirks: quirks)
    bench.server.change("/Groups/g1") { group in
      group["members"] = .array((Self.crowd + also).map { ["value": .string($0)] })
    }
    return bench
  }

  @Test func joinsAndIsRead() async throws {
    let bench = bench()
    bench.approveGroup()
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    #expect(bench.members() == Self.crowd + ["u1"])
    let kept = try #require(try bench.outbox.resource(server: "idp", type: "Group", id: "g1"))
    #expect(kept.bytes.count < MemberSieve.keptBytes + 1_000)
  }

  @Test func isThereAlready() async throws {
    let bench = bench(also: ["u1"])
    bench.approveGroup()
    _ = await bench.run()
    #expect(bench.statuses.first?.hasPrefix("satisfied") == true)
    #expect(bench.server.calls() == [])
  }

  /// The path form is refused: what a PUT sends is the whole group.
  @Test func aWholeGroupIsReadBeforeItIsPut() async throws {
    let bench = bench()
    for _ in 0..<2 { bench.server.inject("PATCH", .answer(501, "")) }
    bench.approveGroup()
    _ = await bench.run()
    #expect(bench.statuses == ["applied"])
    #expect(Set(bench.members()) == Set(Self.crowd + ["u1"]))
    #expect(bench.server.calls().last?.hasPrefix("PUT /Groups/g1") == true)
  }
}
