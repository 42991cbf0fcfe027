import Foundation
import HTTP
import Store
import Synchronization

/// Brings the mirror up to what the servers have, several servers at once, one failing alone.
public final class SyncEngine: Sendable {
  /// The resource types that are read where a server offers them. Order: as they are read.
  public static let types = ["User", "Group", "Role", "Entitlement", "Device", "AccessRequest"]

  public let servers: [ServerConfiguration]
  private let clients: [String: SCIMClient]
  private let store: StoreQueue
  private let clock: SyncClock
  private let options: SyncOptions
  private let running = Mutex<Set<String>>([])

  public init(
    store: Store, servers: [ServerConfiguration], transport: any HTTPTransport,
    clock: SyncClock = .system, options: SyncOptions = SyncOptions()
  ) {
    self.servers = servers
    self.store = StoreQueue(store)
    self.clock = clock
    self.options = options
    clients = Dictionary(
      servers.map {
        ($0.name, SCIMClient(configuration: $0, transport: transport, now: clock.now))
      },
      uniquingKeysWith: { first, _ in first })
  }

  /// The one client of a configured server: it keeps the token. nil for another name.
  public func client(_ server: String) -> SCIMClient? { clients[server] }

  /// Reads one server. What it did is in the store even where it ends with an error, and the next
  /// sync goes on there.
  ///
  /// - Parameters:
  ///   - readsEverything: Reads all resources even where only the changes would do.
  ///   - acceptsRemovals: Lets go what an earlier sync held back because too much was missing at once.
  ///   - progress: Called on any thread; must return at once.
  public func sync(
    _ server: String, readsEverything: Bool = false, acceptsRemovals: Bool = false,
    progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
  ) async -> SyncOutcome {
    guard let client = clients[server] else {
      return SyncOutcome(server: server, error: .unknownServer(server))
    }
    guard running.withLock({ $0.insert(server).inserted }) else {
      return SyncOutcome(server: server, error: .alreadyRunning(server))
    }
    defer { running.withLock { _ = $0.remove(server) } }
    let reader = Reader(client: client, policy: options.retry, clock: clock)
    return await ServerSync(
      reader: reader, store: store, options: options, readsEverything: readsEverything,
      acceptsRemovals: acceptsRemovals, progress: progress
    ).run()
  }

  /// Reads all configured servers at once. Order: as configured.
  public func syncAll(
    readsEverything: Bool = false,
    progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
  ) async -> [SyncOutcome] {
    let outcomes = await withTaskGroup(of: SyncOutcome.self) { group in
      for server in servers {
        group.addTask {
          await self.sync(server.name, readsEverything: readsEverything, progress: progress)
        }
      }
      return await group.reduce(into: [String: SyncOutcome]()) { $0[$1.server] = $1 }
    }
    return servers.compactMap { outcomes[$0.name] }
  }

  /// Finds out what one server can do, and remembers it: `server check`.
  ///
  /// - Parameter writes: Tries writing too, on two users and a group of its own, which are removed
  ///   again whatever happens.
  ///
  /// Throws: when the server cannot be used; a trial of writing that ended early throws after its
  /// cleaning, with what stays behind in the advice.
  public func check(_ server: String, writes: Bool = false) async throws(SyncError) -> Capabilities
  {
    guard let client = clients[server] else { throw .unknownServer(server) }
    let reader = Reader(client: client, policy: options.retry, clock: clock)
    var found = try await Discovery(reader: reader).run()
    let known = try await store.run(for: server) { (store) throws(StoreError) in
      try store.syncState(server: server).flatMap(Capabilities.init(remembered:))
    }
    if let known { found.keep(from: known) }
    var failure: SyncError?
    if writes {
      let trial = WriteTrial(reader: reader, capabilities: found, mark: mark())
      let findings = await trial.run()
      for proof in findings.proofs { found.note(proof) }
      found.describe()
      found.limits += findings.leftBehind
      failure = findings.error?.leaving(findings.leftBehind)
    }
    try await remember(found, of: server)
    if let failure { throw failure }
    return found
  }

  /// Shape: `countersign-check-6a1b2c3d-4e5f`.
  private func mark() -> String {
    let time = String(Int(clock.now().timeIntervalSince1970), radix: 16)
    let chance = String(UInt16.random(in: 0x1000...0xffff), radix: 16)
    return "countersign-check-\(time)-\(chance)"
  }

  private func remember(_ found: Capabilities, of server: String) async throws(SyncError) {
    try await store.run(for: server) { (store) throws(StoreError) in
      try store.saveCapabilities(
        server: server, json: found.remembered, capabilities: found.capabilities,
        methods: found.methods, limits: found.limits)
    }
  }
}

extension SyncError {
  fileprivate func leaving(_ sentences: [String]) -> SyncError {
    var copy = self
    copy.advice = ([advice] + sentences).joined(separator: " ")
    return copy
  }

  static func unknownServer(_ server: String) -> SyncError {
    SyncError(
      code: .invalidURL, server: server, sentence: "There is no server \(server).",
      advice: "See `countersign server list` for the names in the configuration.")
  }

  static func alreadyRunning(_ server: String) -> SyncError {
    SyncError(
      code: .alreadyRunning, server: server, sentence: "A sync of \(server) is running already.",
      advice: "Wait until it ends.", disposition: .retryLater(afterSeconds: 1))
  }
}
