import Terminal

extension Frame {
  /// The form covers the place that it was opened from.
  mutating func drawServerForm(_ form: ServerForm, _ state: AppState) {
    drawSubheader(
      StyledText("‹ ", .dim) + StyledText("Add a server", .title)
        + StyledText(state.servers.isEmpty ? "  the first one" : "", .dim), state)
    var row = Layout(size).bodyTop + 1
    for field in form.fields {
      draw(field, form, row: row)
      row += 1
    }
    row += 1
    rule(row: row, title: form.isAsking ? "asking the server …" : "so far", width: size.columns)
    drawTest(form, from: row + 1)
  }

  private mutating func draw(_ field: ServerForm.Field, _ form: ServerForm, row: Int) {
    let isFocused = form.focus == field
    let origin = Position(column: 13, row: row)
    let width = size.columns - 15
    if isFocused {
      write("▸", at: Position(column: 0, row: row), role: .title)
      cursor = origin
    }
    write(
      field.label, at: Position(column: 2, row: row), role: isFocused ? .title : .dim, width: 10)
    switch field {
    case .secretPlace:
      var column = origin.column
      for place in ServerDraft.SecretPlace.allCases {
        let isChosen = place == form.secretPlace
        column += write(
          isChosen ? "‹\(place.rawValue)›" : " \(place.rawValue) ",
          at: Position(column: column, row: row), role: isChosen ? .text : .dim)
      }
    case .add:
      write(isFocused ? "[ Add ]" : "  Add  ", at: origin, role: isFocused ? .title : .text)
      if isFocused {
        lay(.selected, under: Rectangle(column: origin.column, row: row, columns: 7, rows: 1))
      }
    default:
      guard let text = form[field] else { return }
      if isFocused {
        text.draw(in: &self, at: origin, width: width)
      } else {
        write(text.value, at: origin, width: width)
      }
      if text.isEmpty {
        write(form.placeholder(field), at: origin, role: .placeholder, width: width)
      }
    }
  }

  /// What is good, missing and wrong, and what the server says.
  private mutating func drawTest(_ form: ServerForm, from top: Int) {
    let layout = Layout(size)
    var row = top
    for line in (form.test?.lines ?? []) + (form.test?.answers ?? []) {
      let (mark, role): (String, StyleRole) =
        switch line.kind {
        case .good: ("✓", .ok)
        case .missing: ("·", .dim)
        case .wrong: ("✗", .error)
        case .note: (" ", .warning)
        }
      for (index, piece) in DisplayText.wrapped(line.text, to: size.columns - 6).enumerated() {
        guard row < layout.messageRow else { return }
        if index == 0 { write(mark, at: Position(column: 2, row: row), role: role) }
        write(
          piece, at: Position(column: 4, row: row), role: line.kind == .good ? .text : role,
          width: size.columns - 6)
        row += 1
      }
    }
  }
}

func serverFormHints(_ form: ServerForm) -> [FooterHint] {
  let change = form.focus == .secretPlace ? ["←→ change"] : []
  return hints(change + ["Tab next", "S-Tab before", "^T test now", "^S add", "Esc leave"])
}
