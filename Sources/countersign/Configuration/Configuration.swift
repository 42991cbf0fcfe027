import Sync

/// What `config.toml` says (design, section 9).
struct Configuration: Hashable, Sendable {
  /// Who sits at the keyboard: an e-mail address, a `userName` or a full name; nil for nobody.
  var operatorName: String?
  /// `auto` asks the terminal; otherwise the name of a built-in theme or of a file in `themes/`.
  var theme = "auto"
  /// How old the mirror may grow while the screens are open. Units: seconds; nil never syncs by itself.
  var syncIntervalSeconds: Int? = 900
  /// By which attributes accounts belong to one person. Order: tried first to last.
  var correlation = ["emails", "userName"]
  /// Whose word counts when servers disagree. Order: the best first.
  var priority: [String] = []
  /// Which entitlements are privileged. Shape: `*admin*`, `idp:prod-*`; `*` stands for anything.
  var privileged: [String] = ["*admin*", "*root*", "*owner*"]
  /// Order: as in the file.
  var servers: [ServerConfiguration] = []

  func server(named name: String) -> ServerConfiguration? { servers.first { $0.name == name } }
}
