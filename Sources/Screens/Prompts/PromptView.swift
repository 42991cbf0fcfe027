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
    drawCompletions(prompt, state, above: row)
    if let mistake = prompt.mistake {
      draw(mistake, prompt, start: start)
    } else if let message = state.message, message.kind != .done {
      drawRefusal(message, below: row)
    }
  }

  /// Why the answer was not taken: it stays to be mended, so the reason stands above it, or instead of
  /// the keys where one line is enough.
  private mutating func drawRefusal(_ message: Message, below row: Int) {
    let role: StyleRole = message.kind == .refusal ? .warning : .error
    let mark = message.kind == .refusal ? "! " : "⚠ "
    let lines = DisplayText.wrapped("\(mark)\(message.text)", to: size.columns - 2)
    let top = lines.count == 1 ? row + 1 : row - lines.count
    for (index, line) in lines.enumerated() {
      fill(Rectangle(column: 0, row: top + index, columns: size.columns, rows: 1))
      write(
        line, at: Position(column: 1, row: top + index), role: role, width: size.columns - 2)
    }
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

  private mutating func drawCompletions(_ prompt: Prompt, _ state: AppState, above row: Int) {
    let offered = completionLines(state)
    let height = min(offered.count, 8)
    guard height > 0 else { return }
    let isCommand = prompt.kind == .command
    let isLimit = limitCompletion(prompt) != nil
    let first = max(0, min((prompt.choice ?? 0) - height + 1, offered.count - height))
    let top = row - height - 1
    rule(
      row: top, title: isCommand ? "commands" : "what may come next",
      note: isCommand
        ? "Tab chooses · ⏎ runs" : "Tab takes it" + (isLimit ? " · ↑ limits before" : ""),
      width: size.columns)
    let widest = offered.map { DisplayText.columns(of: $0.label) }.max() ?? 0
    let label = isCommand ? 17 : max(10, min(widest, size.columns / 2))
    for index in first..<first + height {
      draw(
        offered[index], isChosen: index == prompt.choice, row: top + 1 + index - first,
        keyWidth: isCommand ? 6 : 0, label)
    }
  }

  private mutating func draw(
    _ offer: Completion, isChosen: Bool, row: Int, keyWidth: Int, _ labelWidth: Int
  ) {
    fill(Rectangle(column: 0, row: row, columns: size.columns, rows: 1))
    write(isChosen ? "▸" : " ", at: Position(column: 0, row: row), role: .title)
    write(offer.key, at: Position(column: 2, row: row), role: .key, width: keyWidth)
    let start = keyWidth > 0 ? 3 + keyWidth : 2
    write(
      offer.label, at: Position(column: start, row: row), role: offer.works ? .text : .dim,
      width: labelWidth)
    let note = start + labelWidth + 1
    write(
      offer.note, at: Position(column: note, row: row), role: offer.works ? .dim : .warning,
      width: max(0, size.columns - note - 1))
    if isChosen {
      lay(.selected, under: Rectangle(column: 0, row: row, columns: size.columns, rows: 1))
    }
  }
}
