import Foundation
import Testing

@testable import Sync

/// Clocks that leap: nothing is lost, and nothing waits for a day that was never there.
struct ClockTests {
  private static let year: Double = 366 * 86_400

  private func change(_ bench: EngineBench, title: String, newcomer: Int) {
    bench.server.change { state in
      state.people.remove(at: 3)
      state.people[5].title = title
      state.people[5].modified = bench.clock.now
      var person = PulledServer.person(2_000 + newcomer)
      person.modified = bench.clock.now
      state.people.append(person)
    }
  }

  @Test(arguments: [true, false], [year, -year])
  func afterALeapAndBackEverythingIsSeen(filtersDates: Bool, leap: Double) async throws {
    let bench = try EngineBench(people: 40, habits: .init(filtersDates: filtersDates))
    await bench.sync()
    bench.clock.advance(leap)
    await bench.sync()
    bench.clock.advance(-leap)
    for round in 0..<3 {
      change(bench, title: "Title \(round)", newcomer: round)
      // What is missing is believed when it is missed twice.
      for _ in 0..<2 { #expect(await bench.sync().error == nil) }
      #expect(try bench.isTrue(), "round \(round)")
      bench.clock.advance(600)
    }
  }
}
