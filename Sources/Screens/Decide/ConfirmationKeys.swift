import Governance
import Terminal

/// The keys of a confirmation. Enter does what is in focus, and No is in focus until it is moved.
func pressInConfirmation(_ key: Key, _ state: inout AppState) -> [Effect] {
  guard let confirmation = state.confirmation else { return [] }
  state.confirmation?.isUnread = false
  if confirmation.focus == .reason { return pressInReason(key, &state) }
  let command = state.keys.plan[key]
  if confirmation.isUnread, key == .enter || command?.name == "yes" {
    state.message = .refusal("The plan changed as you pressed the key. Read it, then answer.")
    return []
  }
  if key == .enter { return confirmation.focus == .yes ? sayYes(&state) : closed(&state) }
  if case .paste = key {
    let reason = state.keys.planLabel("reason")
    state.message = .refusal(
      "Pasted text decides nothing. Press \(reason) to paste it into the reason.")
    return []
  }
  guard let command else { return [] }
  if let refusal = command.disabledReason(state) {
    state.message = .refusal(refusal)
    return []
  }
  return command.action(&state, Invocation())
}

/// What can be done in the merged plan before a decision.
enum ConfirmationCommands {
  static let keyTable = KeyTable(table)

  static let table: [Command] =
    [
      Command(
        "no", [.character("n"), .character("N"), .character("q"), .escape, .control("c")],
        label: "no", help: "Leave the plan and decide nothing."
      ) { state, _ in closed(&state) },
      Command(
        "yes", [.character("y"), .character("Y")], label: "yes",
        help: "Decide as asked; Enter does it only when Yes is in focus."
      ) { state, _ in sayYes(&state) },
      Command(
        "next-button", [.tab, .backTab], label: "move", help: "Go on to Yes, the reason and No."
      ) { state, _ in
        moveFocus(&state)
        return []
      },
      Command(
        "reason", [.character("r")], label: "reason", help: "Write the reason for all.",
        unless: noReason
      ) { state, _ in
        state.confirmation?.reasonOf = nil
        state.confirmation?.focus = .reason
        return []
      },
      Command(
        "own-reason", [.character("R")], label: "its own",
        help: "Write a reason for the request under the cursor alone.", unless: noOwnReason
      ) { state, _ in
        writeOwnReason(&state)
        return []
      },
      Command(
        "leave-out", [.character("x")], label: "leave out",
        help: "Leave the request under the cursor out, or take it back in; it stays tagged.",
        unless: noStrike
      ) { state, _ in
        if let id = requestUnderCursor(state) { state.confirmation?.strike(id) }
        return []
      },
      Command(
        "edit-reason", [.character("e")], help: "Write the reason in an editor.", unless: noReason
      ) { state, _ in openEditor(on: .decisionReason, &state) },
      Command("focus-no", [.left, .character("h")], help: "Put No in focus.") { state, _ in
        state.confirmation?.focus = .no
        return []
      },
      Command(
        "focus-yes", [.right, .character("l")], help: "Put Yes in focus, where it can be said."
      ) { state, _ in
        moveToYes(&state)
        return []
      },
    ] + moving

  private static let moving: [Command] = [
    move("down", [.down, .character("j")], "Go down a line.") { _ in 1 },
    move("up", [.up, .character("k")], "Go up a line.") { _ in -1 },
    move("page-down", [.pageDown, .character(" "), .control("f")], "Go down a screen.") { $0 },
    move("page-up", [.pageUp, .control("b")], "Go up a screen.") { -$0 },
    move("first", [.home, .character("g")], "Go to the first line.") { _ in -1_000_000 },
    move("last", [.end, .character("G")], "Go to the last line.") { _ in 1_000_000 },
  ]

  private static func move(
    _ name: String, _ keys: [Key], _ help: String, _ distance: @escaping @Sendable (Int) -> Int
  ) -> Command {
    Command(name, keys, help: help) { state, _ in
      let page = max(1, Layout(state.size).confirmationRows - 1)
      state.confirmation?.document.move(by: distance(page))
      return []
    }
  }

