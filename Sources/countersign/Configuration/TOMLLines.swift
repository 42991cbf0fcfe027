/// Knows on which line of a TOML text each key stands, which the parser does not tell.
///
/// Reads a text that has been parsed already, so it need not find mistakes.
struct TOMLLines: Sendable {
  /// Shape of the key: `operator`, `server[0].url`, `server[0]` for the header's line.
  private var lines: [String: Int] = [:]

  init(_ text: String) {
    var prefix = ""
    var counts: [String: Int] = [:]
    var open = OpenValue()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let content = line.drop { $0 == " " || $0 == "\t" }
      guard !open.isOpen else {
        open.read(content)
        continue
      }
      if content.hasPrefix("[["), let name = Self.header(content.dropFirst(2)) {
        let position = counts[name, default: 0]
        counts[name] = position + 1
        prefix = "\(name)[\(position)]"
        lines[prefix] = index + 1
      } else if content.hasPrefix("["), let name = Self.header(content.dropFirst()) {
        prefix = name
        lines[prefix] = index + 1
      } else if let equals = content.firstIndex(of: "="), content.first != "#" {
        let key = Self.trimmed(content[..<equals])
        lines[prefix.isEmpty ? key : "\(prefix).\(key)"] = index + 1
        open.read(content[content.index(after: equals)...])
      }
    }
  }

  /// 1 for the first line; nil for a key that is not in the text.
  func line(of path: String) -> Int? { lines[path] }

  private static func header(_ rest: Substring) -> String? {
    rest.firstIndex(of: "]").map { trimmed(rest[..<$0]) }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" })
  }
}

/// Whether a value goes on over the end of its line: an array, or a text in three quotes.
private struct OpenValue {
  private var depth = 0
  private var fence: String?

  var isOpen: Bool { depth > 0 || fence != nil }

  mutating func read(_ line: Substring) {
    var rest = line
    while let first = rest.first {
      if let fence {
        guard rest.hasPrefix(fence) else {
          rest = rest.dropFirst(first == "\\" && fence.hasPrefix("\"") ? 2 : 1)
          continue
        }
        rest = rest.dropFirst(fence.count)
        self.fence = nil
        continue
      }
      if let opened = ["\"\"\"", "'''", "\"", "'"].first(where: rest.hasPrefix) {
        fence = opened
        rest = rest.dropFirst(opened.count)
        continue
      }
      if first == "#" { break }
      if first == "[" || first == "{" { depth += 1 }
      if first == "]" || first == "}" { depth = max(0, depth - 1) }
      rest = rest.dropFirst()
    }
    // A text in single quotes ends with its line.
    if let fence, fence.count == 1 { self.fence = nil }
  }
}
