import Governance
import Terminal

/// The keys of a prompt: text, but for Enter, Escape, Tab and the arrows up and down.
func pressInPrompt(_ key: Key, _ state: inout AppState) -> [Effect] {
  guard let prompt = state.prompt else { return [] }
  switch key {
  case .escape, .control("c"), .control("g"): cancel(prompt, &state)
  case .enter: return send(prompt, &state)
  case .tab: complete(prompt, &state, by: 1)
  case .backTab: complete(prompt, &state, by: -1)
  case .down: step(prompt, &state, by: 1)
  case .up: step(prompt, &state, by: -1)
  case .control("p"): recall(prompt, &state, by: -1)
  case .control("n"): recall(prompt, &state, by: 1)
  case .backspace where prompt.field.isEmpty: cancel(prompt, &state)
  case .alt("e"):
    if case .manual = prompt.kind { return openEditor(on: .manualNote, &state) }
  default:
    guard state.prompt?.field.handle(key) == true else { return [] }
    state.prompt?.mistake = nil
    state.prompt?.choice = nil
    state.prompt?.stem = nil
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
    return remember(text, &state)
  case .limitPeople:
    state.prompt = nil
    state.people.search = LineEditor(text)
    state.people.list.startAnew()
    return remember(text, &state)
  case .find:
    state.prompt = nil
    if let mistake = state.queue.mistake {
      reopen(text, mistake, &state)
      return []
    }
    return remember(text, &state)
  case .tag:
    state.lastCommand = LastCommand(name: "tag-matching", invocation: Invocation(argument: text))
    return TagCommands.tagMatching(&state, text) + remember(text, &state)
  case .order:
    return state.place == .queue
      ? ViewCommands.sort(&state, text) : OrderCommands.sort(&state, text)
  case .columns: return ViewCommands.columns(&state, text)
  case .folderName: return ViewCommands.save(&state, text)
  case .macroName(let keys): return RepeatCommands.keep(keys, as: text, &state)
  case .play(let times):
    state.prompt = nil
    return RepeatCommands.play(text, times: times, &state)
  case .link(let wish): return LinkCommands.answer(wish, text, &state)
  case .manual(let action):
    return ManualCommands.record(action, note: text, &state)
  case .undo(let draft): return UndoCommands.ask(draft, reason: text, &state)
  case .pipe: return OutsideCommands.pipe(to: text, &state)
  case .offer(let id): return ConversationCommands.offer(id, text, &state)
  case .question(let id): return ConversationCommands.say(text, &state) { .ask(id, $0) }
  case .answer(let id): return ConversationCommands.say(text, &state) { .answer(id, $0) }
  case .accept(let offer): return ConversationCommands.accept(offer, text, &state)
  case .delegate: return ConversationCommands.delegate(text, &state)
  case .lend(let wish): return ConversationCommands.lend(wish, text, &state)
  case .acceptDrift(let drift): return DriftCommands.say(.accept(reason: text), drift, &state)
  case .askAboutDrift(let drift):
    return DriftCommands.say(.ask(of: nil, text: text), drift, &state)
  case .answerAboutDrift(let drift): return DriftCommands.say(.answer(text: text), drift, &state)
  case .moment: return HistoryCommands.go(to: text, &state)
  case .command:
    state.prompt = nil
    return runLine(chosenLine(prompt, state), &state)
  }
}

/// Keeps a limit for the next time that one is typed.
private func remember(_ limit: String, _ state: inout AppState) -> [Effect] {
  state.views.remember(limit) ? [.keepViews(state.views)] : []
}

// MARK: History and completion

/// Goes through the lines that were typed before; after the last of them the field is empty.
private func recall(_ prompt: Prompt, _ state: inout AppState, by distance: Int) {
  let lines: [String] =
    switch prompt.kind {
    case .command: state.palette.lines
    case .limit, .limitPeople, .find, .tag: state.views.limits
    default: []
    }
  guard !lines.isEmpty else { return }
  let next = max(0, min((prompt.recalled ?? lines.count) + distance, lines.count))
  state.prompt?.recalled = next
  state.prompt?.choice = nil
  state.prompt?.stem = nil
  state.prompt?.mistake = nil
  state.prompt?.field.value = next < lines.count ? lines[next] : ""
  if case .find = prompt.kind { narrow(&state) }
}

/// Down and up choose a command, move in the list that is being narrowed, or go through the limits
/// that were typed before.
private func step(_ prompt: Prompt, _ state: inout AppState, by distance: Int) {
  switch prompt.kind {
  case .find: state.queue.list.move(by: distance)
  case .limit, .limitPeople, .tag: recall(prompt, &state, by: distance)
  default: complete(prompt, &state, by: distance)
  }
}

/// Tab goes through what the text could become. A command is only marked, for Enter to run; in a
/// limit the text becomes it, and goes on from there.
private func complete(_ prompt: Prompt, _ state: inout AppState, by distance: Int) {
  let isCommand = prompt.kind == .command
  if !isCommand, state.prompt?.stem == nil { state.prompt?.stem = prompt.field.value }
  let lines = completionLines(state)
  guard !lines.isEmpty else {
    state.prompt?.stem = nil
    return
  }
  let next = (state.prompt?.choice ?? (distance > 0 ? -1 : lines.count)) + distance
  let index = (next + lines.count) % lines.count
  if isCommand {
    state.prompt?.choice = index
    return
  }
  state.prompt?.field.value = lines[index].line
  state.prompt?.mistake = nil
  // The only one is taken: what may come next is offered at once.
  state.prompt?.choice = lines.count == 1 ? nil : index
  if lines.count == 1 { state.prompt?.stem = nil }
  if case .find = prompt.kind { narrow(&state) }
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
      ? .refusal(
        "There is no command \(name) here. Press \(state.keys.label("help", state.place)) for those"
          + " that there are.")
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
  if generation == state.queue.matchGeneration { state.queue.matching = nil }
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
