import Governance
import Terminal

/// The commands of a request's page.
enum RequestCommands {
  static let table: [Command] =
    DecideCommands.table + ConversationCommands.table + [
      Command(
        "open", [.enter], label: "open", help: "Open the person under the cursor.",
        unless: noTarget
      ) { state, _ in follow(&state) },
      Command(
        "profile", [.character("P")], label: "profile",
        help: "Open the profile of whom it is for.",
        unless: isBeingRead
      ) { state, _ in
        if let detail = detail(state) {
          Screens.open(.profile(detail.request.beneficiary.key), &state)
        }
        return []
      },
    ]

  private static let isBeingRead: @Sendable (AppState) -> String? = { state in
    detail(state) == nil ? "The request is still being read." : nil
  }

  static func detail(_ state: AppState) -> RequestDetail? {
    guard case .request(let id) = state.place else { return nil }
    return state.details[id]?.detail
  }
}
