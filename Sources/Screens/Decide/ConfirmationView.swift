import Governance
import Terminal

extension Frame {
  /// The merged plan with reason and buttons below; it covers the place that asked.
  mutating func drawConfirmation(_ state: AppState, _ confirmation: Confirmation) {
    let layout = Layout(size)
    drawSubheader(StyledText(confirmation.question, .title), state)
    draw(
      page: confirmation.lines, cursor: confirmation.document, top: layout.bodyTop,
      width: size.columns,
      height: layout.confirmationRows)
    let row = layout.bodyTop + layout.confirmationRows
    rule(row: row, title: "", width: size.columns)
    if confirmation.takesReason { drawReason(confirmation, state, row: row + 1) }
    drawButtons(confirmation, state, row: row + 2)
  }

  private mutating func drawReason(_ confirmation: Confirmation, _ state: AppState, row: Int) {
    let isDenial = confirmation.subject == .decision(.denied)
    var label = isDenial ? "reason (needed)  " : "reason (optional)  "
    let own = confirmation.details?.first { $0.request.id == confirmation.reasonOf }
    if let own {
      label = "reason for \(DisplayText.truncated(own.request.beneficiary.name, to: 20))  "
    }
    let start = 1 + write(label, at: Position(column: 1, row: row), role: .dim)
    let (width, origin) = (size.columns - start - 1, Position(column: start, row: row))
    if confirmation.focus == .reason {
      let field = own == nil ? confirmation.reason : confirmation.ownReason
      field.draw(in: &self, at: origin, width: width)
    } else if confirmation.reason.isEmpty {
      write(
        "press \(state.keys.planLabel("reason")) to write one", at: origin, role: .placeholder,
        width: width)
    } else {
      write(confirmation.reason.value, at: origin, width: width)
    }
  }

  private mutating func drawButtons(_ confirmation: Confirmation, _ state: AppState, row: Int) {
    let isLook = confirmation.isReading
    var column = 1
    column += drawButton(
      isLook ? "Close" : "No", isFocused: confirmation.focus == .no, at: column, row: row)
    guard !isLook else { return }
    if let obstacle = confirmation.obstacle(state.keys) {
      write(
        obstacle, at: Position(column: column + 2, row: row), role: .warning,
        width: size.columns - column - 3)
    } else {
      _ = drawButton(
        confirmation.yes, isFocused: confirmation.focus == .yes, at: column + 2, row: row)
    }
  }

  /// Brackets say where the focus is, for those who see no bar.
  private mutating func drawButton(
    _ title: String, isFocused: Bool, at column: Int, row: Int
  ) -> Int {
    let text = isFocused ? "[ \(title) ]" : "  \(title)  "
    let width = write(
      text, at: Position(column: column, row: row), role: isFocused ? .title : .text)
    if isFocused {
      lay(.selected, under: Rectangle(column: column, row: row, columns: width, rows: 1))
      cursor = Position(column: column + 2, row: row)
    }
    return width
  }
}
