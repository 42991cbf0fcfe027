import Governance
import Terminal

/// The findings' commands.
enum FindingCommands {
  static let table: [Command] = [
    Command(
      "open", [.enter], label: "open", help: "Open whom the finding is about.",
      unless: noPerson
    ) { state, _ in
      if let person = state.findings.selected?.person {
        Screens.open(.profile(person.key), &state)
      }
      return []
    }
  ]

  static let noFinding: @Sendable (AppState) -> String? = { state in
    if !state.findings.isRead { return "The list is still being read." }
    if state.findings.total == 0 { return "The list is empty." }
    return state.findings.selected == nil ? "That row is still being read." : nil
  }

  private static let noPerson: @Sendable (AppState) -> String? = { state in
    if let reason = noFinding(state) { return reason }
    return state.findings.selected?.person == nil ? "This finding is about nobody known." : nil
  }
}
