import Foundation
import SCIM
import Store
import Testing

@testable import Sync

/// Groups of tens of thousands: read in a part of their size, wherever a server shows their members.
struct LongGroupTests {
  private static let count = 12_000

  private func bench(_ habits: PulledServer.Habits) throws -> EngineBench {
    let bench = try EngineBench(people: 20, teams: 2, habits: habits)
    bench.server.change { state in
      state.teams[1].members = (0..<Self.count).map { "u\(100_000 + $0)" }
    }
    return bench
  }

  private func isMember(_ bench: EngineBench, _ number: Int) throws -> Bool? {
    try bench.store.membership(server: "model", group: "g1", user: "u\(100_000 + number)")?.value
  }

  @Test(arguments: [true, false])
  func allMembersAreKnown(listsMembers: Bool) async throws {
    let bench = try bench(PulledServer.Habits(listsMembers: listsMembers))
    #expect(await bench.sync().error == nil)
    #expect(try isMember(bench, 0) == true)
    #expect(try isMember(bench, Self.count - 1) == true)
    #expect(try isMember(bench, Self.count) == false)
    #expect(try (bench.text("Group", "g1")?.utf8.count ?? .max) < 140_000)
    bench.server.change { $0.teams[1].members.remove(at: Self.count - 2) }
    let outcome = await bench.sync(readsEverything: true)
    #expect(outcome.types.last?.changed == 1)
    #expect(try isMember(bench, Self.count - 2) == false)
    #expect(try isMember(bench, Self.count - 1) == true)
    #expect(await bench.sync(readsEverything: true).types.last?.changed == 0)
  }
}
