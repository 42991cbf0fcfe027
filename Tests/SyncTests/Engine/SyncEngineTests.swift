import Foundation
import HTTP
import Store
import Synchronization
import Testing

@testable import Sync

struct SyncEngineTests {
  @Test func readsEverythingTheFirstTime() async throws {
    let bench = try EngineBench(people: 250, teams: 3)
    let outcome = await bench.sync()
    #expect(outcome.error == nil)
    #expect(outcome.types.map(\.type) == ["User", "Group"])
    #expect(outcome.types.map(\.added) == [250, 3])
    #expect(try bench.isTrue())
    #expect(try bench.count("Group") == 3)
    let state = try #require(try bench.store.syncState(server: "model"))
    #expect(state.lastSync == bench.clock.now)
    #expect(state.failure == nil)
    #expect(state.capabilities.contains("ETag"))
    #expect(Set(state.highWater.keys) == ["User", "Group"])
  }

  @Test func writesNothingWhereNothingChanged() async throws {
    let bench = try EngineBench(people: 120, teams: 2)
    await bench.sync()
    let again = await bench.sync(readsEverything: true)
    #expect(again.types.map(\.read) == [120, 2])
    #expect(again.types.map(\.added) == [0, 0])
    #expect(again.types.map(\.changed) == [0, 0])
  }

  @Test func readsOnlyChangesAfterwards() async throws {
    let bench = try EngineBench(people: 250, teams: 2)
    await bench.sync()
    bench.clock.advance(600)
    bench.server.change { state in
      state.people[7].title = "Director"
      state.people[7].modified = bench.clock.now
    }
    bench.clock.advance(60)
    bench.server.forgetLog()
    let outcome = await bench.sync()
    #expect(outcome.types.map(\.isIncremental) == [true, true])
    #expect(outcome.types.map(\.changed) == [1, 0])
    // The counting is for deletions.
    let reads = bench.server.reads.filter { !$0.hasSuffix("?startIndex=1&count=1") }
    #expect(reads.allSatisfy { $0.contains("meta.lastModified%20gt") })
    #expect(bench.server.reads.count == reads.count + 2)
    #expect(try bench.isTrue())
  }

  /// The window overlaps: a change that was dated before the last sync, and seen after it, is read.
  @Test func looksBackBeforeTheLastSync() async throws {
    let bench = try EngineBench(people: 20)
    await bench.sync()
    bench.server.change { state in
      state.people[3].title = "Late"
      state.people[3].modified = bench.clock.now - 120
    }
    bench.clock.advance(60)
    let outcome = await bench.sync()
    #expect(outcome.types.first?.changed == 1)
  }

  @Test func readsEverythingOnceADay() async throws {
    let bench = try EngineBench(people: 20, teams: 1)
    await bench.sync()
    bench.clock.advance(86_401)
    let outcome = await bench.sync()
    #expect(outcome.types.map(\.isIncremental) == [false, false])
  }

  @Test func tellsHowFarItIs() async throws {
    let bench = try EngineBench(people: 250)
    let seen = Mutex<[SyncProgress]>([])
    _ = await bench.engine().sync("model") { progress in
      bench.clock.advance(1)
      seen.withLock { $0.append(progress) }
    }
    let all = seen.withLock { $0 }
    let users = all.filter { $0.stage == .reading(type: "User") }
    #expect(all.first?.stage == .discovering)
    #expect(users.map(\.done) == [0, 100, 199, 250, 250])
    #expect(users.dropFirst(2).allSatisfy { $0.total == 250 && ($0.ratePerSecond ?? 0) > 0 })
  }

  @Test func oneServerFailsAlone() async throws {
    let bench = try EngineBench(people: 20)
    let other = ServerConfiguration(
      name: "lost", baseURL: PulledServer.base, token: .environment("COUNTERSIGN_NO_SUCH_TOKEN"))
    let engine = SyncEngine(
      store: bench.store,
      servers: [other, ServerConfiguration(name: "model", baseURL: PulledServer.base)],
      transport: bench.server, clock: bench.clock.clock)
    let outcomes = await engine.syncAll()
    #expect(outcomes.map(\.server) == ["lost", "model"])
    #expect(outcomes[0].error?.code == .tokenMissing)
    #expect(outcomes[1].error == nil)
    #expect(try bench.isTrue())
    #expect(try bench.store.syncState(server: "lost")?.failure?.reason.contains("NO_SUCH") == true)
  }

  @Test func readsTheOtherTypesWhereOneIsForbidden() async throws {
    let bench = try EngineBench(people: 20, teams: 2)
    await bench.sync()
    bench.server.change { state in
      state.fault = { $0.contains("/Users?") ? .success(HTTPResponse(status: 403)) : nil }
    }
    bench.clock.advance(60)
    let outcome = await bench.sync()
    #expect(outcome.error?.code == .forbidden)
    #expect(outcome.types.map(\.type) == ["Group"])
    #expect(try bench.count("User") == 20)
    #expect(try bench.store.syncState(server: "model")?.failure != nil)
  }

  @Test func aServerIsSyncedOnceAtATime() async throws {
    let bench = try EngineBench(people: 20)
    let engine = bench.engine()
    let (asked, asking) = AsyncStream<Void>.makeStream()
    let task = Task { await engine.sync("model") { _ in asking.yield() } }
    for await _ in asked { break }
    let second = await engine.sync("model")
    _ = await task.value
    // The first may have ended before the second asked.
    #expect(second.error == nil || second.error?.code == .alreadyRunning)
    #expect(await engine.sync("nobody").error?.code == .invalidURL)
  }

  @Test func checkRemembersWhatItFound() async throws {
    let bench = try EngineBench(people: 3)
    let found = try await bench.engine().check("model")
    #expect(found.indexPaging == .proven)
    let state = try #require(try bench.store.syncState(server: "model"))
    #expect(Capabilities(remembered: state) == found)
    #expect(state.lastSync == nil && state.methods == found.methods)
  }
}
