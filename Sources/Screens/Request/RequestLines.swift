import Foundation
import Governance
import Terminal

/// One request with everything that is known of it, as lines.
func requestLines(_ detail: RequestDetail, _ state: AppState, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  let request = detail.request
  addWhat(request, state, to: &builder)
  addRefusal(detail, state, to: &builder)
  addConversation(detail, state, to: &builder)
  addWho(detail, state, to: &builder)
  builder.gap()
  addRisk(detail.risk, to: &builder)
  builder.gap()
  if let standing = detail.policy {
    heading("steps", note: standing.policy.order.rawValue, to: &builder)
    StepLines(
      standing: standing, moments: state.moments, isDecided: request.status != .pending
    ).add(to: &builder)
    builder.gap()
  }
  heading("plan", note: planNote(detail, state), to: &builder)
  PlanLines(detail: detail, moments: state.moments).addFull(to: &builder)
  addActions(detail, state, to: &builder)
  builder.gap()
  builder.wrap(origin(request), .dim, lead: [Run("id   \(request.id.rawValue) ", .dim)])
  return builder.lines
}

private func heading(_ title: String, note: String = "", to builder: inout LineBuilder) {
  builder.add([Run(title, .heading), Run(note.isEmpty ? "" : "  \(note)", .dim)], id: title)
}

private func addWhat(_ request: AccessRequest, _ state: AppState, to builder: inout LineBuilder) {
  // One word for all of them stands below, with who said it.
  let isMixed = Set(request.items.map(\.status)).count > 1
  for item in request.items {
    var runs = [
      Run("\(RequestWords.mark(item.operation)) ", RequestWords.role(item.operation)),
      Run(RequestWords.name(item), .title),
      Run("  \(item.entitlement.type.rawValue) on \(item.entitlement.server)", .dim),
    ]
    if let duration = item.duration { runs.append(Run("  for \(RequestWords.short(duration))")) }
    if isMixed, item.status != .open { runs.append(Run("  \(item.status.rawValue)", .dim)) }
    builder.add(runs, id: "item \(item.id)")
  }
}

private func addRefusal(_ detail: RequestDetail, _ state: AppState, to builder: inout LineBuilder) {
  if let why = state.queue.leftovers[detail.request.id] {
    builder.wrap("not done: \(why)", .warning, lead: [Run("! ", .warning)])
  }
  for decision in detail.decisions { addDecision(decision, state, to: &builder) }
  if detail.request.status != .pending {
    if detail.decisions.isEmpty { builder.add(Line(RequestWords.status(detail.request).runs)) }
  } else if let refusal = detail.refusal {
    builder.wrap("\(refusal.sentence) \(refusal.advice)", .warning, lead: [Run("✗ ", .warning)])
  }
}

private func addWho(_ detail: RequestDetail, _ state: AppState, to builder: inout LineBuilder) {
  let (request, moments) = (detail.request, state.moments)
  builder.add(
    [Run("for  ", .dim), Run(request.beneficiary.name, .link)], id: "beneficiary",
    target: .person(request.beneficiary.key))
  if let profile = detail.beneficiary {
    builder.flow(
      IdentityWords.parts(profile, servers: state.servers), separator: IdentityWords.separator,
      lead: [Run("     ")])
    for finding in profile.findings {
      builder.wrap(finding.sentence, .warning, lead: [Run("     ! ", .warning)])
    }
  } else {
    builder.add([Run("     "), Run("no server knows them", .warning)])
  }
  builder.add(
    [
      Run("by   ", .dim), Run(RequestWords.requester(request), .link),
      Run("  \(moments.long(request.submitted))", .dim),
    ], id: "requester", target: .person(request.requester.key))
  let reason = RequestWords.reason(request)
  builder.wrap(
    reason.isEmpty ? "no reason given" : reason, reason.isEmpty ? .warning : .text,
    lead: [Run("why  ", .dim)])
  addDates(detail, state, to: &builder)
}

