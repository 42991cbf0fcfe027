import Foundation
import Governance
import Screens
import Store

/// Reads the saved folders of the queue: `[[folder]]` with a name, a limit, and the folder it limits.
enum FolderSettings {
  static let keys = ConfigurationTables.folder.keys

  /// Throws: the first folder that makes no sense, with its line; a limit with where it is wrong.
  static func read(_ top: SettingsReader) throws(ConfigurationError) -> [SavedFolder] {
    guard let node = top.members["folder"] else { return [] }
    guard case .list(let tables) = node else {
      throw top.wrongKind(
        "folder", node,
        wanted: "tables: start each with a line [[folder]], in two pairs of brackets")
    }
    var folders: [SavedFolder] = []
    for (index, table) in tables.enumerated() {
      guard case .table(let members) = table else {
        throw top.wrongKind("folder", table, wanted: "tables: start each with a line [[folder]]")
      }
      let reader = SettingsReader(
        document: top.document, prefix: "folder[\(index)]", members: members)
      let folder = try folder(reader)
      guard !folders.contains(where: { $0.name == folder.name }) else {
        throw top.document.error(
          .contradiction, at: reader.path("name"), "A second folder is named “\(folder.name)”.",
          advice: "Give each folder a name of its own.")
      }
      folders.append(folder)
    }
    return folders
  }

  private static func folder(_ reader: SettingsReader) throws(ConfigurationError) -> SavedFolder {
    try reader.refuseUnknown(known: keys)
    let choices = QueueFolder.allCases.map(\.rawValue)
    let within = try reader.choice("in", among: choices) ?? QueueFolder.open.rawValue
    guard let name = try reader.text("name"), let limit = try reader.text("limit") else {
      throw reader.document.error(
        .missingKey, at: reader.prefix,
        "A folder has no \(reader.members["name"] == nil ? "name" : "limit").",
        advice: "Write both: name = \"Privileged\" and limit = \"item.privileged eq true\".")
    }
    guard name.count <= 24 else {
      throw reader.document.error(
        .badValue, at: reader.path("name"), "“\(name)” is too long for a folder's name.",
        advice: "It has 24 characters at most.")
    }
    if let mistake = Store.mistake(inLimit: limit, now: Date()) {
      throw reader.document.error(
        .badValue, at: reader.path("limit"), "The limit of “\(name)”: \(mistake.sentence)",
        advice: mistake.advice)
    }
    return SavedFolder(name: name, folder: QueueFolder(rawValue: within) ?? .open, limit: limit)
  }
}
