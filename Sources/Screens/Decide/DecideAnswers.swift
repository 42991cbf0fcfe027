import Governance

/// Takes the plans that a confirmation asked for. When one is not the one that was shown, the
/// operator has to look again: the focus goes back to No.
func takePlans(_ details: [RequestDetail], _ generation: Int, _ state: inout AppState) {
  guard var confirmation = state.confirmation, generation == confirmation.generation else { return }
  if let shown = confirmation.details {
    let before = Dictionary(shown.map { ($0.request.id, $0.planDigest) }) { first, _ in first }
    let moved = details.filter { before[$0.request.id] != $0.planDigest }
    if !moved.isEmpty || details.count != shown.count {
      confirmation.notice =
        moved.isEmpty
        ? "Something changed while you were reading. Look again."
        : "\(count(moved.count, "plan")) changed while you were reading. Look again."
      confirmation.isUnread = true
      if confirmation.focus == .yes { confirmation.focus = .no }
    }
  }
  confirmation.details = details
  for detail in details { state.details.accept(detail.request.id, detail, now: state.now) }
  state.confirmation = confirmation
}

/// What changed may have changed the plans that are being looked at.
func reread(_ state: inout AppState) -> [Effect] {
  guard let confirmation = state.confirmation, confirmation.details != nil else { return [] }
  state.planGeneration += 1
  state.confirmation?.generation = state.planGeneration
  return state.confirmation.map { [$0.reading] } ?? []
}

/// Takes how a batch ended: what was done is untagged, what was not stays tagged with why, and what
/// was refused because its plan changed is shown again.
func takeReports(_ reports: [DecisionReport], _ state: inout AppState) -> [Effect] {
  guard !reports.isEmpty else { return expireDecided(&state) }
  var done: Set<RequestID> = []
  var changed: [RequestID] = []
  var firstRefusal: DecisionRefusal?
  for report in reports {
    guard let refusal = report.refusal else {
      done.insert(report.request)
      continue
    }
    firstRefusal = firstRefusal ?? refusal
    if reports.count > 1 { state.queue.tag(report.request) }
    state.queue.leftovers[report.request] = refusal.sentence
    if case .planChanged = refusal { changed.append(report.request) }
  }
  state.queue.untag(done)
  let isDenial = state.lastBatch?.outcome == .denied
  state.message = summary(reports, done: done.count, firstRefusal, isDenial: isDenial)
  return expireDecided(&state) + askAgain(changed, &state)
}

private func summary(
  _ reports: [DecisionReport], done: Int, _ refusal: DecisionRefusal?, isDenial: Bool
) -> Message {
  guard let refusal else {
    let waiting = reports.filter { !$0.waitsFor.isEmpty }
    if let first = waiting.first {
      let steps = first.waitsFor.map { "“\($0)”" }.joined(separator: ", ")
      return reports.count == 1
        ? .done("Your yes is recorded. Nothing is sent until \(steps) has passed.")
        : .done(
          "\(count(done - waiting.count, "request")) decided, \(waiting.count) wait for other steps."
        )
    }
    return .done(
      isDenial
        ? "\(count(done, "request")) denied. Nothing of it is sent."
        : "\(count(done, "request")) decided. Activity shows what is sent.")
  }
  if reports.count == 1 { return .refusal("\(refusal.sentence) \(refusal.advice)") }
  let rest = reports.count - done
  return .refusal("\(done) decided, \(rest) not: they stay tagged. The first: \(refusal.sentence)")
}

private func expireDecided(_ state: inout AppState) -> [Effect] {
  state.queue.list.expire()
  state.queue.areCountsStale = true
  state.details.expire()
  return []
}

private func askAgain(_ ids: [RequestID], _ state: inout AppState) -> [Effect] {
  guard !ids.isEmpty, state.confirmation == nil, let last = state.lastBatch else { return [] }
  let effects = DecideCommands.ask(&state, .decision(last.outcome), ids)
  state.confirmation?.reason = .init(last.comment)
  for item in last.items { state.confirmation?.ownReasons[item.request] = item.comment }
  state.confirmation?.focus = .no
  state.confirmation?.notice = "\(count(ids.count, "plan")) changed meanwhile. Look again."
  return effects
}

/// `1 request`, `3 requests`.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
