import Foundation
import Terminal

extension Session {
  /// The theme that the configuration names: automatic, built in, or a file next to it.
  ///
  /// Throws: ``Failure`` with status `configuration`.
  func themeChoice() throws(Failure) -> ThemeChoice {
    try themeChoice(named: configuration.theme)
  }

  /// The theme of a name, as the configuration would take it.
  ///
  /// Throws: ``Failure`` with status `configuration`.
  func themeChoice(named name: String) throws(Failure) -> ThemeChoice {
    if name == "auto" { return .automatic }
    if let theme = Theme.builtIn(named: name) { return .fixed(theme) }
    let file = "\(places.themes)/\(name).toml"
    guard !name.contains("/"), FileManager.default.fileExists(atPath: file) else {
      throw Failure(
        .configuration, code: "theme.unknown",
        "There is no theme “\(name)”: \(file) does not exist.",
        advice: Self.advice(for: name, themes: places.themes))
    }
    do {
      return .fixed(
        try ThemeParser(try String(contentsOfFile: file, encoding: .utf8), file: file).parse())
    } catch let error as ThemeError {
      throw Failure(
        .configuration, code: "theme.\(error.code.rawValue)",
        "\(error.file):\(error.line): \(error.sentence)", advice: error.advice)
    } catch {
      throw Failure(
        .configuration, code: "theme.unreadable",
        "\(file) cannot be read: \(error.localizedDescription)", advice: "Check its mode.")
    }
  }

  private static func advice(for name: String, themes: String) -> String {
    let known = ["auto"] + Theme.builtInNames
    return Spelling.nearest(to: name, among: known).map { "Did you mean “\($0)”?" }
      ?? "Use \(known.joined(separator: ", ")), or put the file there."
  }
}
