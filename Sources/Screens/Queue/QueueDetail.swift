import Foundation
import Governance
import Terminal

/// What the operator needs to decide the selected request, in the rows that there are: in full where
/// it fits, else roomy, else a line for each thing.
func queueDetailLines(_ entry: QueueEntry, _ state: AppState, _ layout: Layout) -> [Line] {
  let (width, height) = (layout.detailColumns, layout.detailRows)
  if let detail = state.details[entry.request.id]?.detail {
    let full = requestLines(detail, state, width: width)
    if full.count <= height || layout.isSplit { return full }
  }
  var lines: [Line] = []
  for roomy in RequestPane.densities {
    lines = RequestPane(entry: entry, state: state, width: width, roomy: roomy).lines
    if lines.count <= height { break }
  }
  return lines
}

/// One request in short.
private struct RequestPane {
  let entry: QueueEntry
  let state: AppState
  let width: Int
  /// What may take more than one line.
  let roomy: Set<Part>

  enum Part { case bodies, facts, risk, person, reason }

  /// Order: the first that fits is taken.
  static let densities: [Set<Part>] = [
    [.bodies, .facts, .risk, .person, .reason], [.facts, .risk, .person, .reason],
    [.facts, .risk, .reason], [.facts, .risk], [.risk], [],
  ]

  private var request: AccessRequest { entry.request }
  private var detail: RequestDetail? { state.details[request.id]?.detail }

  var lines: [Line] {
    var builder = LineBuilder(width: width)
    addStanding(to: &builder)
    addPerson(to: &builder)
    builder.add(asked)
    if let step = StepLines.short(entry) { builder.add(step) }
    let reason = RequestWords.reason(request)
    let run = Run(reason.isEmpty ? "no reason given" : reason, reason.isEmpty ? .warning : .text)
    let lead = Run("why  ", .dim)
    if roomy.contains(.reason) {
      builder.wrap(run.text, run.role, lead: [lead])
    } else {
      builder.add([lead, run])
    }
    addRisk(to: &builder)
    if let detail, detail.actions.isEmpty {
      let plan = PlanLines(detail: detail, moments: state.moments)
      for line in plan.short(
        width: width, withFacts: roomy.contains(.facts), withBodies: roomy.contains(.bodies))
      { builder.add(line) }
    } else if let detail {
      addActions(detail, to: &builder)
    }
    return builder.lines
  }

  /// What keeps the operator from deciding it, why it is still here, or what was decided.
  private func addStanding(to builder: inout LineBuilder) {
    if let why = state.queue.leftovers[request.id] {
      builder.wrap("not done: \(why)", .warning, lead: [Run("! ", .warning)])
    }
    if let refusal = detail?.refusal ?? entry.refusal, request.status == .pending {
      builder.wrap("\(refusal.sentence) \(refusal.advice)", .warning, lead: [Run("✗ ", .warning)])
    }
    if let question = detail?.questions.last, question.isOpen, request.status == .pending {
      builder.add([Run("? ", .notice), Run("\(question.by.name) asks: \(question.text)", .notice)])
    }
    if let offer = detail?.offer {
      let changes = offer.changes(from: request.items).joined(separator: ", ")
      builder.add([Run("⇄ ", .notice), Run("\(offer.by.name) offers: \(changes)", .notice)])
    }
    for decision in detail?.decisions ?? [] {
      let comment = decision.comment.isEmpty ? "" : ": \(decision.comment)"
      builder.add([
        Run(decision.outcome == .approved ? "✓ approved" : "✗ denied", .title),
        Run(" by \(decision.authority.name) \(state.moments.long(decision.decided))\(comment)"),
      ])
    }
  }

  private func addPerson(to builder: inout LineBuilder) {
    if let profile = detail?.beneficiary {
      let parts = IdentityWords.parts(profile, servers: state.servers)
      if roomy.contains(.person) {
        builder.flow(parts, separator: IdentityWords.separator)
      } else {
        builder.add(Line(IdentityWords.line(profile, servers: state.servers).runs))
      }
    } else if state.details[request.id] == nil {
      builder.add("reading …", .placeholder)
    } else {
      builder.add("No server knows \(request.beneficiary.name).", .warning)
    }
  }

  private var asked: [Run] {
    let moments = state.moments
    var runs = [
      Run("asked ", .dim), Run(moments.long(request.submitted)), Run(" by ", .dim),
      Run(RequestWords.requester(request)),
    ]
    if let needed = request.neededBy {
      let isLate = needed < state.now && request.status == .pending
      runs += [
        Run(" · due ", .dim), Run(moments.long(needed), isLate ? .overdue : .text),
        Run(isLate ? ", late" : "", .overdue),
      ]
    }
    if let expires = request.expires {
      runs += [Run(" · expires ", .dim), Run(moments.long(expires))]
    }
    return runs
  }

  private func addRisk(to builder: inout LineBuilder) {
    let score = detail?.risk.score ?? entry.riskScore
    let lead = [Run("risk ", .dim)] + RequestWords.risk(score).runs + [Run("  ")]
    guard let reasons = detail?.risk.reasons else { return builder.add(lead) }
    guard !reasons.isEmpty else {
      return builder.add(lead + [Run("nothing speaks against it", .dim)])
    }
    let parts = reasons.map { StyledText("+\($0.points) ", .key) + StyledText($0.sentence) }
    if roomy.contains(.risk) {
      builder.flow(parts, separator: StyledText("  "), lead: lead)
    } else {
      builder.add(lead + parts.flatMap { $0.runs + [Run("  ")] })
    }
  }

  /// What became of an approval: the calls, and the servers' answers.
  private func addActions(_ detail: RequestDetail, to builder: inout LineBuilder) {
    for action in detail.actions {
      builder.add(
        RequestWords.status(action, now: state.now).runs + [
          Run("  \(action.operation.timedEffect)")
        ])
      addAnswer(action, state, indent: "   ", to: &builder)
    }
  }
}
