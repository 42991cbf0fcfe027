import Foundation
import Governance
import HTTP
import Store
import Synchronization
import Testing

@testable import Sync

/// A sync that its operator stops: what was read stays, and the next one goes on there.
struct StopTests {
  private func stopped(_ bench: EngineBench, at line: String) async -> SyncOutcome {
    let task = Mutex<Task<SyncOutcome, Never>?>(nil)
    let hasBegun = AsyncStream<Void>.makeStream()
    bench.server.change { state in
      state.fault = { request in
        if request.contains(line) { task.withLock { $0?.cancel() } }
        return nil
      }
    }
    let sync = Task {
      for await _ in hasBegun.stream { break }
      return await bench.sync()
    }
    task.withLock { $0 = sync }
    hasBegun.continuation.yield()
    let outcome = await sync.value
    bench.server.change { $0.fault = { _ in nil } }
    return outcome
  }

  private func phase(_ bench: EngineBench) throws -> ServerState.Phase? {
    let configured = [ConfiguredServer(name: "model", baseURL: PulledServer.base)]
    return try bench.store.servers(configured, now: bench.clock.clock.now()).first?.phase
  }

  @Test func losesNothingAndGoesOn() async throws {
    let bench = try EngineBench(people: 450)
    let outcome = await stopped(bench, at: "startIndex=298&")
    #expect(outcome.error?.code == .cancelled)
    #expect(outcome.error?.sentence == "The sync of model was stopped.")
    let read = try bench.count("User")
    #expect((100..<450).contains(read))
    #expect(try phase(bench) == .stopped(type: "User", done: read, total: 450))
    bench.server.forgetLog()
    #expect(await bench.sync().error == nil)
    #expect(!bench.server.reads.contains { $0.contains("startIndex=100&") })
    #expect(try bench.isTrue())
    #expect(try phase(bench) == .idle)
  }

  /// Who stops a sync has not failed: what was known of the server is as before.
  @Test func isNoFailure() async throws {
    let bench = try EngineBench(people: 450)
    await bench.sync()
    let before = try #require(try bench.store.syncState(server: "model"))
    let task = Task { () -> SyncOutcome in
      withUnsafeCurrentTask { $0?.cancel() }
      return await bench.sync(readsEverything: true)
    }
    #expect(await task.value.error?.code == .cancelled)
    let after = try #require(try bench.store.syncState(server: "model"))
    #expect(after.failure == nil && after.lastSync == before.lastSync)
  }

  @Test func theSpeedIsThatOfThisSync() {
    var speed = Speedometer()
    #expect(speed.perSecond(done: 300, at: Date(timeIntervalSince1970: 0)) == nil)
    #expect(speed.perSecond(done: 300, at: Date(timeIntervalSince1970: 1)) == nil)
    #expect(speed.perSecond(done: 500, at: Date(timeIntervalSince1970: 2)) == 100)
    // Another reading of the same type begins anew.
    #expect(speed.perSecond(done: 10, at: Date(timeIntervalSince1970: 3)) == nil)
    #expect(speed.perSecond(done: 20, at: Date(timeIntervalSince1970: 4)) == 10)
  }
}
