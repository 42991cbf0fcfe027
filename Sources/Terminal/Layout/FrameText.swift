extension Frame {
  /// The rows as plain text without trailing blanks, for goldens and for screen readers.
  public var text: [String] {
    rows { cells in
      var line = ""
      for cell in cells where cell.width > 0 { line += string(cell) }
      return line
    }
  }

  /// The rows with the letter of each cell's role (`StyleRole.letter`), trailing `.` left out.
  public var roles: [String] {
    rows { cells in String(cells.map(\.role.letter)) }.map(Self.withoutTrailing("."))
  }

  /// The same for what lies under the text.
  public var grounds: [String] {
    rows { cells in String(cells.map(\.ground.letter)) }.map(Self.withoutTrailing("."))
  }

  public func role(at position: Position) -> StyleRole? {
    guard bounds.columns.contains(position.column), bounds.rows.contains(position.row) else {
      return nil
    }
    return cells[position.row * size.columns + position.column].role
  }

  /// The character whose cell this is; empty for the second cell of a wide one.
  func string(_ cell: Cell) -> String {
    if let index = cell.clusterIndex { return clusters[index] }
    guard cell.width > 0, let scalar = Unicode.Scalar(cell.code) else { return "" }
    return String(scalar)
  }

  private func rows(_ line: (ArraySlice<Cell>) -> String) -> [String] {
    (0..<size.rows).map { row in
      line(cells[row * size.columns..<(row + 1) * size.columns])
    }.map(Self.withoutTrailing(" "))
  }

  private static func withoutTrailing(_ character: Character) -> (String) -> String {
    { line in String(line.reversed().drop { $0 == character }.reversed()) }
  }
}
