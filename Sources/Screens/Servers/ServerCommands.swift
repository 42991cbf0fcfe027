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
    },
    Command(
      "stop-this", [.character("x")], label: "stop",
      help: "Stop reading the server; what was read stays, and the next goes on there.",
      unless: notSyncing
    ) { state, _ in
      guard let server = state.selectedServer else { return [] }
      state.message = .done("Stopping \(server.name).")
      return [.stopSync(server: server.name)]
    },
  ]

  /// The same from anywhere, by name.
  static let stopper = Command(
    "stop-sync", [], help: "Stop reading one server, or all of them; what was read stays.",
    argument: "SERVER", choices: reading, unless: nothingIsRead
  ) { state, call in
    let running = reading(state)
    if let name = call.argument, !running.contains(name) {
      state.message = .refusal(
        "\(name) is not being read. What is: \(running.joined(separator: ", ")).")
      return []
    }
    let names = call.argument.map { [$0] } ?? running
    state.message = .done("Stopping \(names.joined(separator: ", ")).")
    return names.map { .stopSync(server: $0) }
  }

  private static let reading: @Sendable (AppState) -> [String] = { state in
    state.servers.filter { if case .syncing = $0.phase { true } else { false } }.map(\.name)
  }

  private static let nothingIsRead: @Sendable (AppState) -> String? = { state in
    reading(state).isEmpty ? "No server is being read now." : nil
  }

  private static let notSyncing: @Sendable (AppState) -> String? = { state in
    if let reason = Everywhere.noServer(state) { return reason }
    if case .syncing = state.selectedServer?.phase { return nil }
    return "It is not being read now."
  }

  private static let cannotSync: @Sendable (AppState) -> String? = { state in
    if let reason = Everywhere.noServer(state) { return reason }
    if case .syncing = state.selectedServer?.phase { return "It is being read already." }
    return nil
  }
}

extension AppState {
  var selectedServer: ServerState? {
    let listed = listedServers
    return listed.indices.contains(serverCursor) ? listed[serverCursor] : nil
  }
}
