import Foundation
import Terminal

/// Plays a script on the screens, without a terminal.
enum ScriptRun {
  /// Throws: ``Failure`` with the line that failed and the screen as it was.
  static func play(_ path: String, _ session: Session, size: Size, folder: String?) throws {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw Failure(
        .usage, code: "script.unreadable", "\(path) cannot be read: \(error.localizedDescription)")
    }
    let display = try ScriptedDisplay(
      script: try Script(text: text, file: path), size: size,
      folder: folder ?? FileManager.default.currentDirectoryPath)
    _ = try ScreensVerb.show(session, on: display)
    if let failure = display.failure { throw failure }
  }
}
