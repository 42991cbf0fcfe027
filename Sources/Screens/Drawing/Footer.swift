import Terminal

extension Frame {
  /// What the last key led to, or the digits that wait for a command.
  mutating func drawMessage(_ state: AppState) {
    guard state.prompt == nil else { return }
    let row = Layout(size).messageRow
    let origin = Position(column: 1, row: row)
    if let count = state.count {
      write("\(count)", at: origin, role: .key)
    } else if let message = state.message {
      let (mark, role): (String, StyleRole) =
        switch message.kind {
        case .done: ("", .notice)
        case .refusal: ("! ", .warning)
        case .problem: ("⚠ ", .error)
        }
      write("\(mark)\(message.text)", at: origin, role: role, width: size.columns - 2)
    }
  }

  /// The keys that matter here and now.
  mutating func drawFooter(_ state: AppState) {
    let row = Layout(size).footerRow
    fill(Rectangle(column: 0, row: row, columns: size.columns, rows: 1), role: .footer)
    var column = 1
    for hint in footerHints(state) {
      let key = StyledText(hint.key, hint.isOff ? .keyOff : .key)
      let text = key + StyledText(" \(hint.word)", hint.isOff ? .keyOff : .footer)
      guard column + text.columns < size.columns else { break }
      column += write(text, at: Position(column: column, row: row)) + 2
    }
  }
}

/// One key of the footer.
struct FooterHint: Hashable {
  var key: String
  var word: String
  /// The key cannot work now; pressing it says why.
  var isOff = false
}

private func footerHints(_ state: AppState) -> [FooterHint] {
  if let prompt = state.prompt { return promptHints(prompt) }
  if let confirmation = state.confirmation { return confirmationHints(confirmation) }
  if state.place == .people && state.people.isSearching {
    return hints(["⏎ open", "↓↑ move", "Esc to the list", "^U clear"])
  }
  if state.place == .help && state.help.isSearching {
    return hints(["⏎ run", "↓↑ move", "Esc to the list", "^U clear"])
  }
  if state.place == .form { return formHints(state) }
  let table = keyTable(state.place)
  return table.commands.compactMap { command in
    guard let label = command.label, let key = table.key(of: command) else { return nil }
    return FooterHint(key: key.label, word: label, isOff: command.disabledReason(state) != nil)
  }
}

/// Shape: each text is the key, a space, and the words.
func hints(_ texts: [String]) -> [FooterHint] {
  texts.map { text in
    let parts = text.split(separator: " ", maxSplits: 1)
    return FooterHint(key: String(parts.first ?? ""), word: String(parts.last ?? ""))
  }
}

private func promptHints(_ prompt: Prompt) -> [FooterHint] {
  switch prompt.kind {
  case .limit: hints(["⏎ limit", "Esc cancel", "^U clear", "e.g. risk ge 60, or words"])
  case .find: hints(["⏎ keep", "↓↑ move", "Esc as before", "^U clear"])
  case .tag: hints(["⏎ tag", "Esc cancel", "^U clear", "e.g. risk lt 30, or words"])
  case .command: hints(["⏎ run", "Tab complete", "Esc cancel"])
  }
}

private func confirmationHints(_ confirmation: Confirmation) -> [FooterHint] {
  if confirmation.subject == .look { return hints(["Esc close", "↓↑ scroll"]) }
  if confirmation.focus == .reason { return hints(["⏎ done", "Esc leave", "^U clear"]) }
  let reason = confirmation.takesReason ? ["r reason"] : []
  return hints(["n no", "y yes", "Tab move"] + reason + ["↓↑ scroll", "Esc back"])
}
