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
  private let pause: @Sendable (Double) async -> Void

  /// - Parameters:
  ///   - client: the client of a configured server, always the same one; nil for a name that the
  ///     configuration does not have.
  ///   - clock: `now` and `sleep` are used.
  public init(
    store: Store, client: @escaping @Sendable (String) -> SCIMClient?,
    clock: SyncClock = .system
  ) {
    self.init(outbox: store, client: client, clock: clock.now, pause: clock.sleep)
  }

  init(
    outbox: any Outbox, client: @escaping @Sendable (String) -> SCIMClient?,
    clock: @escaping @Sendable () -> Date, pause: @escaping @Sendable (Double) async -> Void
  ) {
    self.pause = pause
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
    // A decision that is written back on one server lets actions go on others.
    var outcomes = await onEach(servers.map { DispatchOutcome(server: $0) }) { outcome in
      await dispatch(outcome) { await $0.writeBack() }
    }
    outcomes = await onEach(outcomes) { outcome in
      await dispatch(outcome) { await $0.send(after: outcome) }
    }
    // The right to send is held until the last server is done.
    withExtendedLifetime(lock) {}
    return outcomes
  }

  /// Order: as given.
  private func onEach(
    _ outcomes: [DispatchOutcome],
    _ work: @escaping @Sendable (DispatchOutcome) async -> DispatchOutcome
  ) async -> [DispatchOutcome] {
    await withTaskGroup(of: (Int, DispatchOutcome).self) { group in
      for (place, outcome) in outcomes.enumerated() {
        group.addTask { (place, await work(outcome)) }
      }
      return await group.reduce(into: outcomes) { $0[$1.0] = $1.1 }
    }
  }

  private func dispatch(
    _ outcome: DispatchOutcome, _ work: (ServerDispatch) async -> DispatchOutcome
  ) async -> DispatchOutcome {
    let server = outcome.server
    guard let client = client(server) else {
      return DispatchOutcome(
        server: server,
        problem: SyncError(
          code: .invalidURL, server: server,
          sentence: "No server is called “\(server)” in the configuration.",
          advice: "Add it with `countersign server add`, under the same name."))
    }
    return await work(
      ServerDispatch(
        server: server, client: client, outbox: outbox, clock: clock, pause: pause))
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
