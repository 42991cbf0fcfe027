import Foundation
import HTTP
import Store
import Testing

@testable import Sync

/// A store in memory, a server in memory and a clock that waits for nobody.
final class EngineBench: Sendable {
  let server: PulledServer
  let store: Store
  let clock: TestClock
  /// The server's own: the same as `clock`, unless the two are to differ.
  let serverClock: TestClock
  let options: SyncOptions

  init(
    people: Int = 0, teams: Int = 0, habits: PulledServer.Habits = PulledServer.Habits(),
    options: SyncOptions = SyncOptions(), path: String = ":memory:", hasTwoClocks: Bool = false
  ) throws {
    clock = TestClock()
    serverClock = hasTwoClocks ? TestClock() : clock
    server = PulledServer(people: people, teams: teams, habits: habits, clock: serverClock)
    store = try Store(path: path)
    self.options = options
  }

  /// A process of its own each time: it knows what the store knows.
  func engine(pageSize: Int? = nil) -> SyncEngine {
    let configuration = ServerConfiguration(
      name: "model", baseURL: PulledServer.base, pageSize: pageSize)
    return SyncEngine(
      store: store, servers: [configuration], transport: server, clock: clock.clock,
      options: options)
  }

  /// A second after whatever came before.
  @discardableResult
  func sync(
    pageSize: Int? = nil, readsEverything: Bool = false, acceptsRemovals: Bool = false
  ) async -> SyncOutcome {
    clock.advance(1)
    if serverClock !== clock { serverClock.advance(1) }
    return await engine(pageSize: pageSize).sync(
      "model", readsEverything: readsEverything, acceptsRemovals: acceptsRemovals)
  }

  func count(_ type: String) throws -> Int { try store.resourceCount(server: "model", type: type) }

  func text(_ type: String, _ id: String) throws -> String? {
    try store.resource(server: "model", type: type, id: id)
      .map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  func has(_ type: String, _ id: String) throws -> Bool { try text(type, id) != nil }

  /// Whether the mirror has exactly what the server has.
  func isTrue() throws -> Bool {
    let people = server.state.withLock { $0.people }
    guard try count("User") == people.count else { return false }
    return try people.allSatisfy { try text("User", $0.id)?.contains("\"\($0.title)\"") == true }
  }
}
