import Governance
import Terminal

/// Asking that what a request did is taken back: from its page, or from one of its calls.
enum UndoCommands {
  static let table: [Command] = [
    Command(
      "undo", [.character("u")], extra: "undo",
      help: "Ask that what was applied is taken back, by a new request.", unless: cannotUndo
    ) { state, _ in
      guard let detail = detail(state) else {
        // What was applied stands on the request's page, which has to be read first.
        if let action = state.activity.selected { Screens.open(.request(action.request), &state) }
        return []
      }
      let draft = Undo(of: detail, now: state.now).draft(
        of: detail.request, requester: state.operator.person, reason: "")
      if let draft { state.prompt = Prompt(.undo(draft)) }
      return []
    }
  ]

  private static func detail(_ state: AppState) -> RequestDetail? {
    if case .request = state.place { return RequestCommands.detail(state) }
    guard let action = state.activity.selected else { return nil }
    return state.details[action.request]?.detail
  }

  private static let cannotUndo: @Sendable (AppState) -> String? = { state in
    if let reason = Everywhere.operatorIsUnknown(state) { return reason }
    guard let detail = detail(state) else {
      if state.place.isTab {
        return state.activity.selected == nil ? "There is no call under the cursor." : nil
      }
      return "The request is still being read."
    }
    guard case .impossible(let refusal) = Undo(of: detail, now: state.now) else { return nil }
    return refusal.sentence
  }

  /// Shape: `− platform-engineers, + account`.
  static func words(_ draft: RequestDraft) -> String {
    draft.items.map { "\($0.operation == .grant ? "+" : "−") \($0.display)" }
      .joined(separator: ", ")
  }

  /// An approver decides by the reason, so Enter alone asks for nothing.
  static func ask(_ draft: RequestDraft, reason: String, _ state: inout AppState) -> [Effect] {
    guard reason.contains(where: { !$0.isWhitespace }) else {
      state.message = .refusal("Say why it should be taken back: the approver decides by it.")
      return []
    }
    state.prompt = nil
    var draft = draft
    draft.justification = reason
    return [.submit(draft)]
  }
}
