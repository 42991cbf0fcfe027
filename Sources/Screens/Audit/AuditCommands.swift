import Governance
import Terminal

/// The audit log's commands.
enum AuditCommands {
  static let table: [Command] = [
    Command(
      "verify", [.character("v")], label: "verify",
      help: "Check that no record was changed, removed or moved.",
      unless: isVerifying
    ) { state, _ in
      state.audit.verification = .running
      return [.verifyAudit]
    },
    Command(
      "open", [.enter], label: "open", help: "Open the request that the record is about.",
      unless: noRequest
    ) { state, _ in
      if let record = state.audit.list.selected {
        Screens.open(.request(RequestID(rawValue: record.subject)), &state)
      }
      return []
    },
  ]

  private static let isVerifying: @Sendable (AppState) -> String? = { state in
    state.audit.verification == .running ? "It is being verified." : nil
  }

  private static let noRequest: @Sendable (AppState) -> String? = { state in
    guard let record = state.audit.list.selected else { return "There is no record here." }
    let isAboutRequest = ["request.", "decision.", "action."].contains {
      record.event.hasPrefix($0)
    }
    return isAboutRequest ? nil : "This record is about \(record.subject), not a request."
  }
}
