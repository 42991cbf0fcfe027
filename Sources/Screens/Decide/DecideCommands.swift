import Governance
import Terminal

/// Deciding, from the queue or from a request's page: both reach these.
enum DecideCommands {
  static let table: [Command] = [
    Command(
      "approve", [.character("a")], label: "approve",
      help: "Approve the request, or all tagged, after showing the plan.",
      unless: cannotDecide
    ) { state, _ in ask(&state, .decision(.approved), targets(state)) },
    Command(
      "deny", [.character("d")], label: "deny",
      help: "Deny the request, or all tagged, with a reason.",
      unless: cannotDecide
    ) { state, _ in ask(&state, .decision(.denied), targets(state)) },
    Command(
      "plan", [.character("p")], label: "plan",
      help: "Show exactly what an approval of the request, or of all tagged, would send.",
      unless: nothingInView
    ) { state, _ in
      if state.place == .queue && !state.queue.tags.isEmpty {
        return ask(&state, .look, state.queue.tags)
      }
      guard let id = current(state) else { return [] }
      open(.request(id), &state)
      showPlan(&state)
      return []
    },
    Command(
      "what-if", [.character("w")], extra: "what if",
      help: "Show what approving the request, or all tagged, would lead to together.",
      unless: nothingInView
    ) { state, _ in ask(&state, .whatIf, targets(state)) },
    Command(
      "withdraw", [.character("W")], extra: "withdraw", help: "Take back a request that you made.",
      unless: cannotWithdraw
    ) { state, _ in ask(&state, .withdrawal, current(state).map { [$0] } ?? []) },
  ]

  /// The tagged ones, or else the one under the cursor; on a request's page, that request.
  static func targets(_ state: AppState) -> [RequestID] {
    if state.place == .queue && !state.queue.tags.isEmpty { return state.queue.tags }
    return current(state).map { [$0] } ?? []
  }

  private static func current(_ state: AppState) -> RequestID? {
    if case .request(let id) = state.place { return id }
    return state.queue.list.isOutdated ? nil : state.queue.list.selectedID
  }

  private static let nothingInView: @Sendable (AppState) -> String? = { state in
    if current(state) != nil { return nil }
    if state.queue.list.isOutdated { return "The list is still being read." }
    return state.queue.list.isRead && state.queue.list.total == 0
      ? "The list is empty." : "That row is still being read."
  }

  /// One request is refused at the key; of many, the merged plan says which are left out.
  private static let cannotDecide: @Sendable (AppState) -> String? = { state in
    if let reason = Everywhere.operatorIsUnknown(state) { return reason }
    let ids = targets(state)
    guard let id = ids.first else { return nothingInView(state) }
    guard ids.count == 1 else { return nil }
    if let request = request(id, state), request.status != .pending {
      return "\(RequestWords.ended(request)) Ask anew for what is still wanted: "
        + "\(state.keys.label("new-request", state.place))."
    }
    return refusal(id, state).map { "\($0.sentence) \($0.advice)" }
  }

  /// Only what no new plan would change: an obstacle is shown with the plan, and a denial ignores it.
  private static func refusal(_ id: RequestID, _ state: AppState) -> DecisionRefusal? {
    let entry = state.queue.list.selected.flatMap { $0.request.id == id ? $0 : nil }
    switch state.details[id]?.detail?.refusal ?? entry?.refusal {
    case .planChanged, .planBlocked, .reasonMissing, .separated, .separationUnbound, nil: return nil
    case .some(let refusal): return refusal
    }
  }

  private static let cannotWithdraw: @Sendable (AppState) -> String? = { state in
    if let reason = nothingInView(state) { return reason }
    guard let id = current(state), let request = request(id, state) else {
      return "The request is still being read."
    }
    if request.requester.key != state.operator.person?.key {
      return "Only \(request.requester.name), who made it, can withdraw it."
    }
    return request.status == .pending ? nil : RequestWords.ended(request)
  }

  private static func request(_ id: RequestID, _ state: AppState) -> AccessRequest? {
    if let request = state.details[id]?.detail?.request { return request }
    return state.queue.list.selected.flatMap { $0.request.id == id ? $0.request : nil }
  }

  private static func showPlan(_ state: inout AppState) {
    let lines = pageLines(state)
    let plan = lines.firstIndex { $0.id == "plan" } ?? 0
    state.document.show(plan)
  }

  /// Opens the confirmation, with what is known already until the plans are read anew.
  static func ask(
    _ state: inout AppState, _ subject: Confirmation.Subject, _ ids: [RequestID]
  ) -> [Effect] {
    guard !ids.isEmpty else { return [] }
    let hidden = state.place == .queue ? ids.filter(state.queue.hiddenTags.contains).count : 0
    state.planGeneration += 1
    state.confirmation = Confirmation(
      subject: subject, ids: ids, hiddenCount: hidden, generation: state.planGeneration,
      focus: subject == .decision(.denied) ? .reason : .no)
    return state.confirmation.map { [$0.reading] } ?? []
  }
}
