import Foundation
import Governance
import Logging
import Store
import Sync

/// What is done with servers, for the screens and for the shell alike: pull, then send.
struct ServerWork: Sendable {
  let session: Session
  private let dispatcher: Dispatcher

  init(session: Session) {
    self.session = session
    let clock = session.invocation.now
    let transport = session.invocation.transport
    // One client a server, so that token and connections are shared.
    let clients = Dictionary(
      uniqueKeysWithValues: session.configuration.servers.map {
        ($0.name, SCIMClient(configuration: $0, transport: transport, now: clock))
      })
    dispatcher = Dispatcher(store: session.store, client: { clients[$0] }, clock: clock)
  }

  var names: [String] { session.configuration.servers.map(\.name) }

  /// Sends what is due: decisions to write back, the outbox, endings. Order: as given.
  func dispatch(_ servers: [String]) async -> [DispatchOutcome] {
    let outcomes = await dispatcher.run(servers)
    for outcome in outcomes {
      guard let failure = outcome.failure else { continue }
      session.log.error(
        "\(failure.text)", metadata: ["server": "\(outcome.server)", "code": "\(failure.code)"])
    }
    return outcomes
  }

  /// What follows from newly read facts: requests lapse, and their risk is another one.
  func settle() throws(StoreError) {
    try session.store.expireRequests(now: session.now)
    let open = try session.store.queueIDs(folder: .open, operator: nil, now: session.now)
    try session.desk.assessRisk(of: open, now: session.now)
  }
}

extension DispatchOutcome {
  /// What kept the run from its end; nil when nothing did.
  var failure: Failure? {
    problem.map { Failure(any: $0) } ?? storeError.map { Failure(any: $0) }
  }
}
