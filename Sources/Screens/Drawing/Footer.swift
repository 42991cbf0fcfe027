import Terminal

extension Frame {
  /// What the last key led to, or the digits that wait for a command.
  mutating func drawMessage(_ state: AppState) {
    guard state.prompt == nil else { return }
    let row = Layout(size).messageRow
    let origin = Position(column: 1, row: row)
    if state.macros.recording != nil, state.message == nil {
      write(
        "● recording, \(state.keys.label("record", state.place)) ends it", at: origin,
        role: .warning, width: size.columns - 2)
    }
    if let count = state.count {
      write("\(count)", at: origin, role: .key, width: size.columns - 2)
    } else if let message = state.message {
      let (mark, role): (String, StyleRole) =
        switch message.kind {
        case .done: ("", .notice)
        case .refusal: ("! ", .warning)
        case .problem: ("⚠ ", .error)
        }
      // A long message takes the footer's line too, until the next key.
      let lines = DisplayText.wrapped("\(mark)\(message.text)", to: size.columns - 2)
      for (index, line) in lines.prefix(2).enumerated() {
        let isCut = index == 1 && lines.count > 2
        write(
          isCut ? "\(line) …" : line, at: Position(column: 1, row: row + index), role: role,
          width: size.columns - 2)
      }
    }
  }

  /// The keys that matter here and now.
  mutating func drawFooter(_ state: AppState) {
    let row = Layout(size).footerRow
    fill(Rectangle(column: 0, row: row, columns: size.columns, rows: 1), role: .footer)
    for place in footerPlaces(state, columns: size.columns) {
      write(place.hint.text, at: Position(column: place.columns.lowerBound, row: row))
    }
  }
}

/// The keys of the footer with where each stands.
func footerPlaces(
  _ state: AppState, columns: Int
) -> [(hint: FooterHint, columns: Range<Int>)] {
  var column = 1
  return fitting(footerHints(state), columns: columns).map { hint in
    let place = column..<(column + hint.text.columns)
    column = place.upperBound + 2
    return (hint, place)
  }
}

/// As many as there is room for; the help, which leads to all others, is never left out.
private func fitting(_ hints: [FooterHint], columns: Int) -> [FooterHint] {
  var room = columns - 2
  let help = hints.first { $0.key == "?" }
  if let help { room -= help.text.columns + 2 }
  var shown: [FooterHint] = []
  for hint in hints {
    if hint == help {
      shown.append(hint)
      continue
    }
    room -= hint.text.columns + 2
    if room < -2 { break }
    shown.append(hint)
  }
  if let help, !shown.contains(help) { shown.append(help) }
  return shown
}

/// One key of the footer.
struct FooterHint: Hashable {
  var key: String
  var word: String

  var text: StyledText { StyledText(key, .key) + StyledText(" \(word)", .footer) }
}

private func footerHints(_ state: AppState) -> [FooterHint] {
  if let prompt = state.prompt { return promptHints(prompt, state) }
  if let confirmation = state.confirmation { return confirmationHints(confirmation, state) }
  if let form = state.serverForm { return serverFormHints(form) }
  if state.place == .people && state.people.isSearching {
    return hints(["⏎ open", "↓↑ move", "Esc to the list", "^U clear"])
  }
  if state.place == .help && state.help.isSearching {
    return hints(["⏎ run", "↓↑ move", "Esc to the list", "^U clear"])
  }
  if state.place == .form { return formHints(state) }
  let table = state.keys.table(state.place)
  // What cannot work now is not offered; whoever presses it all the same is told why.
  let hint = { (command: Command, word: String?) -> FooterHint? in
    guard let word, let key = table.key(of: command), command.disabledReason(state) == nil else {
      return nil
    }
    return FooterHint(key: key.label, word: word)
  }
  return table.commands.compactMap { hint($0, $0.label) }
    + table.commands.compactMap { hint($0, $0.extra) }
}

