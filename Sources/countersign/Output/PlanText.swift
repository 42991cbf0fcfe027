import Foundation
import Governance
import Terminal

/// One request and its plan on paper: everything that an approver needs, and the exact calls.
struct PlanText {
  let detail: RequestDetail
  let now: Date
  let zone: TimeZone

  var lines: [String] {
    (heading + risk + steps + operations + remarks + digest).map(DisplayText.visible)
  }

  private var heading: [String] {
    let request = detail.request
    let asker =
      request.requester.key == request.beneficiary.key ? "" : ", asked by \(request.requester.name)"
    var lines = ["Request \(request.id.rawValue) for \(request.beneficiary.name)\(asker)"]
    lines += request.items.map { "  \($0.shown) on \($0.entitlement.server)" }
    let why = [request.externalReference, request.justification].compactMap { $0 }
    if !why.joined().isEmpty { lines.append("  why: \(why.joined(separator: " "))") }
    if let date = request.neededBy { lines.append("  needed by \(Moment.text(date, in: zone))") }
    lines += (detail.clock?.escalatedAt ?? []).map {
      "  late: others may decide since \(Moment.text($0, in: zone))"
    }
    if let review = detail.review {
      let state = review.conclusion.map { "\($0.verdict.rawValue) by \($0.by.name)" }
      lines.append("  break-glass: \(state ?? "not reviewed yet")")
    }
    lines += detail.questions.map { question in
      "  \(question.by.name) asks: \(question.text)"
        + (question.answer.map { " \($0.by.name): \($0.text)" }
          ?? (question.isOpen ? " (its clock stands still)" : " (nobody answered in time)"))
    }
    if let offer = detail.offer {
      let changes = offer.changes(from: request.items).joined(separator: ", ")
      lines.append("  \(offer.by.name) offers: \(changes)")
    }
    if request.status != .pending { lines.append("  \(request.status.rawValue)") }
    return lines
  }

  private var risk: [String] {
    let reasons = detail.risk.reasons.map { "+\($0.points) \($0.sentence)" }
    return [
      "Risk \(detail.risk.score)" + (reasons.isEmpty ? "" : ": \(reasons.joined(separator: "; "))")
    ]
  }

  private var steps: [String] {
    detail.policy.map { StepText(standing: $0, zone: zone).lines } ?? []
  }

  private var operations: [String] {
    guard !detail.plan.operations.isEmpty else { return ["Plan: nothing to send."] }
    return ["Plan"] + detail.plan.operations.flatMap(lines)
  }

  private func lines(_ operation: PlannedOperation) -> [String] {
    var lines = [
      "  \(operation.number). \(operation.timedEffect) (\(operation.before) → \(operation.after))"
    ]
    if let call = operation.call {
      lines.append("     \(operation.server): \(call.method) \(call.path)")
      if let body = call.body { lines.append("     \(body)") }
    }
    lines += operation.presumes.map { "     presumes: \($0.sentence)\(age($0))" }
    if let inverse = operation.inverse {
      lines.append("     way back: \(inverse.method) \(inverse.path)")
    }
    return lines
  }

  private func age(_ fact: PresumedFact) -> String {
    guard let readAt = fact.readAt else { return "" }
    return " (read \(Moment.span(seconds: max(0, now.timeIntervalSince(readAt)))) ago)"
  }

  private var remarks: [String] {
    detail.plan.obstacles.map { "Obstacle: \($0)" } + detail.plan.notes.map { "Note: \($0)" }
      + (detail.refusal.map { ["You cannot decide it. \($0.sentence)"] } ?? [])
      + detail.actions.map { "Action \($0.operation.number): \($0.outcome)" }
  }

  private var digest: [String] { ["Digest \(detail.planDigest)"] }
}

extension Action {
  /// Shape: `applied`, `failed: 403 the server's words. What to do.`
  var outcome: String {
    let said = answer.map { $0.status == 0 ? ": \($0.text)" : ": \($0.status) \($0.text)" } ?? ""
    let isGood = status.isDone || status == .queued
    return status.rawValue + (isGood ? "" : said) + (isGood ? "" : advice.map { " \($0)" } ?? "")
  }
}

/// A plan as one line of JSON.
struct PlanRecord: Encodable {
  var request: String
  var status: RequestStatus
  var planDigest: String
  var riskScore: Int
  var operations: [PlannedOperation]
  var obstacles: [String]
  var notes: [String]
  /// Why the operator may not decide it; absent when they may.
  var refusal: String?
  /// Absent where one approval is all that it needs.
  var steps: [StepRecord]?

  init(_ detail: RequestDetail) {
    request = detail.request.id.rawValue
    status = detail.request.status
    planDigest = detail.planDigest
    riskScore = detail.risk.score
    operations = detail.plan.operations
    obstacles = detail.plan.obstacles
    notes = detail.plan.notes
    refusal = detail.refusal?.code
    steps = detail.policy?.progress.steps.map(StepRecord.init)
  }
}
