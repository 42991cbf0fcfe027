/// What a terminal shall show: cells with roles, and where the cursor stands.
///
/// Text enters a frame only through `write`, which makes it harmless; a screen cannot forget to.
/// Shape: `size.columns * size.rows` cells, row by row. Whatever lies outside is clipped.
public struct Frame: Sendable {
  public enum Alignment: Hashable, Sendable { case leading, trailing, center }

  public let size: Size
  /// The hardware cursor; nil hides it. Screen readers follow it, so it stands on the selected row.
  public var cursor: Position?
  var cells: [Cell]
  /// Grapheme clusters of more than one scalar.
  private(set) var clusters: [String] = []

  public init(size: Size, role: StyleRole = .text) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(repeating: .blank(role), count: self.size.columns * self.size.rows)
  }

  public var bounds: Rectangle {
    Rectangle(column: 0, row: 0, columns: size.columns, rows: size.rows)
  }

  /// Writes one line of text.
  ///
  /// - Parameter width: the column's width: what is too long ends in `…`, what is too short is
  ///   padded with blanks. Without it the text ends at the frame's edge and nothing is padded.
  /// - Returns: the columns used, with the padding.
  @discardableResult
  public mutating func write(
    _ text: String, at position: Position, role: StyleRole = .text, width: Int? = nil,
    alignment: Alignment = .leading
  ) -> Int {
    write(StyledText(text, role), at: position, width: width, alignment: alignment, padding: role)
  }

  /// Writes one line of text in several roles; `padding` is the role of the blanks.
  @discardableResult
  public mutating func write(
    _ text: StyledText, at position: Position, width: Int? = nil,
    alignment: Alignment = .leading, padding: StyleRole = .text
  ) -> Int {
    let limit = width ?? max(0, size.columns - position.column)
    guard limit > 0 else { return 0 }
    var pen = FramePen(row: position.row, start: position.column, limit: limit)
    let lead = alignment == .leading ? 0 : blanks(before: text, limit: limit, alignment)
    pen.put(blanks: lead, role: padding, in: &self)
    for run in text.runs {
      guard pen.put(run.text, role: run.role, in: &self) else { break }
    }
    if width != nil { pen.put(blanks: limit - pen.used, role: padding, in: &self) }
    return pen.used
  }

  private func blanks(before text: StyledText, limit: Int, _ alignment: Alignment) -> Int {
    let free = max(0, limit - text.columns)
    return alignment == .center ? free / 2 : free
  }

  /// Fills a part with one character of one column.
  public mutating func fill(
    _ area: Rectangle, with character: Character = " ", role: StyleRole = .text
  ) {
    let line = String(repeating: character, count: max(0, area.size.columns))
    for row in area.rows {
      write(
        line, at: Position(column: area.origin.column, row: row), role: role,
        width: area.size.columns)
    }
  }

  /// Lays a role under the text of a part, which keeps its own roles: the bar of a selected row.
  public mutating func lay(_ ground: StyleRole, under area: Rectangle) {
    let area = area.intersection(bounds)
    for row in area.rows {
      for column in area.columns { cells[row * size.columns + column].ground = ground }
    }
  }

  /// Draws another frame over this one; its cursor, where it has one, becomes this one's.
  public mutating func draw(_ other: Frame, at origin: Position) {
    for row in 0..<other.size.rows {
      for column in 0..<other.size.columns {
        let cell = other.cells[row * other.size.columns + column]
        guard cell.width > 0 else { continue }
        let code = cell.clusterIndex.map { self.code(for: other.clusters[$0]) } ?? cell.code
        let target = Position(column: origin.column + column, row: origin.row + row)
        put(code, columns: Int(cell.width), role: cell.role, ground: cell.ground, at: target)
      }
    }
    if let cursor = other.cursor {
      self.cursor = Position(column: origin.column + cursor.column, row: origin.row + cursor.row)
    }
  }
}

extension Frame {
  mutating func code(for cluster: String) -> UInt32 {
    let scalars = cluster.unicodeScalars
    if let first = scalars.first, scalars.count == 1 { return first.value }
    clusters.append(cluster)
    return UInt32(clusters.count - 1) | Cell.clusterFlag
  }

  /// Puts a character into its cells; one that would stick out is left out.
  mutating func put(
    _ code: UInt32, columns: Int, role: StyleRole, ground: StyleRole, at position: Position
  ) {
    guard position.row >= 0, position.row < size.rows, position.column >= 0,
      position.column + columns <= size.columns
    else { return }
    let index = position.row * size.columns + position.column
    let end = index + columns
    blankCutCharacters(from: index, to: end, row: position.row)
    cells[index] = Cell(code: code, width: UInt8(columns), role: role, ground: ground)
    for rest in index + 1..<max(end, index + 1) {
      cells[rest] = Cell(code: 0, width: 0, role: role, ground: ground)
    }
  }

  /// Printable ASCII, a cell a byte; what lies outside is left out.
  mutating func put(plain text: String, role: StyleRole, at position: Position) {
    guard let range = claim(text.utf8.count, at: position) else { return }
    let bytes = text.utf8.dropFirst(range.skipped)
    for (index, byte) in zip(range.cells, bytes) {
      cells[index] = Cell(code: UInt32(byte), width: 1, role: role, ground: role)
    }
  }

  mutating func put(blanks: Int, role: StyleRole, at position: Position) {
    guard let range = claim(blanks, at: position) else { return }
    for index in range.cells { cells[index] = .blank(role) }
  }

  /// The cells of a row that lie inside the frame, free to be written, and how many lie before it.
  private mutating func claim(
    _ columns: Int, at position: Position
  ) -> (cells: Range<Int>, skipped: Int)? {
    guard position.row >= 0, position.row < size.rows else { return nil }
    let first = max(0, position.column)
    let end = min(size.columns, position.column + columns)
    guard first < end else { return nil }
    let start = position.row * size.columns
    blankCutCharacters(from: start + first, to: start + end, row: position.row)
    return (start + first..<start + end, first - position.column)
  }

  /// A wide character that loses a part of itself becomes blank.
  private mutating func blankCutCharacters(from start: Int, to end: Int, row: Int) {
    var left = start
    while cells[left].width == 0, left > row * size.columns { left -= 1 }
    for index in left..<start { blank(index) }
    var right = end
    while right < (row + 1) * size.columns, cells[right].width == 0 {
      blank(right)
      right += 1
    }
  }

  private mutating func blank(_ index: Int) {
    cells[index].code = 0x20
    cells[index].width = 1
  }
}