/// Shape: each text is the key, a space, and the words.
func hints(_ texts: [String]) -> [FooterHint] {
  texts.map { text in
    let parts = text.split(separator: " ", maxSplits: 1)
    return FooterHint(key: String(parts.first ?? ""), word: String(parts.last ?? ""))
  }
}

private func promptHints(_ prompt: Prompt, _ state: AppState) -> [FooterHint] {
  switch prompt.kind {
  case .limit:
    hints(["⏎ limit", "Tab complete", "↑ before", "Esc cancel", "e.g. risk ge 60, or words"])
  case .limitPeople:
    hints(["⏎ limit", "Tab complete", "↑ before", "Esc cancel", "e.g. active eq false, or words"])
  case .find: hints(["⏎ keep", "↓↑ move", "Tab complete", "Esc as before", "^U clear"])
  case .tag:
    hints(["⏎ tag", "Tab complete", "↑ before", "Esc cancel", "e.g. risk lt 30, or words"])
  case .order:
    hints(["⏎ sort", "Tab complete", "Esc cancel", "e.g. \(orderExample(state))"])
  case .columns: hints(["⏎ show", "Tab complete", "^U the usual ones", "Esc cancel"])
  case .folderName: hints(["⏎ keep", "Esc cancel"])
  case .manual: hints(["⏎ record", "Esc cancel", "M-e editor", "e.g. OPS-311, badge handed in"])
  case .link: hints(["⏎ next", "Esc cancel", "^U clear"])
  case .undo: hints(["⏎ ask", "Esc cancel", "^U clear", "e.g. given by mistake"])
  case .macroName: hints(["⏎ keep", "Esc forget", "letters, digits, - and _"])
  case .play: hints(["⏎ play", "Esc cancel"])
  case .pipe: hints(["⏎ run", "Esc cancel", "^U clear", "e.g. jq .items, less"])
  case .offer: hints(["⏎ offer", "Esc cancel", "^U clear", "e.g. 7d, or -2 the rest later"])
  case .question: hints(["⏎ ask", "Esc cancel", "^U clear"])
  case .answer: hints(["⏎ answer", "Esc cancel", "^U clear"])
  case .accept: hints(["⏎ take it", "Esc leave it"])
  case .lend: hints(["⏎ lend them", "Esc leave it", "what waits already is lent, too"])
  case .delegate: hints(["⏎ go on", "Esc cancel", "a filter may follow the span"])
  case .acceptDrift: hints(["⏎ accept", "Esc cancel", "^U clear", "the audit log keeps it"])
  case .askAboutDrift: hints(["⏎ ask", "Esc cancel", "^U clear"])
  case .answerAboutDrift: hints(["⏎ answer", "Esc cancel", "^U clear"])
  case .moment: hints(["⏎ go", "Esc cancel", "^U clear", "e.g. 2026-03-01 14:30"])
  case .command: hints(["⏎ run", "Tab complete", "Esc cancel"])
  }
}

/// Two columns of the list, the second turned round.
private func orderExample(_ state: AppState) -> String {
  guard let columns = ListSorting.of(state.place)?.columns else { return "risk,-due" }
  return columns.prefix(2).joined(separator: ",-")
}

/// What the plan's keys do now; the arrows scroll it whatever they are.
private func confirmationHints(_ confirmation: Confirmation, _ state: AppState) -> [FooterHint] {
  let scroll = hints(["↓↑ scroll"])
  let table = state.keys.plan
  if confirmation.isReading {
    return [FooterHint(key: state.keys.planLabel("no"), word: "close")] + scroll
  }
  if confirmation.focus == .reason {
    let editor = confirmation.reasonOf == nil ? ["M-e editor"] : []
    return hints(["⏎ done", "Esc leave", "^U clear"] + editor)
  }
  return table.commands.compactMap { command in
    let isOffered = command.disabledReason(state) == nil || command.name == "leave-out"
    guard let word = command.label, isOffered, let key = table.key(of: command) else { return nil }
    if command.name == "leave-out" && !confirmation.canStrike { return nil }
    return FooterHint(key: key.label, word: word)
  } + scroll
}
