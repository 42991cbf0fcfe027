import HTTP
import Store
import Synchronization

/// Brings the mirror up to what the servers have, several servers at once, one failing alone.
public final class SyncEngine: Sendable {
  /// The resource types that are read where a server offers them. Order: as they are read.
  public static let types = ["User", "Group", "Role", "Entitlement", "AccessRequest"]

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
  ///   - progress: Called on any thread; must return at once.
  public func sync(
    _ server: String, readsEverything: Bool = false,
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
      progress: progress
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

  /// Finds out what one server can do, and writes nothing: `server check`.
  public func check(_ server: String) async throws(SyncError) -> Capabilities {
    guard let client = clients[server] else { throw .unknownServer(server) }
    return try await Discovery(
      reader: Reader(client: client, policy: options.retry, clock: clock)
    ).run()
  }
}

extension SyncError {
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
