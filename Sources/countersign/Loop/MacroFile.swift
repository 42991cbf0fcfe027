import Foundation
import Terminal

/// The recorded macros between two runs. Shape: a line a macro, `name = "keys with spaces between"`.
struct MacroFile: Sendable {
  let path: String

  /// Throws: ``ConfigurationError`` with the line, for a file that was edited into nonsense.
  func read() throws -> [String: [Key]] {
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let document = try TOMLDocument(text: text, file: path)
    var macros: [String: [Key]] = [:]
    for (name, node) in document.members {
      guard case .text(let text) = node else {
        throw document.error(
          .badValue, at: name, "“\(name)” is \(node.kind).", advice: "It must be a text of keys.")
      }
      macros[name] = try text.split(separator: " ").map { word in
        guard let key = Key(named: String(word)) else {
          throw document.error(
            .badValue, at: name, "“\(word)” is not a key.", advice: "Record the macro anew.")
        }
        return key
      }
    }
    return macros
  }

  /// Replaces the file as a whole. It is its owner's alone: what was typed is in it.
  func write(_ macros: [String: [Key]]) throws(Failure) {
    let lines = macros.sorted { $0.key < $1.key }.map { name, keys in
      "\(name) = \(TOMLText.quoted(keys.compactMap(\.name).joined(separator: " ")))\n"
    }
    try PrivateText(path: path).write(
      Data(lines.joined().utf8),
      advice: "The macro works until you quit; make room or check the directory's mode.")
  }
}
