import Governance
import Terminal

extension RequestForm.Field {
  var label: String {
    switch self {
    case .beneficiary: "for"
    case .operation: "do"
    case .entitlement: "access"
    case .duration: "how long"
    case .justification: "why"
    case .submit: ""
    }
  }
}

extension Frame {
  mutating func drawForm(_ state: AppState) {
    let form = state.form
    drawSubheader(
      StyledText("‹ ", .dim) + StyledText("New request", .title)
        + StyledText("  asked by you", .dim), state)
    var row = Layout(size).bodyTop + 1
    for field in RequestForm.Field.allCases {
      draw(field, form, row: row)
      row += 1
      if form.mistake?.field == field, let sentence = form.mistake?.sentence {
        write(
          "! \(sentence)", at: Position(column: 13, row: row), role: .warning,
          width: size.columns - 14)
        row += 1
      }
      if field == form.focus { row = drawSuggestions(form, from: row) }
    }
  }

  private mutating func draw(_ field: RequestForm.Field, _ form: RequestForm, row: Int) {
    let isFocused = form.focus == field
    if isFocused {
      write("▸", at: Position(column: 0, row: row), role: .title)
      cursor = Position(column: 13, row: row)
    }
    write(
      field.label, at: Position(column: 2, row: row), role: isFocused ? .title : .dim, width: 10)
    let origin = Position(column: 13, row: row)
    let width = size.columns - 15
    switch field {
    case .beneficiary:
      draw(
        form.beneficiarySearch, isFocused, isChosen: form.beneficiary != nil, origin, width,
        placeholder: "a name, user name or mail")
    case .entitlement:
      draw(
        form.entitlementSearch, isFocused, isChosen: form.entitlement != nil, origin, width,
        placeholder: "a group, role or right")
    case .operation: drawOperation(form, origin)
    case .duration:
      draw(
        form.duration, isFocused, isChosen: false, origin, width,
        placeholder: form.operation == .revoke
          ? "not for a revocation" : "7d, 2w, 8h; empty: no end")
    case .justification:
      draw(
        form.justification, isFocused, isChosen: false, origin, width,
        placeholder: "what it is needed for; the approver reads it")
    case .submit:
      let text = isFocused ? "[ Submit ]" : "  Submit  "
      write(text, at: origin, role: isFocused ? .title : .text)
      if isFocused {
        lay(.selected, under: Rectangle(column: 13, row: row, columns: 10, rows: 1))
      }
    }
  }

  private mutating func draw(
    _ field: LineEditor, _ isFocused: Bool, isChosen: Bool, _ origin: Position, _ width: Int,
    placeholder: String
  ) {
    let mark = isChosen ? "✓ " : ""
    let start = origin.column + write(mark, at: origin, role: .ok)
    let place = Position(column: start, row: origin.row)
    let room = width - (start - origin.column)
    if isFocused {
      field.draw(in: &self, at: place, width: room)
      if field.isEmpty {
        write(placeholder, at: place, role: .placeholder, width: room)
      }
    } else if field.isEmpty {
      write(placeholder, at: place, role: .placeholder, width: room)
    } else {
      write(field.value, at: place, width: room)
    }
  }

  private mutating func drawOperation(_ form: RequestForm, _ origin: Position) {
    var column = origin.column
    for operation in ItemOperation.allCases {
      let isChosen = operation == form.operation
      let word = "\(RequestWords.mark(operation)) \(operation.rawValue)"
      column += write(
        isChosen ? "‹\(word)›" : " \(word) ", at: Position(column: column, row: origin.row),
        role: isChosen ? RequestWords.role(operation) : .dim)
    }
  }

  /// The suggestions below the field in focus, at most six.
  private mutating func drawSuggestions(_ form: RequestForm, from row: Int) -> Int {
    let rows: [StyledText] =
      switch form.focus {
      case .beneficiary where form.beneficiary == nil: form.beneficiaries.map(suggestion)
      case .entitlement where form.entitlement == nil: form.entitlements.map(suggestion)
      default: []
      }
    let first = max(0, min(form.choice - 5, rows.count - 6))
    var row = row
    for (index, text) in rows.enumerated().dropFirst(first).prefix(6) {
      let isChosen = index == form.choice
      write(isChosen ? "▸" : " ", at: Position(column: 13, row: row), role: .title)
      write(text, at: Position(column: 15, row: row), width: size.columns - 17)
      if isChosen {
        lay(
          .selected,
          under: Rectangle(column: 13, row: row, columns: size.columns - 15, rows: 1))
      }
      row += 1
    }
    return row
  }
}

private func suggestion(_ row: PersonRow) -> StyledText {
  StyledText(padded(row.person.name, 28))
    + StyledText("  \(padded(row.title, 24))  \(row.department)", .dim)
}

private func suggestion(_ entitlement: Entitlement) -> StyledText {
  let terms = entitlement.terms?.words(holders: entitlement.holderCount) ?? []
  let holders =
    (entitlement.holderCount.map { "  held by \($0)" } ?? "")
    + terms.map { "  \($0)" }.joined()
  return StyledText(entitlement.isPrivileged ? "▲ " : "  ", .riskHigh)
    + StyledText(padded(entitlement.display, 32))
    + StyledText(
      "  \(entitlement.reference.type.rawValue) on \(entitlement.reference.server)\(holders)", .dim)
}

func formHints(_ state: AppState) -> [FooterHint] {
  let change = state.form.focus == .operation ? hints(["←→ change"]) : []
  return change
    + state.keys.table(.form).commands.compactMap { command in
      guard let label = command.label, let key = command.keys.first,
        command.disabledReason(state) == nil
      else { return nil }
      return FooterHint(key: key.label, word: label)
    }
}
