/// Writes pieces of text side by side until a column is full, and then says so with `…`.
struct FramePen {
  let row: Int
  let start: Int
  /// Units: columns.
  let limit: Int
  private(set) var used = 0
  /// Where `…` has to stand should the rest not fit.
  private var lastFit = 0

  init(row: Int, start: Int, limit: Int) {
    self.row = row
    self.start = start
    self.limit = limit
  }

  /// - Returns: false once the column is full and something was left out.
  mutating func put(_ text: String, role: StyleRole, in frame: inout Frame) -> Bool {
    if VisiblePieces.isPlain(text), text.utf8.count <= limit - used {
      frame.put(plain: text, role: role, at: Position(column: start + used, row: row))
      advance(by: text.utf8.count)
      return true
    }
    var fits = true
    VisiblePieces.scan(text) { piece in
      fits = put(piece, role: role, in: &frame)
      return fits
    }
    return fits
  }

  mutating func put(blanks: Int, role: StyleRole, in frame: inout Frame) {
    guard blanks > 0 else { return }
    frame.put(
      blanks: blanks, role: role, at: Position(column: start + used, row: row))
    advance(by: blanks)
  }

  private mutating func put(
    _ piece: VisiblePiece, role: StyleRole, in frame: inout Frame
  ) -> Bool {
    guard used + piece.columns <= limit else {
      used = lastFit
      put(0x2026, columns: 1, role: role, in: &frame)
      put(blanks: limit - used, role: role, in: &frame)
      return false
    }
    let fit = used
    switch piece {
    case .scalar(let scalar, let columns):
      put(scalar.value, columns: columns, role: role, in: &frame)
    case .cluster(let text, let columns):
      put(frame.code(for: text), columns: columns, role: role, in: &frame)
    case .mark(let text):
      for scalar in text.unicodeScalars {
        put(scalar.value, columns: 1, role: .mark, in: &frame)
      }
    }
    lastFit = used < limit ? used : fit
    return true
  }

  private mutating func put(
    _ code: UInt32, columns: Int, role: StyleRole, in frame: inout Frame
  ) {
    let position = Position(column: start + used, row: row)
    frame.put(code, columns: columns, role: role, ground: role, at: position)
    used += columns
  }

  /// Past characters of one column each.
  private mutating func advance(by columns: Int) {
    used += columns
    lastFit = max(lastFit, min(used, limit - 1))
  }
}
