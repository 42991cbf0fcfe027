import Governance
import Terminal

/// What the typed text could become: a command's name or argument, a column, what continues a limit.
func completionLines(_ state: AppState) -> [Completion] {
  guard let prompt = state.prompt else { return [] }
  switch prompt.kind {
  case .command: return commandLines(prompt, state)
  case .limit, .tag, .limitPeople: return limitLines(prompt, state)
  // The list that is narrowed shows as it is until somebody asks for help.
  case .find: return prompt.choice == nil && prompt.stem == nil ? [] : limitLines(prompt, state)
  case .order, .columns:
    return columnLines(prompt, ListSorting.of(state.place)?.columns ?? QueueColumn.names)
  default: return []
  }
}

func limitCompletion(_ prompt: Prompt) -> LimitCompletion? {
  switch prompt.kind {
  case .limit, .tag, .find: LimitCompletion(prompt.stem ?? prompt.field.value, ofPeople: false)
  case .limitPeople: LimitCompletion(prompt.stem ?? prompt.field.value, ofPeople: true)
  default: nil
  }
}

private func limitLines(_ prompt: Prompt, _ state: AppState) -> [Completion] {
  guard let completion = limitCompletion(prompt) else { return [] }
  // The answer to an older question would offer what does not fit.
  let values = prompt.answered == completion.question ? prompt.values : []
  return completion.offers(values: values, now: state.now, moments: state.moments)
}

private func columnLines(_ prompt: Prompt, _ names: [String]) -> [Completion] {
  let text = prompt.stem ?? prompt.field.value
  let typed =
    text.split(
      separator: " ", omittingEmptySubsequences: false
    ).last.map { $0.split(separator: ",", omittingEmptySubsequences: false).last ?? "" } ?? ""
  let sign = typed.hasPrefix("-") ? "-" : ""
  let before = String(text.dropLast(typed.count))
  let word = typed.dropFirst(sign.count).lowercased()
  return
    names
    .filter {
      $0.hasPrefix(word)
        && !before.split(whereSeparator: { " ,-".contains($0) }).contains(Substring($0))
    }
    .map { Completion(line: "\(before)\(sign)\($0) ", label: $0, note: "") }
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

private func commandLines(_ prompt: Prompt, _ state: AppState) -> [Completion] {
  let table = state.keys.table(state.place)
  func offer(_ command: Command, _ line: String) -> Completion {
    let reason = command.disabledReason(state)
    return Completion(
      line: line, label: line, key: table.key(of: command)?.label ?? "",
      note: reason ?? command.help, works: reason == nil)
  }
  let parts = prompt.field.value.split(
    separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
  guard prompt.field.value.contains(" "), let name = parts.first?.lowercased(),
    let command = table.named(name)
  else { return completions(state).map { offer($0, $0.name) } }
  let typed = parts.count > 1 ? parts[1].lowercased() : ""
  return command.choices(state).filter { typed.isEmpty || $0.lowercased().contains(typed) }
    .map { offer(command, "\(name) \($0)") }
}

/// What has to be read for the completion of the prompt; says so once.
func completionReads(_ state: inout AppState) -> [Effect] {
  guard let prompt = state.prompt, let question = limitCompletion(prompt)?.question,
    question != prompt.asked
  else { return [] }
  state.prompt?.asked = question
  return [.readLimitValues(question.attribute, ofPeople: question.ofPeople, text: question.text)]
}

/// Takes the values that a question of the prompt's was about.
func takeLimitValues(
  _ values: [String], _ question: ValueQuestion, _ state: inout AppState
) {
  guard state.prompt?.asked == question else { return }
  state.prompt?.values = values
  state.prompt?.answered = question
}
