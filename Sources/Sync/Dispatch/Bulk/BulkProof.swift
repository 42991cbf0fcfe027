import Governance
import SCIM

/// Reads back what a bulk request did, each resource once, and says how each action ends.
///
/// > A 2xx is no proof (PROVIDERS rule 5), and an outcome that is missing is no refusal: what counts
/// > is what is there.
struct BulkProof {
  let sender: ActionSender
  let outcomes: BulkOutcomes

  private var observer: Observer { sender.observer }

  /// Order: as given.
  func endings(
    of entries: [BulkEntry]
  ) async throws(DispatchError) -> [(action: Action, end: ActionEnding)] {
    var endings: [(action: Action, end: ActionEnding)] = []
    var created: [Int64: String] = [:]
    for entry in entries where entry.operation.creates {
      let end = try await ending(ofCreation: entry)
      created[entry.action.id] = end.status == .applied ? end.createdID : nil
      endings.append((entry.action, end))
    }
    let resolved = entries.filter { !$0.operation.creates }.map { entry in
      guard let creation = entry.creation, let number = entry.operation.usesIDCreatedBy,
        let id = created[creation]
      else { return entry }
      var entry = entry
      entry.operation = entry.operation.resolving(createdBy: number, as: id)
      return entry
    }
    let seen: Observation
    do throws(DispatchError) {
      let known = resolved.filter { $0.creation.map { created[$0] != nil } ?? true }
      seen = try await observer.observe(
        known.flatMap { $0.operation.establishes }, isForced: true, isWhole: false)
    } catch {
      for entry in resolved { endings.append((entry.action, try unread(error, entry))) }
      return endings
    }
    for entry in resolved {
      endings.append((entry.action, ending(of: entry, seen, created)))
    }
    return endings
  }

  private func unread(
    _ error: DispatchError, _ entry: BulkEntry
  ) throws(DispatchError) -> ActionEnding {
    var end = try sender.refusal(error, attempts: entry.action.attempts + 1)
    end.isInDoubt = true
    return end
  }

  private func ending(
    of entry: BulkEntry, _ seen: Observation, _ created: [Int64: String]
  ) -> ActionEnding {
    if let creation = entry.creation, created[creation] == nil {
      return .postponed("It needs an account that was not created.")
    }
    guard let missing = seen.firstFalse(entry.operation.establishes) else {
      let outcome = outcomes[entry]
      if let outcome, outcome.status >= 400 {
        // So it is, though this call did not make it so.
        return ActionEnding(
          status: entry.action.mayBeOurs ? .applied : .satisfied,
          answer: ServerAnswer(status: outcome.status, text: "so already"))
      }
      return ActionEnding(
        status: .applied, answer: ServerAnswer(status: outcome?.status ?? 200, text: ""))
    }
    return unmet(entry, missing)
  }

  private func ending(ofCreation entry: BulkEntry) async throws(DispatchError) -> ActionEnding {
    let id = outcomes.createdID(entry)
    var seen: Observation
    do throws(DispatchError) {
      if let id {
        seen = try await observer.observe(
          entry.operation.resolving(createdBy: entry.operation.number, as: id), created: id)
      } else {
        seen = try await sender.observe(entry.operation, entry.action, isForced: true)
      }
    } catch {
      return try unread(error, entry)
    }
    let isAccepted = outcomes[entry].map { $0.status < 400 } ?? true
    seen.mayBeOurs = isAccepted || entry.action.mayBeOurs
    let found = id ?? seen.lookup?.match?.id
    let known = found.map {
      entry.operation.resolving(createdBy: entry.operation.number, as: $0)
    }
    if let known, seen.firstFalse(known.establishes) == nil {
      return ActionEnding(
        status: seen.mayBeOurs ? .applied : .satisfied,
        answer: ServerAnswer(status: outcomes[entry]?.status ?? 200, text: ""), createdID: found)
    }
    if let end = sender.judge(entry.operation, seen, mayBeOurs: seen.mayBeOurs),
      !isAccepted
    {
      return end
    }
    return unmet(entry, (known ?? entry.operation).establishes[0])
  }

  /// What the server says of one operation that is not in effect.
  private func unmet(_ entry: BulkEntry, _ missing: PresumedFact) -> ActionEnding {
    guard let outcome = outcomes[entry] else {
      // > §3.7.3: after failOnErrors errors the rest is not told of, and not done.
      return .postponed("The server stopped before it came to this one.")
    }
    let text = outcome.error?.sentence ?? outcome.response?.string ?? ""
    switch outcome.status {
    case 429, 500, 502..<600:
      return ActionEnding(
        status: .waiting, answer: ServerAnswer(status: outcome.status, text: text),
        delaySeconds: RetrySchedule.delaySeconds(attempts: entry.action.attempts + 1),
        isInDoubt: outcome.status != 429)
    case 400...:
      // Sent alone it meets what a single call has: other forms, a look, the reason.
      return .postponed(text.isEmpty ? "refused within a bulk request" : text)
    default:
      var end = ActionEnding.postponed("")
      end.status = .failed
      end.delaySeconds = nil
      end.isInDoubt = true
      end.answer = ServerAnswer(
        status: outcome.status,
        text: "\(outcome.status), but read back it is not so that \(missing.sentence)")
      end.advice =
        "The server took the call and dropped the change. Do it in the server's own console,"
        + " or ask who runs it, then retry."
      return end
    }
  }
}
