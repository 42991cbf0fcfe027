import Foundation
import Governance
import Screens
import Store
import Sync
import Synchronization

/// Syncs and sends in the background while the screens are open.
final class Exchange: Sendable {
  private struct State {
    /// Servers that are being read, with how far.
    var phases: [String: ServerState.Phase] = [:]
    /// What reads them.
    var syncs: [String: Task<SyncOutcome, Never>] = [:]
    /// As the screens were told last.
    var servers: [ServerState] = []
    var toldAt = Date.distantPast
    /// What kept the last dispatch from a server.
    var failures: [String: Failure] = [:]
    var isDispatching = false
    var mustDispatchAgain = false
    var nextSync: Date?
    var nextDispatch: Date?

    var marked: [ServerState] {
      servers.map { server in
        guard let phase = phases[server.name] else { return server }
        var server = server
        server.phase = phase
        return server
      }
    }
  }

  // Faster than a screen is read, a progress bar is noise.
  private static let progressPause = 0.1
  // What nothing came of is not tried again at once.
  private static let patience = 60.0

  private let session: Session
  private let serverWork: ServerWork
  private let post: @Sendable (Event) -> Void
  private let wakeLoop: @Sendable () -> Void
  private let state = Mutex(State())
  private let runningCount = Mutex(0)

  /// - Parameter wakeLoop: makes the loop look at ``wakeDate`` again.
  init(
    session: Session, wakeLoop: @escaping @Sendable () -> Void,
    post: @escaping @Sendable (Event) -> Void
  ) {
    self.session = session
    self.wakeLoop = wakeLoop
    self.post = post
    serverWork = ServerWork(session: session)
  }

  /// Sends what an earlier run left, and finds out when the next sync is due. It reads and writes.
  func begin() {
    do {
      try session.store.expireRequests(now: session.now)
      try planNextSync()
      if let due = try session.store.nextDue() {
        state.withLock { $0.nextDispatch = due }
        wakeLoop()
      }
    } catch { report(Failure(any: error)) }
  }

  /// When ``wake(at:)`` has something to do; nil for never.
  var wakeDate: Date? {
    state.withLock { [$0.nextSync, $0.nextDispatch].compactMap { $0 }.min() }
  }

  func wake(at now: Date) {
    let (mustSync, mustDispatch) = state.withLock { state in
      let due = (
        state.nextSync.map { $0 <= now } ?? false, state.nextDispatch.map { $0 <= now } ?? false
      )
      if due.0 { state.nextSync = nil }
      if due.1 { state.nextDispatch = nil }
      return due
    }
    if mustSync { sync(server: nil) }
    if mustDispatch { dispatchAll() }
  }

  /// Adds what is known of running syncs to what the database says.
  func marking(_ event: Event) -> Event {
    guard case .serversRead(let servers) = event else { return event }
    return .serversRead(
      state.withLock { state in
        state.servers = servers
        return state.marked
      })
  }

  // MARK: Syncing

  /// Reads one server, or all of them; one that is being read already is left alone.
  func sync(server: String?) {
    let wanted = server.map { [$0] } ?? serverWork.names
    let started = state.withLock { state in
      let idle = wanted.filter { state.phases[$0] == nil }
      for name in idle { state.phases[name] = .syncing(type: "", done: 0, total: nil) }
      return idle
    }
    guard !started.isEmpty else { return }
    tellServers(isUrgent: true)
    work(.utility) { [self] in
      await withTaskGroup(of: Void.self) { group in
        for name in started { group.addTask { await self.syncOne(name) } }
      }
      do {
        try serverWork.settle()
        try planNextSync(after: session.now)
      } catch { report(Failure(any: error)) }
      dispatchAll()
    }
  }

