import Governance
import SCIM
import Store

// A call that emptied a group is undone (PROVIDERS rule 6).
extension ActionSender {
  // AWS takes a hundred member changes in one request.
  private static let mostMembers = 100

  /// After a call that was cut off: puts back whom it removed besides; nil when there is nobody.
  func rescue(
    _ operation: PlannedOperation, _ action: Action, _ seen: Observation
  ) async throws(DispatchError) -> ActionEnding? {
    guard let saved = action.savedMembers.flatMap(SavedMembers.init(text:)),
      let change = WriteChange(operation), seen.document(of: change) != nil
    else { return nil }
    let lost = saved.lost(by: change, now: seen.members(of: change) ?? [])
    guard !lost.isEmpty else { return nil }
    let isClaimed = try observer.storing { () throws(StoreError) in
      try outbox.startSending(action.id, now: clock())
    }
    guard isClaimed else { return ActionEnding(status: .sending) }
    return try await putBack(
      lost, saved, Attempt(change: change, form: .valueArray), operation, action)
  }

  /// Puts members back, and says how the action ends that made it necessary.
  func putBack(
    _ lost: [JSON], _ saved: SavedMembers, _ attempt: Attempt, _ operation: PlannedOperation,
    _ action: Action
  ) async throws(DispatchError) -> ActionEnding {
    var saved = saved
    saved.isRestoring = true
    do throws(DispatchError) {
      try await add(lost, saved, attempt, action)
      let seen = try await observe(operation, action, isForced: true)
      let missing = saved.lost(by: attempt.change, now: seen.members(of: attempt.change) ?? [])
      return ending(lost.count, missing.count, operation, attempt, seen)
    } catch {
      // What was saved stays with the action: the next try goes on here.
      var end = try refusal(error, attempts: action.attempts + 1)
      end.isInDoubt = true
      return end
    }
  }

  private func add(
    _ lost: [JSON], _ saved: SavedMembers, _ attempt: Attempt, _ action: Action
  ) async throws(DispatchError) {
    let group = attempt.change.resourceID
    for start in stride(from: 0, to: lost.count, by: Self.mostMembers) {
      let batch = Array(lost[start..<min(start + Self.mostMembers, lost.count)])
      let call = observer.encoder.addMembers(batch, to: group)
      guard try await carryOut(call, saved, action) else {
        try await putWhole(saved, attempt, action)
        return
      }
    }
  }

  /// The group as it is now, with all that were saved.
  private func putWhole(
    _ saved: SavedMembers, _ attempt: Attempt, _ action: Action
  ) async throws(DispatchError) {
    let fact = PresumedFact(kind: .groupExists, subject: attempt.change.resourceID, sentence: "")
    let seen = try await observer.observe([fact], isForced: true)
    guard var document = seen.document(of: attempt.change) else { return }
    let now = document["members"]?.array ?? []
    document["members"] = .array(now + saved.lost(by: attempt.change, now: now))
    document["meta"] = nil
    let path = observer.encoder.path(of: attempt.change)
    _ = try await carryOut(Call(method: "PUT", path: path, body: document.text), saved, action)
  }

  /// False when the server refuses the call.
  private func carryOut(
    _ call: Call, _ saved: SavedMembers, _ action: Action
  ) async throws(DispatchError) -> Bool {
    try observer.storing { () throws(StoreError) in
      try outbox.recordSending(
        action.id, of: call.recorded, savedMembers: saved.text, now: clock())
    }
    do throws(SyncError) {
      _ = try await client.send(call.method, call.path, body: call.body.map { Array($0.utf8) })
      return true
    } catch {
      guard error.disposition == .needsOperator, !error.concernsWholeServer else {
        throw .server(error)
      }
      return false
    }
  }

  private func ending(
    _ lostCount: Int, _ missingCount: Int, _ operation: PlannedOperation, _ attempt: Attempt,
    _ seen: Observation
  ) -> ActionEnding {
    let harm = [WriteHabit.harmful(attempt.form, for: attempt.change.kind)]
    let what = "\(observer.server) emptied the group"
    guard missingCount == 0 else {
      return ActionEnding(
        status: .failed,
        answer: ServerAnswer(
          status: 0, text: "\(what); \(missingCount) of its \(lostCount) members are still missing"),
        advice: "Retry: they are known, and are put back first. Else put them back in the server's"
          + " own console; the mirror's last look at the group names them.", learned: harm)
    }
    let text = "\(what); its \(lostCount) other members were put back"
    guard let unmet = seen.firstFalse(operation.establishes) else {
      return ActionEnding(
        status: .applied, answer: ServerAnswer(status: 200, text: text), learned: harm)
    }
    return ActionEnding(
      status: .failed,
      answer: ServerAnswer(status: 0, text: "\(text). It is not so that \(unmet.sentence)"),
      advice: "Retry: another form of the call is used.", learned: harm)
  }
}
