import Terminal

extension Frame {
  /// Draws a list under its column heads: only the rows on the screen, the cursor's with a bar and
  /// the hardware cursor.
  mutating func draw<Row: ListedRow>(
    _ list: RowList<Row>, columns: [Column<Row>], state: AppState, top: Int, width: Int,
    height: Int
  ) {
    let table = TableLayout(columns, start: 2, width: width - 3)
    table.drawHeads(in: &self, row: top)
    let end = min(list.total, list.top + height)
    for position in list.top..<max(list.top, end) {
      let row = top + 1 + position - list.top
      if let value = list.row(at: position) {
        let above = position > list.top ? list.row(at: position - 1) : nil
        table.draw(value, below: above, state, in: &self, row: row)
      } else {
        write("…", at: Position(column: 2, row: row), role: .placeholder)
      }
      guard position == list.cursor else { continue }
      markCursor(row: row, width: width)
    }
  }

  /// The bar of the selected row, a mark for those who see no bar, and the hardware cursor.
  mutating func markCursor(row: Int, width: Int) {
    write("▸", at: Position(column: 0, row: row), role: .title)
    lay(.selected, under: Rectangle(column: 0, row: row, columns: width, rows: 1))
    cursor = Position(column: 0, row: row)
  }

  /// Draws lines from `top` on within a height.
  mutating func draw(
    _ lines: ArraySlice<Line>, at origin: Position, width: Int, height: Int
  ) {
    for (index, line) in lines.prefix(max(0, height)).enumerated() {
      write(
        line.text, at: Position(column: origin.column, row: origin.row + index), width: width)
    }
  }

  /// Draws a page that scrolls, with its cursor and how much is above and below.
  mutating func draw(page lines: [Line], cursor: DocumentCursor, top: Int, width: Int, height: Int)
  {
    let end = min(lines.count, cursor.top + height)
    guard cursor.top < end else { return }
    draw(
      lines[cursor.top..<end], at: Position(column: 2, row: top), width: width - 3, height: height)
    markCursor(row: top + cursor.line - cursor.top, width: width)
    if cursor.top > 0 { write("↑", at: Position(column: width - 1, row: top), role: .dim) }
    if end < lines.count {
      write("↓", at: Position(column: width - 1, row: top + height - 1), role: .dim)
    }
  }

  /// A horizontal line with a title in it.
  mutating func rule(row: Int, title: String, note: String = "", width: Int) {
    fill(Rectangle(column: 0, row: row, columns: width, rows: 1), with: "─", role: .border)
    if !title.isEmpty {
      let shown = DisplayText.truncated(title, to: max(0, width - 6))
      write(" \(shown) ", at: Position(column: 1, row: row), role: .title)
    }
    let room = width - DisplayText.columns(of: title) - 8
    let noteWidth = DisplayText.columns(of: note)
    guard !note.isEmpty, noteWidth + 2 <= room else { return }
    write(" \(note) ", at: Position(column: width - noteWidth - 3, row: row), role: .dim)
  }
}
