import Foundation
import Screens
import Terminal

/// The themes that can be chosen: those that come with the program, and the files of one's own.
struct ThemeSource: Sendable {
  let session: Session

  /// Throws: ``Failure`` with status `configuration`; nil is the configured one.
  func choice(_ name: String?) throws(Failure) -> ThemeChoice {
    try session.themeChoice(named: name ?? session.configuration.theme)
  }

  /// Watches a theme's file; nil for a theme that is none.
  func watch(_ name: String?) -> FileWatch? {
    let name = name ?? session.configuration.theme
    guard name != "auto", !Theme.builtInNames.contains(name) else { return nil }
    return FileWatch(directory: session.places.themes, name: "\(name).toml")
  }

  /// Answer to `readThemes`.
  func answer() -> Event {
    var own: [String] = []
    if let files = FileManager.default.enumerator(atPath: session.places.themes) {
      for case let file as String in files where file.hasSuffix(".toml") && !file.contains("/") {
        own.append(String(file.dropLast(5)))
      }
    }
    return .themesRead(
      ["auto"] + Theme.builtInNames + own.sorted(), configured: session.configuration.theme)
  }
}
