import Governance
import Terminal

extension Frame {
  /// The message line while a prompt has the keys.
  mutating func drawPrompt(_ prompt: Prompt, _ state: AppState) {
    let layout = Layout(size)
    let row = layout.messageRow
    let start = write(prompt.title, at: Position(column: 1, row: row), role: .key) + 1
    prompt.field.draw(
      in: &self, at: Position(column: start, row: row), width: size.columns - start - 1)
    if prompt.kind == .command { drawCompletions(state, above: row) }
    if let mistake = prompt.mistake { draw(mistake, prompt, start: start) }
  }

  /// The caret stands under the character that the mistake is at.
  private mutating func draw(_ mistake: LimitMistake, _ prompt: Prompt, start: Int) {
    let before = String(prompt.field.value.prefix(max(0, mistake.offset)))
    let column = min(start + DisplayText.columns(of: before), size.columns - 2)
    let row = Layout(size).footerRow
    fill(Rectangle(column: 0, row: row, columns: size.columns, rows: 1), role: .footer)
    let length = DisplayText.columns(of: mistake.sentence)
    if column + length + 3 <= size.columns {
      write("^ \(mistake.sentence)", at: Position(column: column, row: row), role: .error)
    } else {
      // Where no room is right of the caret, the sentence stands left of it.
      let text = DisplayText.truncated(mistake.sentence, to: max(0, column - 2))
      let width = DisplayText.columns(of: text)
      write(text, at: Position(column: max(0, column - width - 1), row: row), role: .error)
      write("^", at: Position(column: column, row: row), role: .error)
    }
  }

  private mutating func drawCompletions(_ state: AppState, above row: Int) {
    let offered = completionLines(state)
    let height = min(offered.count, 8)
    guard height > 0 else { return }
    let choice = state.prompt?.choice
    let first = max(0, min((choice ?? 0) - height + 1, offered.count - height))
    let top = row - height - 1
    rule(row: top, title: "commands", note: "Tab chooses · ⏎ runs", width: size.columns)
    let table = state.keys.table(state.place)
    for index in first..<first + height {
      guard let command = table.named(offered[index].name) else { continue }
      let line = top + 1 + index - first
      let reason = command.disabledReason(state)
      let isChosen = index == choice
      fill(Rectangle(column: 0, row: line, columns: size.columns, rows: 1))
      write(isChosen ? "▸" : " ", at: Position(column: 0, row: line), role: .title)
      write(
        table.key(of: command)?.label ?? "", at: Position(column: 2, row: line), role: .key,
        width: 6)
      write(
        offered[index].line, at: Position(column: 9, row: line),
        role: reason == nil ? .text : .dim,
        width: 17)
      write(
        reason ?? command.help, at: Position(column: 27, row: line),
        role: reason == nil ? .dim : .warning, width: size.columns - 28)
      if isChosen {
        lay(.selected, under: Rectangle(column: 0, row: line, columns: size.columns, rows: 1))
      }
    }
  }
}
