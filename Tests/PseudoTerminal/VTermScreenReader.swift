import CVTerm

/// A cell as the terminal shows it.
public struct ScreenCell: Hashable {
  public var text: String
  public var isBold: Bool
  public var isUnderlined: Bool
  public var isItalic: Bool
  public var isReversed: Bool
  /// -1 for the terminal's own, an index of its palette, or `0x1000000 | rgb`.
  public var foreground: Int
  public var background: Int
}

/// A terminal that is nothing but a parser: bytes in, cells out. Owned by one `PseudoTerminal`.
final class VTermScreenReader {
  private let terminal: OpaquePointer
  private let screen: OpaquePointer
  private(set) var columns: Int
  private(set) var rows: Int

  init(columns: Int, rows: Int) {
    guard let terminal = vterm_new(Int32(rows), Int32(columns)),
      let screen = vterm_obtain_screen(terminal)
    else { fatalError("libvterm has no memory for a screen") }
    self.terminal = terminal
    self.screen = screen
    self.columns = columns
    self.rows = rows
    vterm_set_utf8(terminal, 1)
    vterm_screen_enable_altscreen(screen, 1)
    vterm_screen_reset(screen, 1)
  }

  deinit { vterm_free(terminal) }

  /// - Returns: what the terminal answers.
  func take(_ bytes: [UInt8]) -> [UInt8] {
    _ = bytes.withUnsafeBytes {
      vterm_input_write(terminal, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    var answer = [CChar](repeating: 0, count: 256)
    let count = vterm_output_read(terminal, &answer, answer.count)
    return answer.prefix(count).map { UInt8(bitPattern: $0) }
  }

  func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    vterm_set_size(terminal, Int32(rows), Int32(columns))
  }

  var cursor: (column: Int, row: Int) {
    var position = VTermPos()
    vterm_state_get_cursorpos(vterm_obtain_state(terminal), &position)
    return (Int(position.col), Int(position.row))
  }

  func cell(column: Int, row: Int) -> ScreenCell {
    let cell = raw(column: column, row: row)
    var copy = cell
    let attributes = cell_attributes(&copy)
    return ScreenCell(
      text: Self.text(cell), isBold: attributes & 1 != 0, isUnderlined: attributes & 2 != 0,
      isItalic: attributes & 4 != 0, isReversed: attributes & 8 != 0,
      foreground: Int(cell_color(&copy.fg)), background: Int(cell_color(&copy.bg)))
  }

  /// Rows without trailing blanks.
  var lines: [String] {
    (0..<rows).map { row in
      var line = ""
      var column = 0
      while column < columns {
        let cell = raw(column: column, row: row)
        let text = Self.text(cell)
        line += text.isEmpty ? " " : text
        column += max(1, Int(cell.width))
      }
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func raw(column: Int, row: Int) -> VTermScreenCell {
    var cell = VTermScreenCell()
    vterm_screen_get_cell(screen, VTermPos(row: Int32(row), col: Int32(column)), &cell)
    return cell
  }

  private static func text(_ cell: VTermScreenCell) -> String {
    var text = String.UnicodeScalarView()
    withUnsafeBytes(of: cell.chars) { bytes in
      for value in bytes.bindMemory(to: UInt32.self) {
        guard value != 0, let scalar = Unicode.Scalar(value) else { break }
        text.append(scalar)
      }
    }
    return String(text)
  }
}
