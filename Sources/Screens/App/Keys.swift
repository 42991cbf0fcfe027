import Governance
import Terminal

/// Gives a key to whatever has the keys now.
func press(_ key: Key, _ state: inout AppState) -> [Effect] {
  if swallowTypedAhead(key, &state) { return [] }
  let refusal = state.message.flatMap { $0.kind == .refusal ? $0 : nil }
  state.message = nil
  // A key after Enter means something else than the row that is on its way.
  state.people.opensFirst = false
  guard Layout(state.size).isUsable else { return pressTooSmall(key) }
  switch key {
  case .control("z"): return [.suspend]
  case .control("l"): return [.redraw]
  default: break
  }
  if state.prompt != nil { return pressInPrompt(key, &state) }
  if state.confirmation != nil { return pressInConfirmation(key, &state) }
  if state.serverForm != nil { return pressInServerForm(key, &state) }
  switch state.place {
  case .form: return pressInForm(key, &state)
  case .people where state.people.isSearching: return pressInPeopleSearch(key, &state)
  case .help where state.help.isSearching: return pressInHelpSearch(key, &state)
  default:
    // A yes to a question that was refused is no other command: the reason stays to be read.
    if key == .character("y"), let refusal {
      state.message = refusal
      return []
    }
    return pressCommand(key, &state)
  }
}

/// Nothing is decided on a screen that cannot show it.
private func pressTooSmall(_ key: Key) -> [Effect] {
  switch key {
  case .character("q"), .control("c"): [.quit]
  case .control("z"): [.suspend]
  case .control("l"): [.redraw]
  default: []
  }
}

private func pressCommand(_ key: Key, _ state: inout AppState) -> [Effect] {
  if case .paste = key {
    state.count = nil
    state.message = .refusal(
      "Pasted text runs no commands. Press \(state.keys.label("limit", .queue)),"
        + " \(state.keys.label("find", .queue)) or \(state.keys.label("palette", state.place)) first"
        + " to paste there.")
    return []
  }
  if let digit = digit(key, after: state.count) {
    state.count = min(1_000_000, (state.count ?? 0) * 10 + digit)
    return []
  }
  let count = state.count
  state.count = nil
  guard let command = state.keys.table(state.place)[key] else {
    if key == .unknown { return [] }
    state.message = .refusal(
      "\(key.label) does nothing here. Press \(state.keys.label("help", state.place)) for the keys."
    )
    return []
  }
  return run(command, Invocation(count: count), &state)
}

/// A zero counts only after another digit.
private func digit(_ key: Key, after count: Int?) -> Int? {
  guard case .character(let character) = key, character.isASCII,
    let digit = character.wholeNumberValue
  else { return nil }
  return digit == 0 && count == nil ? nil : digit
}

/// Runs a command, or says why it cannot work now.
func run(_ command: Command, _ invocation: Invocation, _ state: inout AppState) -> [Effect] {
  if let reason = command.disabledReason(state) {
    state.message = .refusal(reason)
    let asks = TypedAhead.asking.contains(command.name) && invocation.argument == nil
    state.typedAhead = asks ? TypedAhead(latest: state.now) : nil
    return []
  }
  if !RepeatCommands.skipped.contains(command.name) {
    state.lastCommand = LastCommand(name: command.name, invocation: invocation)
  }
  if !PaneCommands.names.contains(command.name) { state.paneTop = 0 }
  return command.action(&state, invocation)
}
