import ArgumentParser
import Foundation
import Governance
import Store
import Sync
import Synchronization

struct SyncVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Read the servers, and send what waits for them.",
    discussion: """
      Sends approved changes, endings that are due, and decisions that a shared queue has to know. \
      One server that fails does not keep back the others; the exit status is then 4. When a \
      server's list is suddenly much shorter, nothing is removed: what would vanish is told, and \
      goes only with --accept-removals. Ctrl-C stops the reading: nothing is lost, and the next sync \
      goes on there.
      """)

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Read everything, even where the server can tell what changed.") var full = false
  @Flag(
    help: .init(
      "Let go what an earlier sync held back, because the servers named no longer list it."))
  var acceptRemovals = false
  @Argument(help: "Servers by name (default: all).") var names: [String] = []

  func validate() throws {
    if acceptRemovals && names.isEmpty {
      throw ValidationError("Name the servers whose missing resources are really gone.")
    }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    defer { session.store.close() }
    try session.allow(.sync)
    try await run(in: session)
  }

  func run(in session: Session) async throws {
    let servers = try session.configuration.servers(named: names).map(\.name)
    let work = ServerWork(session: session)
    let progress = SyncProgressLines(console: session.console, isQuiet: session.isJSON)
    let (outcomes, signal) = await readUntilStopped(servers, work, progress, session)
    progress.finish()
    if let signal { throw tellStop(outcomes, progress, signal, session) }
    try work.settle()
    let sent = await work.dispatch(servers)
    var first: Failure?
    for (outcome, dispatch) in zip(outcomes, sent) {
      let failure = outcome.error.map { Failure(any: $0) } ?? dispatch.failure
      first = first ?? failure
      // The failure of the only server ends the verb, and is told there.
      report(outcome, dispatch, servers.count > 1 ? failure : nil, session)
    }
    guard var failure = first else { return }
    failure.sentence =
      servers.count > 1 ? "Not every server was read and served." : failure.sentence
    if servers.count > 1 { failure.advice = "" }
    throw failure
  }

  /// Reads until all is read, or until a signal asks to stop.
  private func readUntilStopped(
    _ servers: [String], _ work: ServerWork, _ progress: SyncProgressLines, _ session: Session
  ) async -> ([SyncOutcome], signal: Int32?) {
    let reading = Task(executorPreference: QuietExecutor.shared) {
      await read(servers, work, progress)
    }
    let stopped = Mutex<Int32?>(nil)
    let unwatch = session.invocation.interrupts.watch { signal in
      stopped.withLock { $0 = signal }
      reading.cancel()
    }
    let outcomes = await reading.value
    unwatch()
    // What was asked for at the very end came too late to stop anything.
    let wasStopped = outcomes.contains { $0.error?.code == .cancelled }
    return (outcomes, wasStopped ? stopped.withLock { $0 } : nil)
  }

  /// Says what was read and what was not.
  private func tellStop(
    _ outcomes: [SyncOutcome], _ progress: SyncProgressLines, _ signal: Int32, _ session: Session
  ) -> Failure {
    for outcome in outcomes {
      let text = SyncText(sync: outcome, dispatch: DispatchOutcome(server: outcome.server))
      if session.isJSON {
        session.console.line(text.json.text)
      } else if outcome.error?.code == .cancelled {
        session.console.line("\(outcome.server): stopped \(progress.place(of: outcome.server))")
      } else {
        session.console.prose(text.sentence)
      }
    }
    return Failure(
      EndStatus(signal: signal), code: "sync.stopped", "The sync was stopped.",
      advice: "Nothing is lost: the next sync goes on there, and sends what waits to be sent.")
  }

  private func read(
    _ servers: [String], _ work: ServerWork, _ progress: SyncProgressLines
  ) async -> [SyncOutcome] {
    let (isFull, isAccepted) = (full, acceptRemovals)
    let outcomes = await withTaskGroup(of: SyncOutcome.self) { group in
      for server in servers {
        group.addTask {
          await work.sync(server, isFull: isFull, acceptsRemovals: isAccepted) {
            progress.note($0, of: server)
          }
        }
      }
      return await group.reduce(into: [String: SyncOutcome]()) { $0[$1.server] = $1 }
    }
    return servers.compactMap { outcomes[$0] }
  }

  private func report(
    _ outcome: SyncOutcome, _ dispatch: DispatchOutcome, _ failure: Failure?, _ session: Session
  ) {
    let text = SyncText(sync: outcome, dispatch: dispatch)
    if session.isJSON {
      session.console.line(text.json.text)
    } else {
      session.console.prose(text.sentence)
      for remark in outcome.remarks { session.console.errorLine(remark) }
    }
    if let failure { session.console.errorLine(failure.text) }
  }
}
