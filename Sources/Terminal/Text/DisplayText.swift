/// Text as a terminal will show it: measured, cut and wrapped by grapheme cluster, made harmless.
///
/// Right-to-left text stays in logical order and takes the columns of its clusters, so that what
/// stands after it starts in the same column in every row.
public enum DisplayText {
  /// How many columns the text takes once it is made harmless.
  public static func columns(of text: String) -> Int {
    if VisiblePieces.isPlain(text) { return text.utf8.count }
    var sum = 0
    VisiblePieces.scan(text) { piece in
      sum += piece.columns
      return true
    }
    return sum
  }

  /// The text with marks in place of what must not reach a terminal.
  public static func visible(_ text: String) -> String {
    if VisiblePieces.isPlain(text) { return text }
    var result = ""
    VisiblePieces.scan(text) { piece in
      result += piece.text
      return true
    }
    return result
  }

  /// At most `columns` wide, made harmless; `…` at the end says that something is missing.
  public static func truncated(_ text: String, to columns: Int) -> String {
    guard columns > 0 else { return "" }
    var pieces: [VisiblePiece] = []
    var used = 0
    VisiblePieces.scan(text) { piece in
      pieces.append(piece)
      used += piece.columns
      return used <= columns
    }
    guard used > columns else { return pieces.map(\.text).joined() }
    while let last = pieces.last, used > columns - 1 {
      used -= last.columns
      pieces.removeLast()
    }
    return pieces.map(\.text).joined() + "…"
  }

  /// Lines of at most `columns`, broken at spaces where there are any; made harmless.
  ///
  /// Shape: at least one line. A line break in the text starts a new line.
  public static func wrapped(_ text: String, to columns: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { wrappedParagraph(String($0), to: max(1, columns)) }
  }

  private static func wrappedParagraph(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      let width = self.columns(of: String(word))
      if used > 0, used + 1 + width <= columns {
        line += " " + visible(String(word))
        used += 1 + width
        continue
      }
      if used > 0 { lines.append(line) }
      let parts = broken(String(word), to: columns)
      lines += parts.dropLast()
      line = parts.last ?? ""
      used = self.columns(of: line)
    }
    return lines + [line]
  }

  private static func broken(_ word: String, to columns: Int) -> [String] {
    var parts: [String] = []
    var part = ""
    var used = 0
    VisiblePieces.scan(word) { piece in
      if used > 0, used + piece.columns > columns {
        parts.append(part)
        part = ""
        used = 0
      }
      part += piece.text
      used += piece.columns
      return true
    }
    return parts + [part]
  }
}
