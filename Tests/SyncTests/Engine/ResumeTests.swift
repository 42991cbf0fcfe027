import Foundation
import HTTP
import Store
import Testing

@testable import Sync

/// A sync that was killed goes on at its page.
struct ResumeTests {
  func kill(_ bench: EngineBench, at line: String) {
    bench.server.change { state in
      state.fault = { $0.contains(line) ? .failure(.cancelled) : nil }
    }
  }

  func revive(_ bench: EngineBench) { bench.server.change { $0.fault = { _ in nil } } }

  @Test func goesOnAtThePageWhereItStopped() async throws {
    let bench = try EngineBench(people: 450)
    kill(bench, at: "startIndex=298&")
    #expect(await bench.sync().error?.code == .cancelled)
    #expect(try bench.count("User") == 298)
    revive(bench)
    bench.server.forgetLog()
    let outcome = await bench.sync()
    #expect(outcome.error == nil)
    let lists = bench.server.reads.filter {
      $0.contains("/Users?startIndex") && !$0.contains("=2&")
    }
    #expect(lists.contains { $0.contains("startIndex=298&count=100") })
    #expect(!lists.contains { $0.contains("startIndex=100&") })
    #expect(try bench.isTrue())
  }

  /// What moved while it lay still cannot have been seen: the next sync reads everything.
  @Test func isNotTakenForComplete() async throws {
    let bench = try EngineBench(people: 450)
    kill(bench, at: "startIndex=298&")
    await bench.sync()
    bench.server.change { $0.people.removeSubrange(0..<3) }
    revive(bench)
    let resumed = await bench.sync()
    #expect(resumed.remarks.contains { $0.contains("interruption") })
    let next = await bench.sync()
    #expect(next.types.first?.isIncremental == false)
    #expect(try bench.isTrue())
  }

  @Test func goesOnWithItsCursor() async throws {
    let bench = try EngineBench(people: 450, habits: PulledServer.Habits(hasCursors: true))
    kill(bench, at: "cursor=u100299&")
    await bench.sync()
    revive(bench)
    bench.server.forgetLog()
    #expect(await bench.sync().error == nil)
    #expect(!bench.server.reads.contains { $0.contains("cursor=u100099&count=100") })
    #expect(try bench.isTrue())
  }

  @Test func beginsAnewAfterALongTime() async throws {
    let bench = try EngineBench(people: 450)
    kill(bench, at: "startIndex=298&")
    await bench.sync()
    revive(bench)
    bench.clock.advance(FullPull.oldestResumableSeconds + 1)
    bench.server.forgetLog()
    #expect(await bench.sync().error == nil)
    #expect(bench.server.reads.contains { $0.contains("startIndex=1&count=100") })
  }
}
