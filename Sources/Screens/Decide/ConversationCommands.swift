import Governance
import Terminal

/// Offering something else, asking back, and letting somebody stand in: from the queue or from a
/// request's page.
enum ConversationCommands {
  static let table: [Command] = [
    Command(
      "counter-offer", [.character("e")], label: "counter-offer",
      help: "Offer fewer items or a shorter time: 7d, -2 leaves out item 2, then why.",
      unless: cannotSpeak
    ) { state, _ in prompt(&state) { .offer($0) } },
    Command(
      "ask-back", [.character("i")], extra: "ask",
      help: "Ask who asked for it, or answer; its clock stands still meanwhile.",
      unless: cannotAsk
    ) { state, _ in
      isOwn(state) ? prompt(&state) { .answer($0) } : prompt(&state) { .question($0) }
    },
    Command(
      "take-offer", [.character("c")],
      help: "Take what is offered instead of what you asked for.", unless: cannotTake
    ) { state, _ in
      guard let offer = detail(state)?.offer else { return [] }
      state.prompt = Prompt(.accept(offer))
      return []
    },
    Command(
      "delegate", [.character("g")], extra: "delegate",
      help: "Let somebody decide in your place: address, span, and a filter if need be.",
      argument: "WHO SPAN FILTER", unless: Everywhere.operatorIsUnknown
    ) { state, call in
      if let text = call.argument { return delegate(text, &state) }
      state.prompt = Prompt(.delegate)
      return []
    },
  ]

  private static func prompt(
    _ state: inout AppState, _ kind: (RequestID) -> Prompt.Kind
  ) -> [Effect] {
    guard let detail = detail(state) else { return [] }
    state.prompt = Prompt(kind(detail.request.id))
    return []
  }

  /// The request under the cursor, or whose page is open.
  static func detail(_ state: AppState) -> RequestDetail? {
    if case .request(let id) = state.place { return state.details[id]?.detail }
    guard !state.queue.list.isOutdated, let id = state.queue.list.selectedID else { return nil }
    return state.details[id]?.detail
  }

  private static func isOwn(_ state: AppState) -> Bool {
    guard let key = state.operator.person?.key, let detail = detail(state) else { return false }
    return detail.request.concerned.contains(key)
  }

  // MARK: Why not

  private static let cannotSpeak: @Sendable (AppState) -> String? = { state in
    if let reason = Everywhere.operatorIsUnknown(state) { return reason }
    guard let detail = detail(state) else { return "The request is still being read." }
    if detail.request.status != .pending { return RequestWords.ended(detail.request) }
    if case .shared(let server, _) = detail.request.origin {
      return "It lives on \(server), which knows no offers and questions."
    }
    guard let refusal = detail.refusal, OfferRule.isKept(from: refusal) else { return nil }
    return "\(refusal.sentence) \(refusal.advice)"
  }

  private static let cannotAsk: @Sendable (AppState) -> String? = { state in
    guard isOwn(state), let detail = detail(state) else { return cannotSpeak(state) }
    if detail.request.status != .pending { return RequestWords.ended(detail.request) }
    return detail.questions.contains { $0.answer == nil }
      ? nil : "Nobody has asked you anything about this request."
  }

  private static let cannotTake: @Sendable (AppState) -> String? = { state in
    guard let detail = detail(state) else { return "The request is still being read." }
    guard detail.offer != nil else { return "Nothing is offered for this request." }
    return isOwn(state) ? nil : "It is offered to \(detail.request.requester.name)."
  }

  // MARK: What was typed

  static func offer(_ id: RequestID, _ text: String, _ state: inout AppState) -> [Effect] {
    guard let items = state.details[id]?.detail?.request.items else { return [] }
    guard let wish = OfferWish(typed: text, items: items) else {
      state.message = .refusal(
        "Say what instead: 7d for a shorter time, -2 to leave out the second item.")
      return []
    }
    state.prompt = nil
    return [.converse(.offer(id, wish))]
  }

  static func say(
    _ text: String, _ state: inout AppState, _ what: (String) -> Conversation
  ) -> [Effect] {
    guard text.contains(where: { !$0.isWhitespace }) else {
      state.message = .refusal("Write one sentence; Esc leaves it.")
      return []
    }
    state.prompt = nil
    return [.converse(what(text))]
  }

  static func accept(_ offer: CounterOffer, _ text: String, _ state: inout AppState) -> [Effect] {
    guard text.lowercased() == "yes" else {
      state.message = .refusal("Write yes to take the offer; Esc leaves it.")
      return []
    }
    state.prompt = nil
    return [.converse(.accept(offer))]
  }

  static func delegate(_ text: String, _ state: inout AppState) -> [Effect] {
    guard let wish = DelegationWish(typed: text) else {
      state.message = .refusal(
        "Write an address and a span, such as bruno@example.com 7d, and a filter if need be.")
      return []
    }
    state.prompt = Prompt(.lend(wish))
    return []
  }

  /// Whoever decides in one's place is not let in by a slip of the keyboard.
  static func lend(_ wish: DelegationWish, _ text: String, _ state: inout AppState) -> [Effect] {
    guard text.lowercased() == "yes" else {
      state.message = .refusal("Write yes to lend your decisions; Esc leaves it.")
      return []
    }
    state.prompt = nil
    return [.converse(.delegate(wish))]
  }
}
