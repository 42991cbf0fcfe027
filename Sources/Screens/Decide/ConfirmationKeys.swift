import Governance
import Terminal

/// The keys of a confirmation. Enter does what is in focus, and No is in focus until it is moved.
func pressInConfirmation(_ key: Key, _ state: inout AppState) -> [Effect] {
  guard let confirmation = state.confirmation else { return [] }
  state.confirmation?.isUnread = false
  if confirmation.focus == .reason { return pressInReason(key, &state) }
  if confirmation.isUnread, key == .enter || key == .character("y") || key == .character("Y") {
    state.message = .refusal("The plan changed as you pressed the key. Read it, then answer.")
    return []
  }
  switch key {
  case .character("y"), .character("Y"): return sayYes(&state)
  case .character("n"), .character("N"), .character("q"), .escape, .control("c"):
    sayNo(&state)
  case .enter: return confirmation.focus == .yes ? sayYes(&state) : closed(&state)
  case .left, .character("h"): state.confirmation?.focus = .no
  case .right, .character("l"): moveToYes(&state)
  case .tab, .backTab: moveFocus(&state)
  case .character("r"): if confirmation.takesReason { state.confirmation?.focus = .reason }
  case .character("e"):
    if confirmation.takesReason { return openEditor(on: .decisionReason, &state) }
  case .character("x"): strikeOut(&state)
  case .paste:
    state.message = .refusal("Pasted text decides nothing. Press r to paste it into the reason.")
  default: scroll(key, &state)
  }
  return []
}

private func closed(_ state: inout AppState) -> [Effect] {
  sayNo(&state)
  return []
}

private func sayNo(_ state: inout AppState) {
  let wasLook = state.confirmation?.isReading ?? false
  state.confirmation = nil
  if !wasLook { state.message = .done("Nothing was decided.") }
}

private func moveToYes(_ state: inout AppState) {
  if let obstacle = state.confirmation?.obstacle {
    state.message = .refusal(obstacle)
  } else {
    state.confirmation?.focus = .yes
  }
}

private func moveFocus(_ state: inout AppState) {
  guard let confirmation = state.confirmation else { return }
  switch confirmation.focus {
  case .no where confirmation.obstacle == nil: state.confirmation?.focus = .yes
  case .no, .yes: state.confirmation?.focus = confirmation.takesReason ? .reason : .no
  case .reason: state.confirmation?.focus = .no
  }
}

private func strikeOut(_ state: inout AppState) {
  guard let confirmation = state.confirmation, confirmation.canStrike else {
    state.message = .refusal("There is one request only: Esc leaves it undecided.")
    return
  }
  guard case .request(let id) = confirmation.document.target else {
    state.message = .refusal("Go to a request's line first; x leaves it out of the batch.")
    return
  }
  state.confirmation?.strike(id)
}

private func pressInReason(_ key: Key, _ state: inout AppState) -> [Effect] {
  switch key {
  case .enter, .tab, .backTab, .down: state.confirmation?.focus = .no
  case .escape:
    // Leaving the field of a denial that has no reason yet means leaving the denial.
    if state.confirmation?.reason.isEmpty == true { sayNo(&state) }
    state.confirmation?.focus = .no
  case .control("c"): sayNo(&state)
  case .alt("e"): return openEditor(on: .decisionReason, &state)
  case .pageDown, .pageUp: scroll(key, &state)
  default: _ = state.confirmation?.reason.handle(key)
  }
  return []
}

private func scroll(_ key: Key, _ state: inout AppState) {
  let page = max(1, Layout(state.size).confirmationRows - 1)
  switch key {
  case .down, .character("j"): state.confirmation?.document.move(by: 1)
  case .up, .character("k"): state.confirmation?.document.move(by: -1)
  case .pageDown, .character(" "), .control("f"):
    state.confirmation?.document.move(by: page)
  case .pageUp, .control("b"): state.confirmation?.document.move(by: -page)
  case .home, .character("g"): state.confirmation?.document.move(to: 0)
  case .end, .character("G"): state.confirmation?.document.move(to: Int.max)
  default: break
  }
}

private func sayYes(_ state: inout AppState) -> [Effect] {
  guard let confirmation = state.confirmation else { return [] }
  if let obstacle = confirmation.obstacle {
    state.message = .refusal(obstacle)
    return []
  }
  state.confirmation = nil
  for detail in confirmation.details ?? [] {
    state.queue.leftovers[detail.request.id] = confirmation.leftOut(detail)
  }
  switch confirmation.subject {
  case .look, .whatIf: return []
  case .withdrawal: return confirmation.ids.map { .withdraw($0) }
  case .decision(let outcome):
    let items = confirmation.ready.map {
      DecisionBatch.Item(request: $0.request.id, planDigest: $0.planDigest)
    }
    let count = items.count
    state.message = .done("\(outcome == .approved ? "Approving" : "Denying") \(count) …")
    let batch = DecisionBatch(
      outcome: outcome, comment: confirmation.reason.value, items: items)
    state.lastBatch = batch
    return [.decide(batch)]
  }
}
