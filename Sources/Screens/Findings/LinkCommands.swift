import Governance
import Terminal

/// Saying whose an account is: from a finding, from a profile, from the people.
enum LinkCommands {
  static let table: [Command] = [
    Command(
      "link", [.character("L")], extra: "link",
      help: "Say whose the account is, or which account is this person's.", unless: cannotLink
    ) { state, _ in
      if let account = account(state) {
        let guess = state.place == .findings ? state.findings.selected?.candidates.first : nil
        ask(LinkWish(account: .known(account)), text: guess.map(typed) ?? "", &state)
      } else if let person = person(state) {
        ask(LinkWish(owner: .known(person)), &state)
      }
      return []
    },
    Command(
      "unlink", [.character("A")],
      help: "Say that the account is not whose its attributes say: keep it apart.",
      unless: cannotUnlink
    ) { state, _ in
      guard let account = account(state) else { return [] }
      ask(LinkWish(account: .known(account), owner: .nobodyElse), &state)
      return []
    },
  ]

  /// The account under the cursor; nil where the cursor stands on none.
  private static func account(_ state: AppState) -> AccountReference? {
    switch state.place {
    case .findings: return state.findings.selected?.account
    case .profile:
      guard case .account(let account) = state.document.target else { return nil }
      return account
    default: return nil
    }
  }

  /// Whom the place is about, for an account that is asked for.
  private static func person(_ state: AppState) -> PersonReference? {
    switch state.place {
    case .people: state.people.list.selected?.person
    case .profile: ProfileCommands.profile(state)?.person
    default: nil
    }
  }

  /// The person as the operator would type them.
  private static func typed(_ person: PersonReference) -> String {
    let key = person.key.rawValue
    return key.hasPrefix("mail:") ? String(key.dropFirst("mail:".count)) : key
  }

  private static let cannotLink: @Sendable (AppState) -> String? = { state in
    if let reason = Everywhere.operatorIsUnknown(state) { return reason }
    if account(state) != nil || person(state) != nil { return nil }
    if state.place == .findings { return noAccount(state) }
    return "There is nobody here to link an account to."
  }

  private static let cannotUnlink: @Sendable (AppState) -> String? = { state in
    if let reason = Everywhere.operatorIsUnknown(state) { return reason }
    if account(state) != nil { return nil }
    return state.place == .findings
      ? noAccount(state) : "Go to one of the accounts first: it is kept apart then."
  }

  private static func noAccount(_ state: AppState) -> String? {
    FindingCommands.noFinding(state) ?? "This finding is not about an account."
  }

  private static func ask(_ wish: LinkWish, text: String = "", _ state: inout AppState) {
    state.prompt = Prompt(.link(wish), text: text)
  }

  /// One answer, then the next question; nothing is recorded before the last.
  static func answer(_ wish: LinkWish, _ text: String, _ state: inout AppState) -> [Effect] {
    var wish = wish
    if let refusal = wish.take(text) {
      state.message = .refusal(refusal)
      return []
    }
    state.prompt = nil
    if !wish.reason.isEmpty { return [.link(wish)] }
    ask(wish, &state)
    return []
  }
}
