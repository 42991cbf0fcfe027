import Governance
import Terminal

/// The outbox's commands.
enum ActivityCommands {
  static let table: [Command] = [
    Command(
      "open", [.enter], label: "open request", help: "Open the request that wanted the call.",
      unless: nothingSelected
    ) { state, _ in
      if let action = state.activity.selected { Screens.open(.request(action.request), &state) }
      return []
    },
    Command(
      "retry", [.character("r")], label: "retry", help: "Send a failed call again.",
      unless: cannotRetry
    ) { state, _ in
      guard let action = state.activity.selected else { return [] }
      state.message = .done("It is sent again as soon as its turn comes.")
      return [.retry(action: action.id)]
    },
    CallCommands.curlOfAction,
  ]

  private static let nothingSelected: @Sendable (AppState) -> String? = { state in
    if state.activity.isRead && state.activity.total == 0 { return "Nothing was sent yet." }
    return state.activity.selected == nil ? "That row is still being read." : nil
  }

  private static let cannotRetry: @Sendable (AppState) -> String? = { state in
    if let reason = nothingSelected(state) { return reason }
    switch state.activity.selected?.status {
    case .failed: return nil
    case .conflicted: return "A conflict is final: make a new request if it is still wanted."
    case .applied, .satisfied: return "It worked already."
    default: return "It is sent by itself: there is nothing to retry."
    }
  }
}
