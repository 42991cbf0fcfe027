import Foundation

/// The configuration file on disk.
struct ConfigurationFile: Sendable {
  let path: String

  /// The file's text; nil where there is no file.
  func text() throws(ConfigurationError) -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw unreadable(error.localizedDescription)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw unreadable("It is not UTF-8.")
    }
    return text
  }

  /// The configuration; the standard one where there is no file.
  func read() throws(ConfigurationError) -> Configuration {
    guard let text = try text() else { return Configuration() }
    return try ConfigurationReader.read(text, file: path)
  }

  /// Puts a new text in the place of the old one, at once and with the old mode.
  func write(_ text: String) throws(ConfigurationError) {
    let manager = FileManager.default
    // A link stays a link: people keep such files in a repository of their own.
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    do {
      try manager.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      let mode: Any =
        manager.fileExists(atPath: target.path)
        ? try manager.attributesOfItem(atPath: target.path)[.posixPermissions] ?? 0o600 : 0o600
      // Never open to others, not for a moment: what it says of servers is nobody else's.
      try PrivateText(path: target.path).write(Data(text.utf8))
      try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: target.path)
    } catch {
      let reason = (error as? Failure)?.sentence ?? error.localizedDescription
      throw ConfigurationError(
        code: .unreadable, file: path, line: nil,
        sentence: "The file cannot be written: \(reason)",
        advice: "Check its directory's owner and mode, or name another file with --config FILE.")
    }
  }

  private func unreadable(_ detail: String) -> ConfigurationError {
    ConfigurationError(
      code: .unreadable, file: path, line: nil, sentence: "The file cannot be read. \(detail)",
      advice: "Check its owner and mode, or name another file with --config FILE.")
  }
}
