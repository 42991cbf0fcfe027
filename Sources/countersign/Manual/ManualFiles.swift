import Terminal

/// The part of the manual about the files that people write.
enum ManualFiles {
  static let configuration = "~/.config/countersign/config.toml"
  static let policy = "~/.config/countersign/policy.toml"
  static let themes = "~/.config/countersign/themes/NAME.toml"

  static func configurationBlocks(level: Int) -> [ManualBlock] {
    [
      .paragraph(
        "`\(configuration)`, in TOML. A wrong key or value is refused with its line and the nearest"
          + " right spelling; `countersign doctor` says what is in force. `examples/config.toml`"
          + " shows it all.")
    ] + blocks(ConfigurationTables.all, level: level)
  }

  static func policyBlocks(level: Int) -> [ManualBlock] {
    [
      .paragraph(
        "`\(policy)`, in TOML: who must agree before a request takes effect. Without the file, one"
          + " approval by anyone whom the request does not concern is enough. A request keeps the"
          + " policy as it was when it was submitted. `countersign policy check` says in words what"
          + " stands there, who is meant, and what cannot work. `examples/policy.toml` shows it all."
      )
    ] + blocks(PolicyTables.all, level: level)
  }

  static func themeBlocks(level: Int) -> [ManualBlock] {
    [
      .paragraph(
        "`\(themes)`, in TOML: how each role looks; `theme = \"NAME\"` in `config.toml` takes it, and"
          + " it is read again as soon as it changes. `themes/dark.toml` shows it all, and"
          + " `:theme` in the screens tries themes.")
    ] + blocks(ThemeTables.all, level: level)
  }

  private static func blocks(_ tables: [SettingTable], level: Int) -> [ManualBlock] {
    tables.flatMap { table in
      [
        ManualBlock.heading(table.name.isEmpty ? "At the top" : table.name, level: level),
        .paragraph(table.help),
      ] + table.settings.map(item)
    }
  }

  private static func item(_ setting: Setting) -> ManualBlock {
    let absence =
      switch setting.absence {
      case .required: "It must be there."
      case .value(let value): "Absent: `\(value)`."
      case .words(let words): "Absent: \(words)."
      }
    return .item(
      term: setting.key, note: "(\(setting.kind))", text: "\(setting.help) \(absence)")
  }
}
