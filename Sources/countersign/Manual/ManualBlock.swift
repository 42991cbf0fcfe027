/// A piece of the manual, before it is a page for man(1) or a Markdown file.
///
/// In every text, what stands in backquotes is to be typed as it is.
enum ManualBlock: Hashable, Sendable {
  /// Shape: level 1 or 2.
  case heading(String, level: Int)
  case paragraph(String)
  /// What is explained, and how. The term is to be typed; what follows it is not.
  case item(term: String, note: String = "", text: String)
  /// Lines as they stand.
  case verbatim(String)
}

/// One file of the manual.
struct ManualDocument: Sendable {
  var title: String
  /// Order: as printed.
  var blocks: [ManualBlock]
}

/// A text in pieces: outside and inside of backquotes, in turn.
func manualPieces(_ text: String) -> [(text: String, isTyped: Bool)] {
  text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
    .map { (String($0.element), $0.offset % 2 == 1) }.filter { !$0.0.isEmpty }
}
