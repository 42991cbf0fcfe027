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
    var fits = true
    VisiblePieces.scan(text) { piece in
      fits = put(piece, role: role, in: &frame)
      return fits
    }
    return fits
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
    if piece.isMark {
      for scalar in piece.text.unicodeScalars {
        put(scalar.value, columns: 1, role: .mark, in: &frame)
      }
    } else {
      put(frame.code(for: piece.text), columns: piece.columns, role: role, in: &frame)
    }
    if used < limit { lastFit = used }
    return true
  }

  mutating func put(blanks: Int, role: StyleRole, in frame: inout Frame) {
    guard blanks > 0 else { return }
    for _ in 0..<blanks { put(0x20, columns: 1, role: role, in: &frame) }
    lastFit = min(used, limit - 1)
  }

  private mutating func put(
    _ code: UInt32, columns: Int, role: StyleRole, in frame: inout Frame
  ) {
    let position = Position(column: start + used, row: row)
    frame.put(code, columns: columns, role: role, ground: role, at: position)
    used += columns
  }
}