  private static let noReason: @Sendable (AppState) -> String? = { state in
    state.confirmation?.takesReason == true ? nil : "Nothing is decided here: it needs no reason."
  }

  private static let noOwnReason: @Sendable (AppState) -> String? = { state in
    if let why = noReason(state) { return why }
    guard state.confirmation?.canStrike == true else {
      return "There is one request only: \(state.keys.planLabel("reason")) writes its reason."
    }
    return requestUnderCursor(state) == nil ? "Go to a request's line first." : nil
  }

  private static let noStrike: @Sendable (AppState) -> String? = { state in
    guard state.confirmation?.canStrike == true else {
      return "There is one request only: \(state.keys.planLabel("no")) leaves it undecided."
    }
    guard requestUnderCursor(state) == nil else { return nil }
    let key = state.keys.planLabel("leave-out")
    return "Go to a request's line first; \(key) leaves it out of the batch."
  }
}

private func requestUnderCursor(_ state: AppState) -> RequestID? {
  guard case .request(let id) = state.confirmation?.document.target else { return nil }
  return id
}

private func writeOwnReason(_ state: inout AppState) {
  guard let id = requestUnderCursor(state), let confirmation = state.confirmation else { return }
  state.confirmation?.reasonOf = id
  state.confirmation?.ownReason = LineEditor(
    confirmation.ownReasons[id] ?? confirmation.reason.value)
  state.confirmation?.focus = .reason
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
  if let obstacle = state.confirmation?.obstacle(state.keys) {
    state.message = .refusal(obstacle)
  } else {
    state.confirmation?.focus = .yes
  }
}

private func moveFocus(_ state: inout AppState) {
  guard let confirmation = state.confirmation else { return }
  switch confirmation.focus {
  case .no where confirmation.obstacle(state.keys) == nil: state.confirmation?.focus = .yes
  case .no, .yes: state.confirmation?.focus = confirmation.takesReason ? .reason : .no
  case .reason: state.confirmation?.focus = .no
  }
}

private func pressInReason(_ key: Key, _ state: inout AppState) -> [Effect] {
  let isOwn = state.confirmation?.reasonOf != nil
  switch key {
  case .enter, .tab, .backTab, .down: leaveReason(&state)
  case .escape:
    state.confirmation?.reasonOf = nil
    // Leaving the field of a denial that has no reason yet means leaving the denial.
    if !isOwn, state.confirmation?.reason.isEmpty == true { sayNo(&state) }
    state.confirmation?.focus = .no
  case .control("c"): sayNo(&state)
  case .alt("e") where !isOwn: return openEditor(on: .decisionReason, &state)
  case .pageDown, .pageUp:
    let page = max(1, Layout(state.size).confirmationRows - 1)
    state.confirmation?.document.move(by: key == .pageDown ? page : -page)
  default:
    if isOwn {
      _ = state.confirmation?.ownReason.handle(key)
    } else {
      _ = state.confirmation?.reason.handle(key)
    }
  }
  return []
}

/// An own reason that is empty, or the one for all, is none.
private func leaveReason(_ state: inout AppState) {
  state.confirmation?.focus = .no
  guard let confirmation = state.confirmation, let id = confirmation.reasonOf else { return }
  let text = confirmation.ownReason.value
  let isOwn = text.contains { !$0.isWhitespace } && text != confirmation.reason.value
  state.confirmation?.ownReasons[id] = isOwn ? text : nil
  state.confirmation?.reasonOf = nil
}

private func sayYes(_ state: inout AppState) -> [Effect] {
  guard let confirmation = state.confirmation else { return [] }
  if let obstacle = confirmation.obstacle(state.keys) {
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
      DecisionBatch.Item(
        request: $0.request.id, planDigest: $0.planDigest,
        comment: confirmation.ownReasons[$0.request.id])
    }
    let count = items.count
    state.message = .done("\(outcome == .approved ? "Approving" : "Denying") \(count) …")
    let batch = DecisionBatch(
      outcome: outcome, comment: confirmation.reason.value, items: items)
    state.lastBatch = batch
    return [.decide(batch)]
  }
}
