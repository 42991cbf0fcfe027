/// Prints a document as Markdown. Source: CommonMark 0.31.2.
enum Markdown {
  static func file(_ document: ManualDocument) -> String {
    let note = "<!-- Written by `make docs` from the program's own tables: change those. -->"
    let lines = ["# \(document.title)", "", note] + document.blocks.flatMap(lines)
    // One empty line parts as well as two.
    let kept = lines.indices.filter { $0 == 0 || !lines[$0].isEmpty || !lines[$0 - 1].isEmpty }
    return kept.map { lines[$0] }.joined(separator: "\n") + "\n"
  }

  private static func lines(_ block: ManualBlock) -> [String] {
    switch block {
    case .heading(let text, let level):
      ["", "\(String(repeating: "#", count: level + 1)) \(inline(text))", ""]
    case .paragraph(let text): ["", inline(text), ""]
    case .item(let term, let note, let text):
      ["- \(typed(term))\(note.isEmpty ? "" : " \(inline(note))"): \(inline(text))"]
    case .verbatim(let text):
      [""] + text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" } + [
        ""
      ]
    }
  }

  private static func inline(_ text: String) -> String {
    manualPieces(text).map { $0.isTyped ? typed($0.text) : escaped($0.text) }.joined()
  }

  /// A key may be a backquote itself.
  private static func typed(_ text: String) -> String {
    text.contains("`") ? "`` \(text) ``" : "`\(text)`"
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if "\\*_<>[]`|".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
