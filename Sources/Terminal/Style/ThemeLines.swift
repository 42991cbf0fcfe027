/// The lines that give keys their values, which the TOML parser does not keep. Found in one pass:
/// the program's first frame waits for its theme.
struct ThemeLines {
  private var keys: [String: Int] = [:]
  private var headings: [String: Int] = [:]

  init(_ text: String) {
    var section = ""
    var number = 0
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let line = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if line.first == UInt8(ascii: "[") {
        section = Self.name(line.dropFirst().prefix { $0 != UInt8(ascii: "]") })
        headings[section] = number
        if keys[section] == nil { keys[section] = number }
      } else if let end = line.firstIndex(of: UInt8(ascii: "=")) {
        let key = "\(section).\(Self.name(line[..<end]))"
        if keys[key] == nil { keys[key] = number }
      }
    }
  }

  /// Counted from 1: the key's line, else its section's heading.
  func line(of key: String, in section: String) -> Int {
    keys["\(section).\(key)"] ?? max(headings[section] ?? 1, headings[key] ?? 1)
  }

  private static func name(_ bytes: Substring.UTF8View.SubSequence) -> String {
    String(decoding: bytes.filter { !" \t\"'".utf8.contains($0) }, as: UTF8.self)
  }
}
