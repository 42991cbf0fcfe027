import Foundation
import Sync

/// Reads where a secret comes from: one of three keys, whose names start with what it is for.
enum SecretSettings {
  /// Order: as they are documented.
  static func keys(_ purpose: SecretPurpose) -> [String] {
    ["env", "file", "command"].map { "\(purpose.prefix)_\($0)" }
  }

  /// Throws: a contradiction where two of the three are there.
  static func read(
    _ purpose: SecretPurpose, _ table: SettingsReader
  ) throws(ConfigurationError) -> SecretSource {
    let keys = keys(purpose)
    let given = keys.filter { table.members[$0] != nil }
    guard given.count < 2 else {
      throw table.document.error(
        .contradiction, at: table.path(given[1]),
        "This server has both “\(given[0])” and “\(given[1])”.", advice: "Keep one of them.")
    }
    switch given.first {
    case keys[0]: return .environment(try variable(keys[0], table))
    case keys[1]: return .file(expandingHome(try table.text(keys[1]) ?? ""))
    case keys[2]: return .command(try words(keys[2], table))
    default: return .none
    }
  }

  /// Throws: also when none of the three is there.
  static func required(
    _ purpose: SecretPurpose, _ table: SettingsReader, because key: String
  ) throws(ConfigurationError) -> SecretSource {
    let source = try read(purpose, table)
    guard source == .none else { return source }
    throw table.document.error(
      .missingKey, at: table.path(key),
      "This server has “\(key)”, but nothing says where the secret for it comes from.",
      advice: "Add one of: \(keys(purpose).joined(separator: ", ")).")
  }

  private static func variable(
    _ key: String, _ table: SettingsReader
  ) throws(ConfigurationError) -> String {
    let name = try table.text(key) ?? ""
    // Not shown: it may be the secret itself, put where its name belongs.
    guard !name.contains("="), !name.contains(" ") else {
      throw table.document.error(
        .badValue, at: table.path(key), "“\(key)” is no name of a variable.",
        advice: "Write the variable's name, such as \"IDP_TOKEN\"; its value is set elsewhere.")
    }
    return name
  }

  private static func words(
    _ key: String, _ table: SettingsReader
  ) throws(ConfigurationError) -> [String] {
    if case .text = table.members[key], let line = try table.text(key) {
      return line.split(separator: " ").map(String.init)
    }
    guard let words = try table.texts(key), !words.isEmpty else {
      throw table.document.error(
        .badValue, at: table.path(key), "“\(key)” is empty.",
        advice: "Name a program and its arguments: [\"pass\", \"show\", \"scim/idp\"].")
    }
    return words
  }

  /// `~/` at the start stands for the home directory.
  static func expandingHome(_ path: String) -> String {
    path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst() : path
  }
}
