import Foundation
import Terminal

/// Steps for the screens, a line each: what a person would press, and what they would look for.
struct Script: Sendable {
  enum Step: Hashable, Sendable {
    case keys([Key])
    case resize(Size)
    /// The screen must hold the text once nothing is under way any more.
    case expect(String)
    case refuse(String)
    /// Writes the screen's text into a file.
    case save(String)
  }

  struct Line: Hashable, Sendable {
    var number: Int
    var step: Step
  }

  let file: String
  let lines: [Line]

  /// Shape: `press KEY…`, `type TEXT`, `expect TEXT`, `refuse TEXT`, `save FILE`, `size COLUMNS ROWS`;
  /// `#` starts a comment line. Keys are named as in the configuration.
  ///
  /// Throws: ``Failure`` with the line that makes no sense.
  init(text: String, file: String) throws(Failure) {
    self.file = file
    var lines: [Line] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let text = line.drop { $0 == " " }
      guard !text.isEmpty, !text.hasPrefix("#") else { continue }
      let parts = text.split(separator: " ", maxSplits: 1)
      let rest = parts.count > 1 ? String(parts[1]) : ""
      guard let step = Self.step(String(parts[0]), rest) else {
        throw Failure(
          .usage, code: "script.step", "\(file):\(index + 1): “\(text)” is no step.",
          advice:
            "Steps are press KEY…, type TEXT, expect TEXT, refuse TEXT, save FILE and size C R.")
      }
      lines.append(Line(number: index + 1, step: step))
    }
    self.lines = lines
  }

  private static func step(_ word: String, _ rest: String) -> Step? {
    guard !rest.isEmpty else { return nil }
    switch word {
    case "press":
      let names = rest.split(separator: " ").map(String.init)
      let keys = names.compactMap { Key(named: $0) }
      return keys.count == names.count ? .keys(keys) : nil
    case "type": return .keys(rest.map { .character($0) })
    case "expect": return .expect(rest)
    case "refuse": return .refuse(rest)
    case "save": return .save(rest)
    case "size":
      let numbers = rest.split(separator: " ").compactMap { Int($0) }
      guard numbers.count == 2, numbers.allSatisfy({ (1...500).contains($0) }) else { return nil }
      return .resize(Size(columns: numbers[0], rows: numbers[1]))
    default: return nil
    }
  }
}
