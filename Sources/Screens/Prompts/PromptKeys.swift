import Governance
import Terminal

/// The keys of a prompt: text, but for Enter, Escape, Tab and the arrows up and down.
func pressInPrompt(_ key: Key, _ state: inout AppState) -> [Effect] {
  guard let prompt = state.prompt else { return [] }
  switch key {
  case .escape, .control("c"), .control("g"): cancel(prompt, &state)
  case .enter: return send(prompt, &state)
  case .down, .tab: step(prompt, &state, by: 1)
  case .up, .backTab: step(prompt, &state, by: -1)
  case .control("p"): recall(prompt, &state, by: -1)
  case .control("n"): recall(prompt, &state, by: 1)
  case .backspace where prompt.field.isEmpty: cancel(prompt, &state)
  case .alt("e"):
    if case .manual = prompt.kind { return openEditor(on: .manualNote, &state) }
  default:
    guard state.prompt?.field.handle(key) == true else { return [] }
    state.prompt?.mistake = nil
    state.prompt?.choice = nil
    if case .find = prompt.kind { narrow(&state) }
  }
  return []
}

private func cancel(_ prompt: Prompt, _ state: inout AppState) {
  if case .find(let before) = prompt.kind { QueueCommands.limit(&state, to: before) }
  state.prompt = nil
}

/// The list follows every key; what does not parse yet is no mistake yet.
private func narrow(_ state: inout AppState) {
  QueueCommands.limit(&state, to: state.prompt?.field.value ?? "")
}

private func send(_ prompt: Prompt, _ state: inout AppState) -> [Effect] {
  let text = prompt.field.value
  switch prompt.kind {
  case .limit:
    state.prompt = nil
    state.lastCommand = LastCommand(name: "limit", invocation: Invocation(argument: text))
    QueueCommands.limit(&state, to: text)
    return []
  case .find:
    state.prompt = nil
    if let mistake = state.queue.mistake { reopen(text, mistake, &state) }
    return []
  case .tag:
    state.lastCommand = LastCommand(name: "tag-matching", invocation: Invocation(argument: text))
    return QueueCommands.tagMatching(&state, text)
  case .macroName(let keys): return RepeatCommands.keep(keys, as: text, &state)
  case .play(let times):
    state.prompt = nil
    return RepeatCommands.play(text, times: times, &state)
  case .manual(let action):
    return ManualCommands.record(action, note: text, &state)
  case .pipe: return OutsideCommands.pipe(to: text, &state)
  case .command:
    state.prompt = nil
    return runLine(chosenLine(prompt, state), &state)
  }
}

// MARK: The palette

/// Goes through the lines that were run before; after the last of them the field is empty.
private func recall(_ prompt: Prompt, _ state: inout AppState, by distance: Int) {
  let lines = state.palette.lines
  guard prompt.kind == .command, !lines.isEmpty else { return }
  let next = max(0, min((prompt.recalled ?? lines.count) + distance, lines.count))
  state.prompt?.recalled = next
  state.prompt?.choice = nil
  state.prompt?.field.value = next < lines.count ? lines[next] : ""
}

/// The commands whose names the typed text could mean: those that work now, then those that say
/// why they do not; of each, those that start with the text first.
func completions(_ state: AppState) -> [Command] {
  guard let prompt = state.prompt, prompt.kind == .command else { return [] }
  let typed = prompt.field.value.prefix { $0 != " " }.lowercased()
  let all = state.keys.table(state.place).commands.filter {
    typed.isEmpty || $0.name.contains(typed)
  }
  let works = all.filter { $0.disabledReason(state) == nil }
  let fails = all.filter { $0.disabledReason(state) != nil }
  return [works, fails].flatMap { part in
    part.filter { $0.name.hasPrefix(typed) } + part.filter { !$0.name.hasPrefix(typed) }
  }
}

/// A line that the palette offers.
struct Completion: Hashable {
  var line: String
  var name: String
}

/// What the typed text could become: a command's name, or what may follow the name.
func completionLines(_ state: AppState) -> [Completion] {
  guard let prompt = state.prompt, prompt.kind == .command else { return [] }
  let parts = prompt.field.value.split(
    separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
  guard prompt.field.value.contains(" "), let name = parts.first?.lowercased(),
    let command = state.keys.table(state.place).named(name)
  else { return completions(state).map { Completion(line: $0.name, name: $0.name) } }
  let typed = parts.count > 1 ? parts[1].lowercased() : ""
  return command.choices(state).filter { typed.isEmpty || $0.lowercased().contains(typed) }
    .map { Completion(line: "\(name) \($0)", name: name) }
}

/// Down and up choose a completion, or move in the list that is being narrowed.
private func step(_ prompt: Prompt, _ state: inout AppState, by distance: Int) {
  if case .find = prompt.kind { state.queue.list.move(by: distance) }
  let count = completionLines(state).count
  guard count > 0 else { return }
  let next = (state.prompt?.choice ?? (distance > 0 ? -1 : count)) + distance
  state.prompt?.choice = (next + count) % count
}

private func chosenLine(_ prompt: Prompt, _ state: AppState) -> String {
  var asked = state
  asked.prompt = prompt
  let lines = completionLines(asked)
  guard let choice = prompt.choice, lines.indices.contains(choice) else {
    return prompt.field.value
  }
  return lines[choice].line
}

/// Runs `name argument`; a name may be shortened as far as it is the only one.
private func runLine(_ line: String, _ state: inout AppState) -> [Effect] {
  let parts = line.split(separator: " ", maxSplits: 1)
  guard let first = parts.first else { return [] }
  let name = first.lowercased()
  let argument = parts.count > 1 ? String(parts[1]) : nil
  let table = state.keys.table(state.place)
  let matching = table.commands.filter { $0.name.hasPrefix(name) }
  guard let command = table.named(name) ?? (matching.count == 1 ? matching[0] : nil) else {
    state.message =
      matching.isEmpty
      ? .refusal("There is no command \(name) here. Press ? for those that there are.")
      : .refusal("\(name) could be \(matching.map(\.name).joined(separator: ", ")).")
    return []
  }
  if argument != nil && command.argument == nil {
    state.message = .refusal("\(command.name) takes nothing after its name.")
    return []
  }
  state.palette.remember(line)
  return run(command, Invocation(argument: argument), &state)
}

/// Shows the mistake where the limit was typed; a prompt that was left meanwhile opens again.
func refuseLimit(_ mistake: LimitMistake, _ generation: Int, _ state: inout AppState) {
  if generation == state.queue.matchGeneration { state.queue.isMatching = false }
  if generation == state.queue.matchGeneration, state.prompt?.kind == .tag {
    state.prompt?.mistake = mistake
    return
  }
  guard generation == state.queue.list.generation else { return }
  state.queue.list.refuse()
  if case .find = state.prompt?.kind {
    // Half a filter is no mistake while it is being typed.
    state.queue.mistake = mistake
  } else if state.prompt == nil && state.confirmation == nil && state.place == .queue {
    reopen(state.queue.query.limit, mistake, &state)
  } else {
    state.message = .refusal(mistake.sentence)
    state.queue.bringBackLimit()
  }
}

private func reopen(_ text: String, _ mistake: LimitMistake, _ state: inout AppState) {
  state.prompt = Prompt(.limit, text: text)
  state.prompt?.mistake = mistake
  state.queue.bringBackLimit()
}
