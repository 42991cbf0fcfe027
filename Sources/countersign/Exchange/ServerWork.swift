import Foundation
import Governance
import Logging
import Store
import Sync

/// What is done with servers, for the screens and for the shell alike: pull, then send.
struct ServerWork: Sendable {
  // More than any plan has operations that wait for one another.
  private static let mostRounds = 20

  let session: Session
  private let engine: SyncEngine
  private let dispatcher: Dispatcher

  init(session: Session) {
    self.session = session
    let engine = session.invocation.engine(session.configuration.servers, session.store)
    self.engine = engine
    dispatcher = Dispatcher(
      store: session.store, client: { engine.client($0) }, clock: session.invocation.syncClock)
  }

  var names: [String] { session.configuration.servers.map(\.name) }

  /// Reads one server into the mirror.
  func sync(
    _ server: String, isFull: Bool = false, acceptsRemovals: Bool = false,
    progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
  ) async -> SyncOutcome {
    let outcome = await engine.sync(
      server, readsEverything: isFull, acceptsRemovals: acceptsRemovals, progress: progress)
    for remark in outcome.remarks {
      session.log.notice("\(remark)", metadata: ["server": "\(server)"])
    }
    if let error = outcome.error {
      session.log.error(
        "\(error.sentence) \(error.advice)",
        metadata: [
          "server": "\(server)", "code": "\(error.code.rawValue)", "status": "\(error.status)",
        ])
    }
    return outcome
  }

  /// Sends what is due: decisions to write back, the outbox, endings. Order: as given.
  ///
  /// What one server took can make something due on another: it goes on until nothing moves.
  func dispatch(_ servers: [String]) async -> [DispatchOutcome] {
    var outcomes = await dispatcher.run(servers)
    var latest = outcomes
    for _ in 1..<Self.mostRounds where latest.contains(where: \.didWork) {
      latest = await dispatcher.run(servers)
      for index in outcomes.indices { outcomes[index].add(latest[index]) }
    }
    for outcome in outcomes {
      guard let failure = outcome.failure else { continue }
      session.log.error(
        "\(failure.text)", metadata: ["server": "\(outcome.server)", "code": "\(failure.code)"])
    }
    return outcomes
  }

  /// What follows from newly read facts: requests lapse, new ones get their policy, rules decide,
  /// and risks are others.
  func settle() throws(StoreError) {
    try session.store.expireRequests(now: session.now)
    try session.store.advanceClocks(now: session.now)
    let open = try session.store.queueIDs(folder: .open, operator: nil, now: session.now)
    try session.desk.judge(open, now: session.now)
  }
}

extension DispatchOutcome {
  /// Counts a later run over the same server in; what kept it from its end is what counts now.
  fileprivate mutating func add(_ later: DispatchOutcome) {
    actions.merge(later.actions) { $0 + $1 }
    writtenCount += later.writtenCount
    overtakenCount += later.overtakenCount
    problem = later.problem
    remark = later.remark
    storeError = later.storeError
    isBusy = later.isBusy
  }

  /// What kept the run from its end; nil when nothing did.
  var failure: Failure? {
    problem.map { Failure(any: $0) } ?? storeError.map { Failure(any: $0) }
      ?? remark.map { Failure(any: $0) }
  }
}
