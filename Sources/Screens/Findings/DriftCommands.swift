import Governance
import Terminal

/// What to do about access that a server shows otherwise than it was decided.
enum DriftCommands {
  static let table: [Command] = [
    Command(
      "accept", [.character("a")], label: "accept",
      help: "Say why what the server shows may stay; the audit log keeps it.", unless: cannotAccept
    ) { state, _ in
      if let drift = drift(state) { state.prompt = Prompt(.acceptDrift(drift)) }
      return []
    },
    Command(
      "revert", [.character("u")], label: "revert",
      help: "Ask that the server shows again what was decided, by a new request.",
      unless: cannotRevert
    ) { state, _ in
      if let drift = drift(state) {
        let draft = drift.draft(requester: state.operator.person, reason: "")
        state.prompt = Prompt(.undo(draft))
      }
      return []
    },
    Command(
      "ask", [.character("i")], label: "ask",
      help: "Ask the owner or the manager about it, or answer what you were asked.",
      unless: cannotAsk
    ) { state, _ in
      guard let drift = drift(state) else { return [] }
      state.prompt = Prompt(
        isAsked(state, drift) ? .answerAboutDrift(drift) : .askAboutDrift(drift))
      return []
    },
  ]

  private static func drift(_ state: AppState) -> Drift? { state.findings.selected?.drift }

  private static func isAsked(_ state: AppState, _ drift: Drift) -> Bool {
    guard let question = drift.question, question.answer == nil else { return false }
    return state.operator.person?.key == question.of.key
      || state.operator.kin.contains(question.of.key)
  }

  private static let cannotAsk: @Sendable (AppState) -> String? = { state in
    if let reason = FindingCommands.noFinding(state) { return reason }
    if drift(state) == nil { return "This finding is not about what was decided." }
    return Everywhere.operatorIsUnknown(state)
  }

  private static let cannotAccept: @Sendable (AppState) -> String? = { state in
    if let reason = cannotAsk(state) { return reason }
    if let pending = drift(state)?.pending {
      let refusal = DriftRefusal.beingReverted(by: pending)
      return "\(refusal.sentence) \(refusal.advice)"
    }
    guard let drift = drift(state), let own = state.operator.person,
      drift.person.key == own.key || state.operator.kin.contains(drift.person.key)
    else { return nil }
    let refusal = DriftRefusal.operatorConcerned(who: drift.person.name)
    return "\(refusal.sentence) \(refusal.advice)"
  }

  private static let cannotRevert: @Sendable (AppState) -> String? = { state in
    if let reason = cannotAsk(state) { return reason }
    guard let pending = drift(state)?.pending else { return nil }
    return "Request \(pending.rawValue.prefix(8)) asks for that already: decide that one."
  }

  static func say(_ word: DriftWord, _ drift: Drift, _ state: inout AppState) -> [Effect] {
    let text =
      switch word {
      case .accept(let reason): reason
      case .ask(_, let text), .answer(let text): text
      }
    guard text.contains(where: { !$0.isWhitespace }) else {
      state.message = .refusal("Say it in a sentence; Esc leaves it.")
      return []
    }
    state.prompt = nil
    return [.say(word, about: drift)]
  }
}
