import Foundation
import Governance
import SCIM
import Store

/// Takes many actions to their proof by one call where the server offers bulk (RFC 7644 §3.7).
///
/// > look at all → claim all → send once → read all back
///
/// Each action has its own claim, answer and proof, as if it had been sent alone: a kill at any
/// moment leaves actions in `sending`, which are looked at before anything is sent again.
struct BulkSender {
  let sender: ActionSender
  let limits: BulkLimits

  // A server at fault need not fail a thousand times.
  private static let mostErrors = 10

  struct Report: Sendable {
    /// Order: of recording: what needs a creation comes before it.
    var endings: [(action: Action, end: ActionEnding)] = []
    /// The server took no bulk request: what was claimed goes singly. nil when it did.
    var refusal: SyncError?
  }

  private var observer: Observer { sender.observer }
  private var outbox: any Outbox { sender.outbox }

  /// - Parameter due: in the order of sending.
  func run(_ due: [Action]) async throws(DispatchError) -> Report {
    var report = Report()
    let candidates = try await look(at: due, into: &report)
    let (entries, request) = try fit(candidates)
    // A single call is as good, and tells more.
    guard entries.count > 1 else { return report }
    let claimed = try observer.storing { () throws(StoreError) in
      try outbox.startSending(entries.map(\.action.id), now: sender.clock())
    }
    guard claimed.count == entries.count else {
      // Somebody ended one meanwhile: what was claimed is looked at again.
      report.endings += entries.filter { claimed.contains($0.action.id) }.map {
        ($0.action, .postponed("another run has a part of the bulk request"))
      }
      return report
    }
    try await send(entries, request, into: &report)
    return report
  }

  // MARK: Looking

  /// What is to be sent, and the endings of what is not.
  private func look(
    at due: [Action], into report: inout Report
  ) async throws(DispatchError) -> [BulkEntry] {
    var prepared: [BulkEntry] = []
    for action in due {
      if let held = observer.client.misplaced(decidedFor: action.address) {
        report.endings.append((action, .held(held)))
        continue
      }
      // What may have emptied a group is not for a crowd.
      guard action.savedMembers == nil else { continue }
      let (operation, objection) = try sender.prepare(action)
      if let objection {
        report.endings.append((action, objection))
      } else {
        prepared.append(BulkEntry(action: action, operation: operation))
      }
    }
    let facts = prepared.filter { !$0.operation.creates }
      .flatMap { $0.operation.establishes + $0.operation.presumes }
    let isForced = prepared.contains { $0.action.isUnsure || $0.action.endsByTheClock }
    let seen = try await observer.observe(facts, isForced: isForced, isWhole: false)
    var entries: [BulkEntry] = []
    for entry in prepared {
      let own =
        entry.operation.creates
        ? try await sender.observe(entry.operation, entry.action, isForced: true) : seen
      let end =
        sender.earliness(entry.action).map { .tooEarly($0) }
        ?? sender.judge(entry.operation, own, mayBeOurs: entry.action.mayBeOurs)
      if let end {
        report.endings.append((entry.action, end))
      } else {
        entries.append(entry)
      }
    }
    return try withDependents(versioned(entries, seen))
  }

  /// Names a version where only one operation changes the resource: the second would find another.
  private func versioned(_ entries: [BulkEntry], _ seen: Observation) -> [BulkEntry] {
    let counts = Dictionary(grouping: entries, by: \.operation.target).mapValues(\.count)
    return entries.map { entry in
      var entry = entry
      if counts[entry.operation.target] == 1 {
        entry.version = sender.version(entry.operation, seen)
      }
      return entry
    }
  }

  /// Adds, behind each creation, what waits for its id alone.
  private func withDependents(_ entries: [BulkEntry]) throws(DispatchError) -> [BulkEntry] {
    var all: [BulkEntry] = []
    for entry in entries {
      all.append(entry)
      guard entry.operation.creates else { continue }
      let siblings = try observer.storing { () throws(StoreError) in
        try outbox.actions(for: entry.action.request)
      }
      all += siblings.filter { sibling in
        sibling.operation.needs == [entry.operation.number]
          && sibling.operation.usesIDCreatedBy == entry.operation.number
          && sibling.operation.server == observer.server && sibling.operation.ends == nil
          && [.queued, .waiting].contains(sibling.status) && sibling.attempts == 0
          && sibling.address == entry.action.address
      }.map {
        BulkEntry(action: $0, operation: $0.operation, version: nil, creation: entry.action.id)
      }
    }
    return all
  }

  /// As many from the front as both limits allow. What depends on a creation goes with it, or later.
  private func fit(
    _ entries: [BulkEntry]
  ) throws(DispatchError) -> ([BulkEntry], BulkRequest) {
    var taken: [BulkEntry] = []
    var request = BulkRequest([], failOnErrors: Self.mostErrors)
    var size = request.json.bytes.count
    for entry in entries {
      guard let operation = entry.bulkOperation() else { continue }
      if let creation = entry.creation, !taken.contains(where: { $0.action.id == creation }) {
        continue
      }
      // The comma between two operations is counted too.
      let added = BulkRequest([operation]).json.bytes.count + 1
      guard taken.count < limits.maximumOperations, size + added <= limits.maximumPayloadSize else {
        break
      }
      size += added
      taken.append(entry)
      request.operations.append(operation)
    }
    return (taken, request)
  }

  // MARK: Sending

  private func send(
    _ entries: [BulkEntry], _ request: BulkRequest, into report: inout Report
  ) async throws(DispatchError) {
    let outcomes: BulkOutcomes
    do throws(SyncError) {
      let answer = try await observer.client.post("/Bulk", body: request.json.bytes)
      outcomes = BulkOutcomes(
        try BulkResponse.parsed(answer, from: observer.server), sent: entries.map(\.bulkID))
    } catch {
      report.refusal = error.refusesBulk ? error : nil
      report.endings += entries.reversed().map { entry in
        var end: ActionEnding =
          error.refusesBulk
          ? .postponed(error.sentence)
          : .refused(error, attempts: entry.action.attempts + 1)
        end.isInDoubt = error.leavesDoubt
        return (entry.action, end)
      }
      return
    }
    let proof = BulkProof(sender: sender, outcomes: outcomes)
    // What needs a creation is recorded before it: a creation that conflicts ends what is open.
    report.endings += try await proof.endings(of: entries).reversed()
  }
}

extension ActionEnding {
  /// It goes singly, at once.
  static func postponed(_ reason: String) -> ActionEnding {
    ActionEnding(
      status: .waiting, answer: ServerAnswer(status: 0, text: reason), delaySeconds: 0)
  }
}

extension SyncError {
  /// Whether the server says that it takes no such request at all: nothing was carried out.
  fileprivate var refusesBulk: Bool { [400, 403, 404, 405, 413, 501].contains(status) }
}

extension BulkResponse {
  fileprivate static func parsed(
    _ answer: SCIMAnswer, from server: String
  ) throws(SyncError) -> BulkResponse {
    let json = try JSON.parsed(answer, from: server)
    do throws(SCIMError) {
      return try BulkResponse(json)
    } catch {
      throw .notSCIM(server: server, status: answer.status, bytes: answer.bytes)
    }
  }
}
