import Foundation
import Store

/// One sync of one server, from discovery to the last resource type.
struct ServerSync: Sendable {
  var reader: Reader
  var store: StoreQueue
  var options: SyncOptions
  var readsEverything: Bool
  var acceptsRemovals = false
  var progress: @Sendable (SyncProgress) -> Void

  private var server: String { reader.server }
  private var clock: SyncClock { reader.clock }

  func run() async -> SyncOutcome {
    let start = clock.now()
    var outcome = SyncOutcome(server: server)
    do throws(SyncError) {
      var state = try await loadState()
      let before = state
      do throws(SyncError) {
        try await pull(&state, into: &outcome)
      } catch {
        outcome.error =
          error.code == .cancelled ? .cancelled(server: server) : outcome.error ?? error
        try await rest()
      }
      if !isAsBefore(before, state, outcome) { try await end(&state, outcome) }
    } catch {
      outcome.error = outcome.error ?? error
    }
    outcome.elapsedSeconds = clock.now().timeIntervalSince(start)
    return outcome
  }

  private func pull(
    _ state: inout SyncState, into outcome: inout SyncOutcome
  ) async throws(SyncError) {
    var capabilities = try await discover(&state)
    for name in SyncEngine.types {
      guard let type = capabilities.resourceTypes.first(where: { $0.name == name }) else {
        continue
      }
      if Task.isCancelled { throw .cancelled(server: server) }
      do throws(SyncError) {
        // A group may lose a deleted member without being dated anew.
        let lostMembers = outcome.types.contains { $0.type == "User" && $0.removed > 0 }
        let sync = TypeSync(
          server: self, type: type,
          readsEverything: readsEverything || acceptsRemovals || (name == "Group" && lostMembers))
        outcome.types.append(try await sync.run(&state, &capabilities))
        state.capabilitiesJSON = capabilities.remembered
      } catch {
        // A type that alone is refused leaves the others readable.
        guard error.concernsOneType else { throw error }
        outcome.error = outcome.error ?? error
      }
    }
  }

  // MARK: - What is remembered

  private func loadState() async throws(SyncError) -> SyncState {
    let server = server
    return try await store.run(for: server) { (store) throws(StoreError) in
      try store.syncState(server: server) ?? SyncState(server: server)
    }
  }

  private func save(_ state: SyncState) async throws(SyncError) {
    try await store.run(for: server) { (store) throws(StoreError) in
      try store.saveSyncState(state)
    }
  }

  /// What an earlier sync found out, unless that was long ago or the last sync failed.
  private func discover(_ state: inout SyncState) async throws(SyncError) -> Capabilities {
    let known = Capabilities(remembered: state)
    if let known, state.failure == nil, !readsEverything,
      (0..<options.discoveryLastsSeconds).contains(
        clock.now().timeIntervalSince(known.checkedAt))
    {
      return known
    }
    progress(SyncProgress(server: server, stage: .discovering))
    let described = try await Discovery(reader: reader).describe()
    var found = described.capabilities
    let (server, schemas) = (server, described.schemas)
    try await store.run(for: server) { (store) throws(StoreError) in
      try store.saveSchemas(schemas, server: server)
    }
    if let known { found.keep(from: known) }
    state.take(found)
    try await save(state)
    return found
  }

  /// Whether there is nothing to write: nothing changed, and that was noted a moment ago.
  private func isAsBefore(_ before: SyncState, _ now: SyncState, _ outcome: SyncOutcome) -> Bool {
    guard let last = before.lastSync, before.failure == nil, outcome.error == nil else {
      return false
    }
    return before.capabilitiesJSON == now.capabilitiesJSON && outcome.types.allSatisfy(\.isQuiet)
      && (0..<options.stampSeconds).contains(clock.now().timeIntervalSince(last))
  }

  /// Nobody reads on: what was left half read is not going on any more.
  private func rest() async throws(SyncError) {
    let server = server
    try await store.run(for: server) { (store) throws(StoreError) in
      try store.restWalks(server: server)
    }
  }

  private func confirm(_ outcome: SyncOutcome) async throws(SyncError) {
    let server = server
    for report in outcome.types {
      guard let date = report.confirmedAt else { continue }
      try await store.run(for: server) { (store) throws(StoreError) in
        _ = try store.saveDelta(
          MirrorPage(bytes: [], resources: []), server: server, type: report.type, isLast: true,
          now: date)
      }
    }
  }

  private func end(_ state: inout SyncState, _ outcome: SyncOutcome) async throws(SyncError) {
    if outcome.error?.code == .cancelled {
      // Whoever stops a sync has not failed: the unread rest tells of itself.
    } else if let error = outcome.error {
      state.failure = SyncState.Failure(reason: error.sentence, advice: error.advice)
    } else {
      state.failure = nil
      state.lastSync = clock.now()
    }
    if let found = Capabilities(remembered: state) {
      state.take(found)
      // What is held back the server's state tells in its own way.
      state.limits += outcome.types.flatMap(\.remarks)
    }
    try await confirm(outcome)
    try await save(state)
  }
}

extension SyncState {
  mutating func take(_ found: Capabilities) {
    capabilitiesJSON = found.remembered
    capabilities = found.capabilities
    methods = found.methods
    limits = found.limits
  }
}

extension SyncError {
  /// Whether another resource type of the same server may still be readable.
  fileprivate var concernsOneType: Bool {
    switch code {
    case .badRequest, .forbidden, .notFound, .notSupported, .serverFailed, .unexpectedStatus,
      .notSCIM, .malformed, .tooLarge, .cut, .timedOut, .conflict, .preconditionFailed:
      true
    default: false
    }
  }
}
