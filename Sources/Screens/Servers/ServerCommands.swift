import Governance
import Terminal

/// The servers' commands.
enum ServerCommands {
  static let table: [Command] = [
    Command(
      "sync-this", [.character("s"), .enter], label: "sync now",
      help: "Read the server now.", unless: cannotSync
    ) { state, _ in
      guard let server = state.selectedServer else { return [] }
      state.message = .done("Syncing \(server.name).")
      return [.sync(server: server.name)]
    }
  ]

  private static let cannotSync: @Sendable (AppState) -> String? = { state in
    if let reason = Everywhere.noServer(state) { return reason }
    if case .syncing = state.selectedServer?.phase { return "It is being read already." }
    return nil
  }
}

extension AppState {
  var selectedServer: ServerState? {
    servers.indices.contains(serverCursor) ? servers[serverCursor] : nil
  }
}
