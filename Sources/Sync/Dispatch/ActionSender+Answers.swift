import Governance
import SCIM
import Store

// What the server's answer to a call means.
extension ActionSender {
  /// What a refused call means, after a look where the server's word alone does not say.
  func refusal(
    _ error: SyncError, of operation: PlannedOperation, _ action: Action
  ) async throws(DispatchError) -> ActionEnding {
    let answer = ServerAnswer(status: error.status, text: error.serverText)
    switch error.code {
    case .notFound where operation.target != nil:
      return .conflicted("\(operation.target ?? "") is not there any more.", answer)
    case .conflict:
      let seen: Observation
      do throws(DispatchError) {
        seen = try await observe(operation, action, isForced: true)
      } catch {
        return try refusal(error, attempts: action.attempts + 1)
      }
      if var end = judge(operation, seen, mayBeOurs: action.mayBeOurs) {
        end.answer = answer
        return end
      }
    default: break
    }
    var end = ActionEnding.refused(error, attempts: action.attempts + 1)
    end.isInDoubt = error.leavesDoubt
    return end
  }

  func refusal(_ error: DispatchError, attempts: Int) throws(DispatchError) -> ActionEnding {
    switch error {
    case .server(let error) where error.code != .store: .refused(error, attempts: attempts)
    default: throw error
    }
  }

  // MARK: Reading back

  /// A 2xx is no proof (PROVIDERS rule 5): the effect is looked for on the server.
  func confirm(
    _ operation: PlannedOperation, _ action: Action, _ answer: SCIMAnswer, _ attempt: Attempt?,
    before: Observation
  ) async throws(DispatchError) -> Step {
    let given = operation.creates ? createdID(answer) : nil
    var seen: Observation
    do throws(DispatchError) {
      if let given {
        seen = try await observer.observe(
          operation.resolving(createdBy: operation.number, as: given), created: given)
      } else {
        seen = try await observe(
          operation, action, isForced: true, isWhole: attempt?.form.needsWholeGroup ?? false)
      }
    } catch {
      var end = try refusal(error, attempts: action.attempts + 1)
      end.isInDoubt = true
      return .ended(end)
    }
    // A mirror that is some seconds old may name members who have left by somebody's wish.
    if let attempt, before.isForced, let members = before.members(of: attempt.change),
      !seen.isPartial(attempt.change)
    {
      let saved = SavedMembers(list: members)
      let lost = saved.lost(by: attempt.change, now: seen.members(of: attempt.change) ?? [])
      if !lost.isEmpty && seen.document(of: attempt.change) != nil {
        return .ended(try await putBack(lost, saved, attempt, operation, action))
      }
    }
    // The server has just said that it made it.
    seen.mayBeOurs = true
    let id = given ?? (operation.creates ? seen.lookup?.match?.id : nil)
    let known = id.map { operation.resolving(createdBy: operation.number, as: $0) } ?? operation
    let said = ServerAnswer(status: answer.status, text: lostAttributes(attempt, before, seen))
    guard let missing = seen.firstFalse(known.establishes) else {
      return .ended(
        ActionEnding(
          status: .applied, answer: said, createdID: id,
          learned: learned(by: attempt)))
    }
    return .unproven(unproven(missing, answer, id))
  }

  /// The form that the server obeyed, where that is not known yet.
  private func learned(by attempt: Attempt?) -> [WriteHabit] {
    guard let attempt else { return [] }
    let known = observer.encoder.habits?.obeyed(for: attempt.change.kind) ?? .path
    return attempt.form == known ? [] : [.obeyed(attempt.form, for: attempt.change.kind)]
  }

  /// A PUT may lose what the server shows and does not take: that is told, not hidden.
  private func lostAttributes(
    _ attempt: Attempt?, _ before: Observation, _ after: Observation
  ) -> String {
    guard let attempt, attempt.form == .whole,
      let old = before.document(of: attempt.change)?.object,
      let new = after.document(of: attempt.change)?.object
    else { return "" }
    let lost = old.keys.filter { key in
      new[key] == nil && old[key]?.isUnassigned == false
        && key.lowercased() != attempt.change.attribute
    }
    return lost.isEmpty ? "" : "the server dropped besides: \(lost.joined(separator: ", "))"
  }

  private func unproven(
    _ missing: PresumedFact, _ answer: SCIMAnswer, _ id: String?
  ) -> ActionEnding {
    ActionEnding(
      status: .failed,
      answer: ServerAnswer(
        status: answer.status,
        text: "\(answer.status), but read back it is not so that \(missing.sentence)"),
      advice: "The server took the call and dropped the change. Do it in the server's own console,"
        + " or ask who runs it, then retry.", createdID: id, isInDoubt: true)
  }

  private func createdID(_ answer: SCIMAnswer) -> String? {
    do throws(SyncError) {
      let json = try JSON.parsed(answer, from: observer.server)
      guard let id = json["id"]?.idText, !id.isEmpty else { return nil }
      return id
    } catch {
      // A creation may answer nothing: the account is looked up then.
      return nil
    }
  }
}
