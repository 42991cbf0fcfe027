/// One key of a file that people write: its reader knows no others, and the manual explains each.
struct Setting: Hashable, Sendable {
  /// What counts where the key is absent.
  enum Absence: Hashable, Sendable {
    /// It must be there.
    case required
    /// A value that could as well be written down. Shape: TOML.
    case value(String)
    /// In words, for what no value says.
    case words(String)
  }

  var key: String
  /// What its value is. Shape: `text`, `list of texts`, `tables`.
  var kind: String
  var absence: Absence
  /// Sentences for the manual; what stands in backquotes is to be typed.
  var help: String

  init(_ key: String, _ kind: String, _ absence: Absence, _ help: String) {
    self.key = key
    self.kind = kind
    self.absence = absence
    self.help = help
  }
}

/// The keys of one table of a file.
struct SettingTable: Sendable {
  /// Shape: `[[server]]`; empty for the top of the file.
  var name: String
  var help: String
  /// Order: as they are documented.
  var settings: [Setting]

  var keys: [String] { settings.map(\.key) }
}
