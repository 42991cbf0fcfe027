import Foundation
import Governance
import Store

/// One run over one server's outbox: by bulk requests where the server offers them, else by single
/// calls, never two at once to one resource.
struct ServerDispatch {
  let server: String
  let client: SCIMClient
  let outbox: any Outbox
  let clock: @Sendable () -> Date
  /// Units: seconds.
  let pause: @Sendable (Double) async -> Void

  // A server that wants to be left alone for longer is left to a later run.
  private static let longestPauseSeconds = 30.0

  /// Takes decisions back, then sends what is due.
  func run() async -> DispatchOutcome { await send(after: await writeBack()) }

  /// Takes decisions on shared requests back to this server: only the winner's actions may be sent.
  func writeBack() async -> DispatchOutcome {
    await carryOut(after: DispatchOutcome(server: server)) {
      outcome, observer throws(DispatchError) in
      let writeBack = WriteBack(observer: observer, outbox: outbox, clock: clock)
      try await writeBack.run(into: &outcome)
    }
  }

  /// Sends what is due, unless this server was out of reach before.
  func send(after outcome: DispatchOutcome) async -> DispatchOutcome {
    guard outcome.problem == nil && outcome.storeError == nil else { return outcome }
    return await carryOut(after: outcome) { outcome, observer throws(DispatchError) in
      try await send(by: observer, into: &outcome)
    }
  }

  func observer() throws(DispatchError) -> Observer {
    Observer(
      server: server, client: client, outbox: outbox, capabilities: try capabilities(),
      clock: clock)
  }

  private func carryOut(
    after outcome: DispatchOutcome,
    _ work: (inout DispatchOutcome, Observer) async throws(DispatchError) -> Void
  ) async -> DispatchOutcome {
    var outcome = outcome
    do throws(DispatchError) {
      try shareMediaType()
      try await work(&outcome, try observer())
      try shareMediaType()
    } catch {
      switch error {
      case .server(let error): outcome.problem = error
      case .store(let error): outcome.storeError = error
      }
    }
    return outcome
  }

  /// Waits as long as the server asked for, whatever it was asked then; false when that is too long.
  func mayGoOn() async -> Bool {
    let seconds = client.manners.quietSeconds(at: clock())
    if seconds > Self.longestPauseSeconds || Task.isCancelled { return false }
    if seconds > 0 { await pause(seconds) }
    return !Task.isCancelled
  }

  /// What the configured server wants as a media type, from an earlier run or for the next one.
  private func shareMediaType() throws(DispatchError) {
    do throws(StoreError) {
      let isKnown = try outbox.syncState(server: server)?.habits.contains(.plainJSON) ?? false
      if isKnown {
        client.manners.learnPlainJSON()
      } else if client.manners.wantsPlainJSON {
        try outbox.saveHabit(.plainJSON, server: server, now: clock())
      }
    } catch {
      throw .store(error)
    }
  }

  private func capabilities() throws(DispatchError) -> Capabilities? {
    do throws(StoreError) {
      return try outbox.syncState(server: server).flatMap(Capabilities.init(remembered:))
    } catch {
      throw .store(error)
    }
  }

  /// What is due, but for what this run has tried. Order: of sending.
  func due(after done: Set<Int64>) throws(DispatchError) -> [Action] {
    do throws(StoreError) {
      return try outbox.dueActions(server: server, now: clock()).filter {
        !done.contains($0.id) && !$0.operation.isManual
      }
    } catch {
      throw .store(error)
    }
  }

  func record(_ end: ActionEnding, of action: Action) throws(DispatchError) {
    // Nothing was decided here: another run holds it.
    guard end.status != .sending else { return }
    let now = clock()
    do throws(StoreError) {
      try outbox.finish(
        action.id, status: end.status, answer: end.answer, advice: end.advice,
        createdID: end.createdID, retryAt: end.delaySeconds.map { now.addingTimeInterval($0) },
        // What was in doubt before is so still, when this look was refused.
        isInDoubt: end.isInDoubt || action.mayBeOurs, actor: nil, now: now)
      for habit in end.learned { try outbox.saveHabit(habit, server: server, now: now) }
    } catch {
      throw .store(error)
    }
  }
}
