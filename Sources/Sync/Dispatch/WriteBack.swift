import Foundation
import Governance
import SCIM
import Store

/// Takes decisions on shared requests back to the server that shares them (design, section 12).
///
/// The server is where two approvers who decide at once are told apart: the first PATCH wins, by
/// `If-Match` where versions are real. Only the winner's actions are sent.
struct WriteBack {
  let observer: Observer
  let outbox: any Outbox
  let clock: @Sendable () -> Date

  private var server: String { observer.server }
  private var client: SCIMClient { observer.client }

  // A request that changes under every look is being written by a machine: later, then.
  private static let mostLooks = 3

  /// How one look ends.
  private enum Ending {
    case written
    case overtaken(RequestStatus, by: String?)
    /// The request is another one by now; the store has ended the decision.
    case outdated
    case refused(SyncError)
  }

  func run(into outcome: inout DispatchOutcome) async throws(DispatchError) {
    let waiting = try observer.storing { () throws(StoreError) in
      try outbox.unwrittenDecisions(server: server)
    }
    for unwritten in waiting where (unwritten.due ?? .distantPast) <= clock() {
      if Task.isCancelled || outcome.problem != nil { return }
      let end = try await write(unwritten)
      try record(end, of: unwritten)
      switch end {
      case .written: outcome.writtenCount += 1
      case .overtaken, .outdated: outcome.overtakenCount += 1
      case .refused(let error):
        outcome.refusals.append(error)
        outcome.problem = error.concernsWholeServer ? error : nil
      }
    }
  }

  private func record(_ end: Ending, of unwritten: UnwrittenDecision) throws(DispatchError) {
    let now = clock()
    try observer.storing { () throws(StoreError) in
      switch end {
      case .written: try outbox.markWritten(unwritten.id, now: now)
      case .overtaken(let status, let name):
        try outbox.markOvertaken(unwritten.id, status: status, by: name, now: now)
      case .outdated: break
      case .refused(let error):
        let delay =
          error.isRetryable
          ? RetrySchedule.delaySeconds(
            attempts: unwritten.attempts + 1, asked: error.askedDelaySeconds)
          : RetrySchedule.longestDelaySeconds
        try outbox.markUnwritten(
          unwritten.id, answer: ServerAnswer(status: error.status, text: error.said),
          advice: error.advice, retryAt: now.addingTimeInterval(delay), now: now)
      }
    }
  }

  // MARK: One decision

  private func write(_ unwritten: UnwrittenDecision) async throws(DispatchError) -> Ending {
    if var held = client.misplaced(decidedFor: unwritten.address) {
      held.advice = "Set its URL back: the request that was decided on is there."
      return .refused(held)
    }
    let path = path(of: unwritten)
    let document = try document(for: unwritten)
    var refusal: SyncError?
    do throws(SyncError) {
      for _ in 1...Self.mostLooks {
        let answer = try await client.get(path)
        let shared = try JSON.parsed(answer, from: server)
        if let end = judge(shared, document) { return end }
        // What is approved is what was decided on: the store compares, and ends what differs.
        try observer.keep("AccessRequest", answer)
        guard try isWaiting(unwritten) else { return .outdated }
        let version = answer.etag ?? shared["meta"]?["version"]?.string
        do throws(SyncError) {
          _ = try await client.patch(path, body: document.patch.bytes, ifMatch: version)
        } catch {
          // Somebody was faster, by the version or by the server's own rule: look who.
          guard error.code == .preconditionFailed || error.code == .conflict else { throw error }
          refusal = error
          continue
        }
        // > Rule 5: a 2xx is no proof, and without versions somebody may have been faster.
        let after = try JSON.parsed(try await client.get(path), from: server)
        if let end = judge(after, document) { return end }
        return .refused(dropped)
      }
      return .refused(refusal.map { $0.code == .conflict ? $0 : busy } ?? busy)
    } catch {
      if error.code == .notFound { return .overtaken(.cancelled, by: nil) }
      if error.code == .store { throw .server(error) }
      return .refused(error)
    }
  }

  private func path(of unwritten: UnwrittenDecision) -> String {
    let endpoint = observer.capabilities?.endpoint(of: "AccessRequest") ?? "/AccessRequests"
    return "\(endpoint)/\(PercentEncoding.pathSegment(unwritten.resourceID))"
  }

  private func isWaiting(_ unwritten: UnwrittenDecision) throws(SyncError) -> Bool {
    do throws(StoreError) {
      return try outbox.unwrittenDecisions(server: server).contains { $0.id == unwritten.id }
    } catch {
      throw SyncError(error, server: server)
    }
  }

  /// What the shared request says about our decision; nil while nobody has decided.
  private func judge(_ shared: JSON, _ document: DecisionDocument) -> Ending? {
    let decisions = shared["decisions"]?.array ?? []
    // The first decision is the one that counts: whoever came after did not see it.
    if let first = decisions.first {
      if document.isOurs(first) { return .written }
      return .overtaken(Self.status(shared, first), by: Self.name(first))
    }
    let status = shared["status"]?.string?.lowercased() ?? RequestStatus.pending.rawValue
    if status == RequestStatus.pending.rawValue { return nil }
    return .overtaken(RequestStatus(rawValue: status) ?? .cancelled, by: nil)
  }

  private static func status(_ shared: JSON, _ decision: JSON) -> RequestStatus {
    switch decision["outcome"]?.string?.lowercased() {
    case DecisionOutcome.approved.rawValue: return .approved
    case DecisionOutcome.denied.rawValue: return .denied
    default:
      let said = RequestStatus(rawValue: shared["status"]?.string?.lowercased() ?? "")
      return said.flatMap { $0.isTerminal ? $0 : nil } ?? .denied
    }
  }

  private static func name(_ decision: JSON) -> String? {
    decision["authority"]?["display"]?.string ?? decision["authority"]?["value"]?.string
  }

  private func document(
    for unwritten: UnwrittenDecision
  ) throws(DispatchError) -> DecisionDocument {
    let decision = unwritten.decision
    return try observer.storing { () throws(StoreError) in
      DecisionDocument(
        decision: decision, items: unwritten.request.items.map(\.id),
        authorityID: try id(of: decision.authority), handID: try id(of: decision.hand))
    }
  }

  /// The person's User id on this server, which is how it names people; else their key.
  private func id(of person: PersonReference) throws(StoreError) -> String {
    try outbox.accounts(of: person.key, on: server).first?.id ?? person.key.rawValue
  }

  private var dropped: SyncError {
    SyncError(
      code: .unexpectedStatus, server: server,
      sentence: "\(server) accepted the decision and does not show it.",
      advice: "Ask who runs the server whether `decisions` can be written; nothing was sent yet.")
  }

  private var busy: SyncError {
    SyncError(
      code: .preconditionFailed, server: server,
      sentence: "The request on \(server) changes faster than a decision can be written.",
      advice: "Wait: it is tried again by itself.", status: 412,
      disposition: .retryLater(afterSeconds: 0))
  }
}

extension SyncError {
  /// The server's own words, or ours where it had none.
  var said: String { serverText.isEmpty ? sentence : serverText }
}
