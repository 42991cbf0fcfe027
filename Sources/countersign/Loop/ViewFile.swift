import Foundation
import Governance
import Screens

/// How the queue is shown, between two runs: its order, columns, saved folders and the limits that
/// were typed.
struct ViewFile: Sendable {
  let path: String

  private static let keys = ["order", "group", "columns", "limits", "folder"]

  /// Throws: ``ConfigurationError`` with the line, for a file that was edited into nonsense.
  func read() throws -> ViewSettings {
    guard FileManager.default.fileExists(atPath: path) else { return ViewSettings() }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let document = try TOMLDocument(text: text, file: path)
    let top = SettingsReader(document: document, prefix: "", members: document.members)
    try top.refuseUnknown(known: Self.keys)
    var sort = try Self.columns(try top.text("order") ?? "due", "order", top)
    if let name = try top.text("group") {
      guard let group = QueueColumn(named: name), QueueSort.groups.contains(group) else {
        throw top.notAChoice("group", name, QueueSort.groups.map(\.rawValue))
      }
      sort.group = group
    }
    let shown = try top.texts("columns") ?? []
    let columns =
      shown.isEmpty
      ? []
      : try Self.columns(shown.joined(separator: ","), "columns", top).keys.map(\.column)
    return ViewSettings(
      sort: sort, columns: columns, limits: try top.texts("limits") ?? [],
      folders: try FolderSettings.read(top))
  }

  private static func columns(
    _ text: String, _ key: String, _ top: SettingsReader
  ) throws -> QueueSort {
    do throws(QueueSort.UnknownColumn) { return try QueueSort(parsing: text) } catch {
      throw top.notAChoice(key, error.name, QueueColumn.allCases.map(\.rawValue))
    }
  }

  /// Replaces the file as a whole. It is its owner's alone: limits name people.
  func write(_ settings: ViewSettings) throws(Failure) {
    let data = Data(Self.text(settings).utf8)
    let fresh = path + ".new"
    guard
      FileManager.default.createFile(
        atPath: fresh, contents: data, attributes: [.posixPermissions: 0o600]),
      rename(fresh, path) == 0
    else {
      throw Failure(
        .store, code: "views.unwritten", "\(path) cannot be written: \(reason(errno)).",
        advice: "The list stays as you chose until you quit; make room or check the mode.")
    }
  }

  private static func text(_ settings: ViewSettings) -> String {
    var lines = ["order = \(quoted(settings.sort.text))"]
    if let group = settings.sort.group { lines.append("group = \(quoted(group.rawValue))") }
    if !settings.columns.isEmpty {
      lines.append("columns = \(list(settings.columns.map(\.rawValue)))")
    }
    if !settings.limits.isEmpty { lines.append("limits = \(list(settings.limits))") }
    for folder in settings.folders {
      lines += [
        "", "[[folder]]", "name = \(quoted(folder.name))",
        "in = \(quoted(folder.folder.rawValue))", "limit = \(quoted(folder.limit))",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func list(_ texts: [String]) -> String {
    "[\(texts.map(quoted).joined(separator: ", "))]"
  }

  // > TOML 1.0: a basic string has no control characters but those that are escaped.
  private static func quoted(_ text: String) -> String {
    var quoted = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "\"": quoted += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return "\"\(quoted)\""
  }
}
