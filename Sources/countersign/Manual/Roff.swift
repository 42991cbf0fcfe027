/// Prints a document in the macros of man(7).
enum Roff {
  static func page(_ document: ManualDocument, section: Int) -> String {
    let title = document.title.uppercased()
    let header = ".TH \(title) \(section) \"\" \"countersign \(Program.version)\""
    return ([header] + document.blocks.flatMap(lines)).joined(separator: "\n") + "\n"
  }

  private static func lines(_ block: ManualBlock) -> [String] {
    switch block {
    case .heading(let text, let level):
      [".\(level == 1 ? "SH" : "SS") \"\(escaped(text).replacing("\"", with: "\\(dq"))\""]
    case .paragraph(let text): [".PP", inline(text)]
    case .item(let term, let note, let text):
      [
        ".TP",
        "\\fB\(escaped(term))\\fR" + (note.isEmpty ? "" : " \(escaped(note))"), inline(text),
      ]
    case .verbatim(let text):
      [".PP", ".nf", ".RS 4"]
        + text.split(separator: "\n", omittingEmptySubsequences: false).map { guarded(escaped($0)) }
        + [".RE", ".fi"]
    }
  }

  private static func inline(_ text: String) -> String {
    guarded(
      manualPieces(text).map { $0.isTyped ? "\\fB\(escaped($0.text))\\fR" : escaped($0.text) }
        .joined())
  }

  /// A backslash is roff's own, and a hyphen is a minus that can be copied. Source: groff_char(7).
  static func escaped(_ text: some StringProtocol) -> String {
    String(text).replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("~", with: "\\(ti").replacing("^", with: "\\(ha").replacing("'", with: "\\(aq")
      .replacing("`", with: "\\(ga")
  }

  /// A dot at the start of a line would be an order. Source: groff(7).
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") ? "\\&" + line : line
  }
}