private func addDates(_ detail: RequestDetail, _ state: AppState, to builder: inout LineBuilder) {
  let request = detail.request
  var runs: [Run] = []
  if let needed = request.neededBy ?? detail.clock?.due {
    let isLate = needed < state.now && request.status == .pending
    runs += [
      Run(state.moments.long(needed), isLate ? .overdue : .text),
      Run(isLate ? ", late" : "", .overdue), Run("  "),
    ]
  }
  if let expires = request.expires {
    runs += [Run("expires ", .dim), Run(state.moments.long(expires))]
  }
  if !runs.isEmpty { builder.add([Run("due  ", .dim)] + runs) }
  guard let clock = detail.clock else { return }
  if let reminded = clock.remindedAt {
    builder.add([Run("     reminded ", .dim), Run(state.moments.long(reminded))])
  }
  for escalated in clock.escalatedAt {
    builder.add([
      Run("     late: others may decide since ", .overdue), Run(state.moments.long(escalated)),
    ])
  }
}

private func addRisk(_ risk: Risk, to builder: inout LineBuilder) {
  builder.add([Run("risk ", .heading)] + RequestWords.risk(risk.score).runs)
  for reason in risk.reasons {
    let points = "+\(reason.points)"
    let pad = String(repeating: " ", count: max(0, 8 - points.count))
    let bar = RequestWords.bar(reason.points)
    builder.wrap(
      reason.sentence, .text,
      lead: [Run("\(pad)\(points) ", .key), Run(bar, RequestWords.riskRole(risk.score)), Run(" ")])
  }
  if risk.reasons.isEmpty { builder.add("         nothing speaks against it", .dim) }
}

private func planNote(_ detail: RequestDetail, _ state: AppState) -> String {
  var parts: [String] = []
  if let age = detail.dataAgeSeconds, let entry = state.details[detail.request.id] {
    let read = entry.readAt.addingTimeInterval(-Double(age))
    parts.append("facts read \(state.moments.short(read))")
  }
  parts.append("digest \(detail.planDigest.prefix(12))")
  return parts.joined(separator: " · ")
}

/// Said once, above everything else: what was decided, by whom and why.
private func addDecision(
  _ decision: Decision, _ state: AppState, to builder: inout LineBuilder
) {
  let isApproved = decision.outcome == .approved
  let hand = decision.hand == decision.authority ? "" : " by the hand of \(decision.hand.name)"
  let what = "\(decision.outcome.rawValue) by \(decision.authority.name)\(hand)"
  builder.add([
    Run(isApproved ? "✓ " : "✗ ", isApproved ? .ok : .removed), Run(what),
    Run("  \(state.moments.long(decision.decided))", .dim),
  ])
  if !decision.comment.isEmpty { builder.wrap(decision.comment, lead: [Run("  ")]) }
}

private func addActions(_ detail: RequestDetail, _ state: AppState, to builder: inout LineBuilder) {
  guard !detail.actions.isEmpty else { return }
  builder.gap()
  heading("what was sent", to: &builder)
  for action in detail.actions {
    builder.add(
      [Run(" ")] + RequestWords.status(action, now: state.now).runs
        + [
          Run("  \(action.operation.timedEffect)"),
          Run("  \(state.moments.long(action.updated))", .dim),
        ],
      id: "action \(action.id)")
    addAnswer(action, state, indent: "   ", to: &builder)
  }
}

/// What the server said in its own words, and what to do about it.
func addAnswer(
  _ action: Action, _ state: AppState, indent: String, to builder: inout LineBuilder
) {
  if let answer = action.answer {
    let status = RequestWords.status(answer, of: action)
    builder.wrap(answer.text, lead: [Run(indent), Run("\(status.text) ", status.role)])
  }
  if let advice = action.advice {
    builder.wrap(advice, .notice, lead: [Run("\(indent)→ ", .notice)])
  }
  if let due = action.due, action.status == .waiting || action.status == .queued {
    builder.add([Run("\(indent)not before ", .dim), Run(state.moments.long(due))])
  }
}

private func origin(_ request: AccessRequest) -> String {
  switch request.origin {
  case .local: "· made here"
  case .imported: "· imported from a file"
  case .shared(let server, _): "· shared by \(server), which is told the decision"
  }
}
