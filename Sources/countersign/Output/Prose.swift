import Terminal

extension Console {
  /// Sentences to standard output: a terminal gets them broken between words, a file as they are.
  func prose(_ text: String) { line(Self.wrapped(text, to: columns)) }

  /// Breaks lines between words; what goes on stands two columns further in. A line with a word that
  /// is longer than the room stays as it is: what is to be copied must not be broken.
  ///
  /// - Parameter columns: nil for as they are.
  static func wrapped(_ text: String, to columns: Int?) -> String {
    guard let columns else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { wrappedLine(String($0), to: columns) }.joined(separator: "\n")
  }

  private static func wrappedLine(_ line: String, to columns: Int) -> String {
    let start = line.prefix { $0 == " " }
    let room = columns - start.count - 2
    let words = line.dropFirst(start.count).split(separator: " ")
    let isFitting = DisplayText.columns(of: line) <= columns
    let longest = words.map { DisplayText.columns(of: String($0)) }.max() ?? 0
    guard !isFitting, room >= 20, longest <= room else { return line }
    // The first line has two columns more, which are not worth another way of breaking.
    let pieces = DisplayText.wrapped(words.joined(separator: " "), to: room)
    return pieces.enumerated().map { start + ($0.offset == 0 ? "" : "  ") + $0.element }
      .joined(separator: "\n")
  }
}
