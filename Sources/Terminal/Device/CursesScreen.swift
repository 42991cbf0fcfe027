import CNcurses

/// Draws frames through ncurses: only what changed goes out, in one go.
///
/// ncurses holds one spacing character a cell and asks the C library how wide it is. What does not
/// fit that (emoji sequences, characters younger than the C library) is drawn on top afterwards, the
/// cursor put where it belongs before and after, so that columns stay straight whatever the terminal
/// makes of it.
struct CursesScreen {
  private struct Overlay {
    var text: String
    var position: Position
    var look: CursesPalette.Look
  }

  private var palette: CursesPalette
  private var shown: Frame?
  private var isCursorShown: Bool?
  private var line: [cchar_t] = []
  private var overlays: [Overlay] = []

  init(palette: CursesPalette) { self.palette = palette }

  /// The screen holds something else now: the next frame is drawn whole.
  mutating func invalidate() {
    shown = nil
    isCursorShown = nil
    clearok(curses_window(), true)
  }

  mutating func use(_ palette: CursesPalette) {
    self.palette = palette
    shown = nil
  }

  /// - Returns: bytes to send after what ncurses has sent.
  mutating func draw(_ frame: Frame) -> [UInt8] {
    overlays.removeAll(keepingCapacity: true)
    let old = shown.flatMap { $0.size == frame.size ? $0 : nil }
    for row in 0..<frame.size.rows {
      let all = 0..<frame.size.columns
      guard let changed = old.map({ frame.changedColumns(from: $0, row: row) }) ?? all else {
        continue
      }
      put(frame, row: row, columns: changed)
      findOverlays(frame, row: row)
    }
    placeCursor(frame.cursor)
    wnoutrefresh(curses_window())
    doupdate()
    shown = frame
    return overlays.isEmpty ? [] : overlayBytes(cursor: frame.cursor)
  }

  private mutating func placeCursor(_ cursor: Position?) {
    if isCursorShown != (cursor != nil) {
      curs_set(cursor == nil ? 0 : 1)
      isCursorShown = cursor != nil
    }
    wmove(curses_window(), Int32(cursor?.row ?? 0), Int32(cursor?.column ?? 0))
  }

  private mutating func put(_ frame: Frame, row: Int, columns: Range<Int>) {
    line.removeAll(keepingCapacity: true)
    for column in columns {
      let cell = frame.cells[row * frame.size.columns + column]
      guard cell.width > 0 else { continue }
      let look = palette.look(of: cell.role, on: cell.ground)
      if cell.code < 0x7F {
        append(cell.code, look)
      } else if let parts = parts(of: cell, in: frame) {
        for scalars in parts { append(scalars, look) }
      } else {
        // Blanks hold the place of what is drawn on top.
        for _ in 0..<cell.width { append(0x20, look) }
      }
    }
    mvwadd_wchnstr(
      curses_window(), Int32(row), Int32(columns.lowerBound), line, Int32(line.count))
  }

  private func parts(of cell: Cell, in frame: Frame) -> [[wchar_t]]? {
    if let index = cell.clusterIndex {
      return CursesCells.split(frame.clusters[index].unicodeScalars, columns: Int(cell.width))
    }
    guard let scalar = Unicode.Scalar(cell.code),
      CursesCells.width(of: scalar) == Int(cell.width)
    else { return nil }
    return [[wchar_t(bitPattern: cell.code)]]
  }

  private mutating func append(_ scalar: UInt32, _ look: CursesPalette.Look) {
    var cell = cchar_t()
    curses_set_character(&cell, scalar, look.attributes, look.pair)
    line.append(cell)
  }

  private mutating func append(_ scalars: [wchar_t], _ look: CursesPalette.Look) {
    var cell = cchar_t()
    curses_set_cell(&cell, scalars + [0], look.attributes, look.pair)
    line.append(cell)
  }

  /// All of a row that ncurses may have touched: it is free to write its blanks again.
  private mutating func findOverlays(_ frame: Frame, row: Int) {
    // The column up to which a terminal that joins no emoji may have drawn too far.
    var spoiled = 0
    for column in 0..<frame.size.columns {
      let cell = frame.cells[row * frame.size.columns + column]
      guard cell.width > 0 else { continue }
      let isOverlay = cell.code >= 0x7F && parts(of: cell, in: frame) == nil
      guard isOverlay || column < spoiled else { continue }
      var text = frame.string(cell)
      if isOverlay {
        let end = column + CursesCells.columnsUnjoined(text.unicodeScalars)
        // Beyond the edge it would go on in the next row.
        if end > frame.size.columns { text = String(text.unicodeScalars.prefix(1)) }
        spoiled = min(end, frame.size.columns)
      }
      overlays.append(
        Overlay(
          text: text, position: Position(column: column, row: row),
          look: palette.look(of: cell.role, on: cell.ground)))
    }
  }

  private func overlayBytes(cursor: Position?) -> [UInt8] {
    CursesOutput.collect {
      for overlay in overlays {
        CursesOutput.move(to: overlay.position)
        curses_put_attributes(overlay.look.attributes, overlay.look.pair, CursesOutput.put)
        CursesOutput.append(overlay.text)
      }
      curses_put_attributes(0, 0, CursesOutput.put)
      CursesOutput.move(to: cursor ?? Position(column: 0, row: 0))
    }
  }
}
