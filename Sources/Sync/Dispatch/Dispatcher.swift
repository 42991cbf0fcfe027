import Foundation
import Governance
import Store

/// Sends what was approved, and nothing else: the way from the outbox to the servers.
///
/// It may be stopped at any moment, the power cut included: the next run looks at the server before
/// it sends anything that may have been sent.
public struct Dispatcher: Sendable {
  private let outbox: any Outbox
  private let client: @Sendable (String) -> SCIMClient?
  private let clock: @Sendable () -> Date

  /// - Parameter client: the client of a configured server, always the same one; nil for a name
  ///   that the configuration does not have.
  public init(
    store: Store, client: @escaping @Sendable (String) -> SCIMClient?,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.init(outbox: store, client: client, clock: clock)
  }

  init(
    outbox: any Outbox, client: @escaping @Sendable (String) -> SCIMClient?,
    clock: @escaping @Sendable () -> Date
  ) {
    self.outbox = outbox
    self.client = client
    self.clock = clock
  }

  /// Sends what is due on one server.
  public func run(_ server: String) async -> DispatchOutcome {
    await run([server]).first ?? DispatchOutcome(server: server)
  }

  /// Sends what is due on several servers, all at once, one failing alone. Order: as given.
  public func run(_ servers: [String]) async -> [DispatchOutcome] {
    let lock: OutboxLock?
    do throws(StoreError) {
      lock = try outbox.lockOutbox()
    } catch {
      return servers.map { DispatchOutcome(server: $0, storeError: error) }
    }
    guard let lock else { return servers.map { DispatchOutcome(server: $0, isBusy: true) } }
    let outcomes = await withTaskGroup(of: DispatchOutcome.self) { group in
      for server in servers { group.addTask { await dispatch(server) } }
      return await group.reduce(into: [String: DispatchOutcome]()) { $0[$1.server] = $1 }
    }
    // The right to send is held until the last server is done.
    withExtendedLifetime(lock) {}
    return servers.map { outcomes[$0] ?? DispatchOutcome(server: $0) }
  }

  private func dispatch(_ server: String) async -> DispatchOutcome {
    guard let client = client(server) else {
      return DispatchOutcome(
        server: server,
        problem: SyncError(
          code: .invalidURL, server: server,
          sentence: "No server is called “\(server)” in the configuration.",
          advice: "Add it with `countersign server add`, under the same name."))
    }
    return await ServerDispatch(server: server, client: client, outbox: outbox, clock: clock).run()
  }
}

extension DispatchOutcome {
  fileprivate init(
    server: String, problem: SyncError? = nil, storeError: StoreError? = nil, isBusy: Bool = false
  ) {
    self.init(server: server)
    self.problem = problem
    self.storeError = storeError
    self.isBusy = isBusy
  }
}
