import Governance
import Terminal

/// Saying that a person did by hand what no server can do: from the calls, or from a request's page.
enum ManualCommands {
  static let table: [Command] = [
    Command(
      "done-by-hand", [.character("D")], extra: "done by hand",
      help: "Record that work by hand is done, and how.", unless: cannotRecord
    ) { state, _ in
      guard let action = action(state) else { return [] }
      state.prompt = Prompt(.manual(action: action.id))
      return []
    }
  ]

  /// The call under the cursor; on a request's page, the first that waits for a person.
  private static func action(_ state: AppState) -> Action? {
    guard case .request = state.place else { return state.activity.selected }
    let manual = RequestCommands.detail(state)?.actions.filter(\.operation.isManual) ?? []
    return manual.first { $0.status == .queued } ?? manual.first
  }

  private static let cannotRecord: @Sendable (AppState) -> String? = { state in
    if let reason = Everywhere.operatorIsUnknown(state) { return reason }
    guard let action = action(state) else {
      return state.place.isTab
        ? "There is no call under the cursor." : "Nothing of this is done by hand."
    }
    guard action.operation.isManual else {
      return "It is sent to \(action.operation.server): nobody does it by hand."
    }
    if action.status == .applied || action.status == .satisfied { return "It was done already." }
    guard let due = action.due, due > state.now else { return nil }
    return "It is not due before \(state.moments.long(due))."
  }

  /// The audit log keeps the note for good, so Enter alone records nothing.
  static func record(_ action: Int64, note: String, _ state: inout AppState) -> [Effect] {
    guard note.contains(where: { !$0.isWhitespace }) else {
      state.message = .refusal("Say how it was done, such as a ticket's number.")
      return []
    }
    state.prompt = nil
    return [.recordManual(action: action, note: note)]
  }
}