  private func syncOne(_ name: String) async {
    let sync = Task(executorPreference: QuietExecutor.shared, priority: .utility) { [self] in
      await serverWork.sync(name) { [self] progress in
        state.withLock { $0.phases[name] = ServerState.Phase(progress) }
        tellServers(isUrgent: false)
      }
    }
    state.withLock { $0.syncs[name] = sync }
    let outcome = await sync.value
    state.withLock {
      $0.phases[name] = nil
      $0.syncs[name] = nil
    }
    tellServers(isUrgent: true)
    guard let error = outcome.error else { return }
    post(
      error.code == .cancelled
        ? .syncStopped(server: name) : .failed(Problem(Failure(any: error))))
  }

  /// Stops reading a server: the page under way is let go, what was saved stays.
  func stopSync(_ server: String) { state.withLock { $0.syncs[server] }?.cancel() }

  private func tellServers(isUrgent: Bool) {
    let now = session.now
    let mayTell = state.withLock { state in
      guard isUrgent || now.timeIntervalSince(state.toldAt) >= Self.progressPause else {
        return false
      }
      state.toldAt = now
      return true
    }
    guard mayTell else { return }
    do {
      let servers = try session.store.servers(session.configuration.configuredServers, now: now)
      post(marking(.serversRead(servers)))
    } catch { report(Failure(any: error)) }
  }

  private func planNextSync(after last: Date? = nil) throws(StoreError) {
    guard let interval = session.configuration.syncIntervalSeconds, !serverWork.names.isEmpty else {
      return
    }
    let servers = try session.store.servers(
      session.configuration.configuredServers, now: session.now)
    let oldest = last ?? servers.map { $0.lastSync ?? .distantPast }.min() ?? .distantPast
    state.withLock { $0.nextSync = oldest.addingTimeInterval(Double(interval)) }
    wakeLoop()
  }

  // MARK: Sending

  /// Sends what is due on every server. A call while one runs makes it run once more.
  func dispatchAll() {
    let mustStart = state.withLock { state in
      state.mustDispatchAgain = state.isDispatching
      defer { state.isDispatching = true }
      return !state.isDispatching
    }
    guard mustStart else { return }
    work(.userInitiated) { [self] in
      repeat { await dispatchOnce() } while mustDispatchAgain()
    }
  }

  private func dispatchOnce() async {
    let outcomes = await serverWork.dispatch(serverWork.names)
    for outcome in outcomes { tell(outcome) }
    do {
      let next = try session.store.nextDue()
      // What is still due could not be done just now: another process sends, a server is away, or a
      // person must act.
      let earliest = session.now.addingTimeInterval(
        next.map { $0 > session.now } == true ? 0 : Self.patience)
      state.withLock { $0.nextDispatch = next.map { max($0, earliest) } }
      wakeLoop()
    } catch { report(Failure(any: error)) }
  }

  /// Says what keeps a server from being reached once, not at every attempt.
  private func tell(_ outcome: DispatchOutcome) {
    let isNew = state.withLock { state in
      defer { state.failures[outcome.server] = outcome.failure }
      return state.failures[outcome.server] != outcome.failure
    }
    if isNew, let failure = outcome.failure { post(.failed(Problem(failure))) }
  }

  private func mustDispatchAgain() -> Bool {
    state.withLock { state in
      defer { state.mustDispatchAgain = false }
      state.isDispatching = state.mustDispatchAgain
      return state.mustDispatchAgain
    }
  }

  /// Nothing is being read or sent.
  var isIdle: Bool { runningCount.withLock { $0 == 0 } }

  /// Works off the loop, which is woken at the end: it may be waiting for just that.
  private func work(_ priority: TaskPriority, _ body: @escaping @Sendable () async -> Void) {
    runningCount.withLock { $0 += 1 }
    Task.detached(executorPreference: QuietExecutor.shared, priority: priority) { [self] in
      await body()
      runningCount.withLock { $0 -= 1 }
      wakeLoop()
    }
  }

  private func report(_ failure: Failure) {
    session.log.error("\(failure.text)", metadata: ["code": "\(failure.code)"])
    post(.failed(Problem(failure)))
  }
}

extension ServerState.Phase {
  fileprivate init(_ progress: SyncProgress) {
    self = .syncing(
      type: progress.word, done: progress.done, total: progress.total,
      perSecond: progress.ratePerSecond)
  }
}
