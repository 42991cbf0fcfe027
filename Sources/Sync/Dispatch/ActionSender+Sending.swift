import Governance
import SCIM
import Store

/// One change in one form.
struct Attempt: Sendable {
  var change: WriteChange
  var form: WriteForm
}

// The call, in the form that was accepted, and in others only after the server refuses that form.
extension ActionSender {
  /// How sending one call ended.
  enum Step {
    /// nil when the resource changed since the look.
    case ended(ActionEnding?)
    /// Not carried out: the server does not take this form.
    case refused(SyncError)
    /// Accepted, and read back it is not so.
    case unproven(ActionEnding)
  }

  /// Sends the change; nil when the resource changed since the look, so look again.
  func send(
    _ operation: PlannedOperation, _ action: Action, _ seen: Observation
  ) async throws(DispatchError) -> ActionEnding? {
    guard let planned = operation.call else { return nil }
    guard let change = WriteChange(operation), let forms = forms(of: change, planned) else {
      switch try await attempt(planned, nil, of: operation, action, seen) {
      case .ended(let end): return end
      case .unproven(let end): return end
      case .refused(let error): return .refused(error, attempts: action.attempts + 1)
      }
    }
    return try await send(change, in: forms, operation, action, seen)
  }

  private func send(
    _ change: WriteChange, in forms: [WriteForm], _ operation: PlannedOperation, _ action: Action,
    _ seen: Observation
  ) async throws(DispatchError) -> ActionEnding? {
    var seen = seen
    // What the server says about the first form is what a person should read.
    var first: SyncError?
    var unproven: ActionEnding?
    for form in forms where first?.leavesRoom(for: form) ?? true {
      if first != nil || (form != .path && (!seen.isForced || seen.isPartial(change))) {
        do throws(DispatchError) {
          seen = try await observe(
            operation, action, isForced: true, isWhole: form.needsWholeGroup)
        } catch {
          return try refusal(error, attempts: action.attempts + 1)
        }
        if let end = judge(operation, seen, mayBeOurs: action.mayBeOurs) { return end }
      }
      guard let call = call(change, form, seen) else { continue }
      try record(call, change, form, operation, action, seen)
      let attempt = Attempt(change: change, form: form)
      switch try await self.attempt(call, attempt, of: operation, action, seen) {
      case .ended(let end): return end
      case .refused(let error): first = first ?? error
      case .unproven(let end):
        guard first != nil else { return end }
        unproven = end
      }
    }
    return unproven ?? first.map { .refused($0, attempts: action.attempts + 1) } ?? .unshown(change)
  }

  /// nil for a call that this version would not write: it is sent as it was accepted.
  private func forms(of change: WriteChange, _ planned: Call) -> [WriteForm]? {
    let encoder = observer.encoder
    let form = change.kind.forms.first { encoder.call(change, $0) == planned }
    return form.map { (encoder.habits ?? WriteHabits()).forms(for: change.kind, planned: $0) }
  }

  /// The call with its body; nil when the resource does not show what the call could take away.
  private func call(_ change: WriteChange, _ form: WriteForm, _ seen: Observation) -> Call? {
    var call = observer.encoder.call(change, form)
    if form == .valueArray, seen.members(of: change) == nil { return nil }
    guard form == .whole else { return call }
    guard !seen.isPartial(change) else { return nil }
    // What was never fetched would be missing in a whole resource, and so be taken away.
    guard client.configuration.neverFetch.isEmpty else { return nil }
    guard let body = seen.document(of: change)?.replaced(by: change) else { return nil }
    call.body = body.text
    return call
  }

  /// Keeps what is about to be sent instead of the plan's call, and what it could destroy.
  private func record(
    _ call: Call, _ change: WriteChange, _ form: WriteForm, _ operation: PlannedOperation,
    _ action: Action, _ seen: Observation
  ) throws(DispatchError) {
    // What an earlier attempt saved is out of date by now.
    guard call != operation.call || action.savedMembers != nil else { return }
    let members = seen.members(of: change)
    try observer.storing { () throws(StoreError) in
      try outbox.recordSending(
        action.id, of: call.recorded, savedMembers: members.map { SavedMembers(list: $0).text },
        now: clock())
    }
  }

  private func attempt(
    _ call: Call, _ attempt: Attempt?, of operation: PlannedOperation, _ action: Action,
    _ seen: Observation
  ) async throws(DispatchError) -> Step {
    let version = version(operation, seen)
    let answer: SCIMAnswer
    do throws(SyncError) {
      answer = try await client.send(
        call.method, call.path, body: call.body.map { Array($0.utf8) }, ifMatch: version)
    } catch {
      if error.code == .preconditionFailed && version != nil { return .ended(nil) }
      if attempt != nil && error.refusesForm { return .refused(error) }
      return .ended(try await refusal(error, of: operation, action))
    }
    return try await confirm(operation, action, answer, attempt, before: seen)
  }
}

extension Call {
  /// As the ledger keeps it: a whole resource by its digest, for it may be long and about people.
  var recorded: Call {
    guard method == "PUT", let body else { return self }
    return Call(method: method, path: path, body: "sha-256 \(Digest.sha256(Array(body.utf8)))")
  }
}

extension SyncError {
  /// Whether the server says that it does not take the call as it is written: 400, 501 or, for the
  /// whole method, 405. Anything else is about what was asked, not about the form.
  fileprivate var refusesForm: Bool {
    guard [400, 405, 501].contains(status) else { return false }
    return !["uniqueness", "tooMany", "mutability", "sensitive"].contains(scimType ?? "")
  }

  /// Where PATCH is not there at all, only PUT is left.
  fileprivate func leavesRoom(for form: WriteForm) -> Bool { status != 405 || form == .whole }
}

extension ActionEnding {
  /// No form is left that could not do damage.
  fileprivate static func unshown(_ change: WriteChange) -> ActionEnding {
    ActionEnding(
      status: .failed,
      answer: ServerAnswer(status: 0, text: "The server does not show its \(change.attribute)."),
      advice: "Nothing was sent: the only call that it takes could remove others. Do it in the"
        + " server's own console.")
  }
}
