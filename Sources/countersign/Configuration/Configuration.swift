import Screens
import Store
import Sync

/// What `config.toml` says (design, section 9).
struct Configuration: Hashable, Sendable {
  /// Who sits at the keyboard: an e-mail address, a `userName` or a full name; nil for nobody.
  var operatorName: String?
  /// `auto` asks the terminal; otherwise the name of a built-in theme or of a file in `themes/`.
  var theme = "auto"
  /// Whether clicks and the wheel are for us; without it the terminal selects text by itself.
  var hasMouse = true
  /// How to tell of new work and failures while nobody looks.
  var notification = Notification.off
  /// How old the mirror may grow while the screens are open. Units: seconds; nil never syncs by itself.
  var syncIntervalSeconds: Int? = 900
  /// The keys of the screens' commands.
  var keys = KeyBindings()
  /// The folders that the queue shows beside its own. Order: as in the file.
  var folders: [SavedFolder] = []
  /// How accounts become people, and what is privileged.
  var people = StoreSettings()
  /// Order: as in the file.
  var servers: [ServerConfiguration] = []

  var configuredServers: [ConfiguredServer] {
    servers.map { ConfiguredServer(name: $0.name, baseURL: $0.baseURL, login: $0.login) }
  }

  func server(named name: String) -> ServerConfiguration? { servers.first { $0.name == name } }
}
