import Governance
import Terminal

/// The log of calls.
enum CallCommands {
  static let table: [Command] = [
    Command(
      "curl", [.character("c"), .enter], label: "copy as curl",
      help: "Copy the call as a curl command; the token is a variable.", unless: noCall
    ) { state, _ in
      guard let call = state.calls.selected else { return [] }
      return OutsideCommands.copy(CurlLine.text(call), as: "call as curl", &state)
    }
  ]

  /// For the places that lead to the log.
  static let opener = Command(
    "calls", [.character("~")],
    help: "List every call that this run made, with answer and time."
  ) { state, _ in
    open(.calls, &state)
    return []
  }

  /// On a call of the outbox, which is no call yet or was one.
  static let curlOfAction = Command(
    "curl", [.character("c")], help: "Copy the call as a curl command; the token is a variable.",
    unless: noCurl
  ) { state, _ in
    guard let action = state.activity.selected,
      let text = CurlLine.text(action, state.servers)
    else { return [] }
    return OutsideCommands.copy(text, as: "call as curl", &state)
  }

  private static let noCall: @Sendable (AppState) -> String? = { state in
    state.calls.selected == nil ? "There is no call under the cursor." : nil
  }

  private static let noCurl: @Sendable (AppState) -> String? = { state in
    guard let action = state.activity.selected else { return "There is no call under the cursor." }
    return CurlLine.text(action, state.servers) == nil
      ? "It is not sent to a server that is configured here." : nil
  }
}
