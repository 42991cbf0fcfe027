import Screens
import Terminal

/// Reads the keys that the configuration gives to commands.
///
/// Shape: `[keys]` with `command = "key"` or a list, for every place; `[keys.queue]` for one.
enum KeySettings {
  /// Throws: the first command, key or conflict that makes no sense, with its line.
  static func read(_ top: SettingsReader) throws(ConfigurationError) -> KeyBindings {
    guard let node = top.members["keys"] else { return KeyBindings() }
    guard case .table(let members) = node else {
      throw top.wrongKind("keys", node, wanted: "a table: start it with a line [keys]")
    }
    let everywhere = SettingsReader(document: top.document, prefix: "keys", members: members)
    var changes = try changes(in: everywhere, place: nil)
    for place in KeyBindings.placeNames {
      guard case .table(let own) = members[place] else { continue }
      let reader = SettingsReader(document: top.document, prefix: "keys.\(place)", members: own)
      changes += try self.changes(in: reader, place: place)
    }
    do throws(KeyBindings.Mistake) {
      return try KeyBindings(changes)
    } catch {
      let path = ["keys", error.change.place, error.change.command].compactMap(\.self)
      throw top.document.error(
        .contradiction, at: path.joined(separator: "."), error.sentence, advice: error.advice)
    }
  }

  private static func changes(
    in reader: SettingsReader, place: String?
  ) throws(ConfigurationError) -> [KeyBindings.Change] {
    let commands = KeyBindings.commandNames(in: place)
    try reader.refuseUnknown(known: commands + (place == nil ? KeyBindings.placeNames : []))
    var changes: [KeyBindings.Change] = []
    for command in commands {
      // A tab's name is a command and a place: a table is the place.
      if case .table = reader.members[command] { continue }
      guard let names = try names(reader, command) else { continue }
      var keys: [Key] = []
      for name in names { keys.append(try key(name, command, reader)) }
      changes.append(.init(place: place, command: command, keys: keys))
    }
    return changes
  }

  private static func names(
    _ reader: SettingsReader, _ command: String
  ) throws(ConfigurationError) -> [String]? {
    if case .text = reader.members[command] { return try reader.text(command).map { [$0] } }
    return try reader.texts(command)
  }

  private static func key(
    _ name: String, _ command: String, _ reader: SettingsReader
  ) throws(ConfigurationError) -> Key {
    if let key = Key(named: name) { return key }
    throw reader.document.error(
      .badValue, at: reader.path(command), "“\(name)” is not a key.",
      advice: "Write a character, ^r, M-x, F5, or a word such as space, enter, esc, tab or pgdn.")
  }
}
