import Foundation
import Governance
import Terminal

/// What the operator needs to decide the selected request, in the rows that there are: in full where
/// it fits, in short otherwise, and said when even that is cut.
func queueDetailLines(_ entry: QueueEntry, _ state: AppState, _ layout: Layout) -> [Line] {
  let (width, height) = (layout.detailColumns, layout.detailRows)
  if let detail = state.details[entry.request.id]?.detail {
    let full = requestLines(detail, state, width: width)
    if full.count <= height || layout.isSplit { return cut(full, to: height) }
  }
  return cut(shortLines(entry, state, width: width), to: height)
}

private func cut(_ lines: [Line], to height: Int) -> [Line] {
  guard lines.count > height else { return lines }
  let rest = lines.count - height + 1
  return lines.prefix(height - 1) + [Line("… \(rest) more lines: ⏎ opens the request", .dim)]
}

private func shortLines(_ entry: QueueEntry, _ state: AppState, width: Int) -> [Line] {
  let request = entry.request
  let known = state.details[request.id]
  let detail = known?.detail
  var builder = LineBuilder(width: width)
  addStanding(entry, detail, state, to: &builder)
  if let profile = detail?.beneficiary {
    builder.add(Line(IdentityWords.line(profile, servers: state.servers).runs))
  } else if known != nil {
    builder.add("No server knows \(request.beneficiary.name).", .warning)
  } else {
    builder.add("reading …", .placeholder)
  }
  builder.add(asksRuns(request, state))
  let reason = RequestWords.reason(request)
  builder.wrap(
    reason.isEmpty ? "no reason given" : reason, reason.isEmpty ? .warning : .text,
    lead: [Run("why  ", .dim)])
  builder.add(riskRuns(entry, detail))
  if let detail {
    for line in PlanLines(detail: detail, moments: state.moments).short(width: width) {
      builder.add(line)
    }
  }
  return builder.lines
}

/// What keeps the operator from deciding it, and why it is still here.
private func addStanding(
  _ entry: QueueEntry, _ detail: RequestDetail?, _ state: AppState, to builder: inout LineBuilder
) {
  if let why = state.queue.leftovers[entry.request.id] {
    builder.wrap("not done: \(why)", .warning, lead: [Run("! ", .warning)])
  }
  if let refusal = detail?.refusal ?? entry.refusal, entry.request.status == .pending {
    builder.wrap("\(refusal.sentence) \(refusal.advice)", .warning, lead: [Run("✗ ", .warning)])
  }
}

private func asksRuns(_ request: AccessRequest, _ state: AppState) -> [Run] {
  let moments = state.moments
  var runs = [
    Run("asked ", .dim), Run(moments.long(request.submitted)), Run(" by ", .dim),
    Run(RequestWords.requester(request)),
  ]
  if let needed = request.neededBy {
    let isLate = needed < state.now
    runs += [
      Run(" · needed by ", .dim), Run(moments.long(needed), isLate ? .overdue : .text),
      Run(isLate ? " overdue" : "", .overdue),
    ]
  }
  if let expires = request.expires {
    runs += [Run(" · expires ", .dim), Run(moments.long(expires))]
  }
  return runs
}

private func riskRuns(_ entry: QueueEntry, _ detail: RequestDetail?) -> [Run] {
  guard let risk = detail?.risk else {
    return [Run("risk ", .dim)] + RequestWords.risk(entry.riskScore).runs
  }
  var runs = [Run("risk ", .dim)] + RequestWords.risk(risk.score).runs
  for reason in risk.reasons {
    runs += [Run("  +\(reason.points) ", .key), Run(reason.sentence)]
  }
  if risk.reasons.isEmpty { runs.append(Run("  nothing speaks against it", .dim)) }
  return runs
}
