import ArgumentParser
import Foundation
import Governance
import Sync
import Terminal

struct WhatIfVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "what-if", abstract: "Show what approving requests together would lead to.",
    discussion: """
      Changes nothing. Separations of duties count these requests, what is held and what is on its \
      way; other open requests are left out. Exit status 1 when a separation forbids it.
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Requests, by id or the start of one.") var ids: [String]

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    var named: [RequestID] = []
    for text in ids {
      let id = try RequestName.resolve(text, in: session)
      if !named.contains(id) { named.append(id) }
    }
    let details = try session.desk.whatIf(
      named, operator: try session.operator(), now: session.now)
    for detail in details {
      if session.isJSON {
        session.console.line(try Records.line(WhatIfRecord(detail)))
      } else {
        for line in WhatIfText(detail: detail).lines { session.console.prose(line) }
      }
    }
    if !session.isJSON { session.console.line(WhatIfText.total(details)) }
    for detail in details {
      let conflicts = detail.policy?.conflicts ?? []
      guard detail.request.status == .pending,
        let refusal = SeparationRule.refusal(conflicts, of: detail.request)
      else { continue }
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
  }
}

/// What one of several requests would lead to, on paper.
struct WhatIfText {
  let detail: RequestDetail

  var lines: [String] {
    let request = detail.request
    let access = request.items.map { "\($0.shown) on \($0.entitlement.server)" }
    var lines = [
      "\(request.id.rawValue) \(request.beneficiary.name): \(access.joined(separator: ", "))",
      "  risk \(detail.risk.score), \(counted(detail.plan.operations.count, "operation"))",
    ]
    if request.status != .pending { lines.append("  \(request.status.rawValue) already") }
    lines += detail.plan.obstacles.map { "  obstacle: \($0)" }
    for conflict in detail.policy?.conflicts ?? [] {
      lines.append("  separation “\(conflict.set)”: \(conflict.sentence)")
    }
    if let missing = detail.policy?.missing, missing > 0, request.status == .pending {
      lines.append("  \(counted(missing, "approval")) missing")
    }
    return lines.map(DisplayText.visible)
  }

  static func total(_ details: [RequestDetail]) -> String {
    let people = Set(details.map(\.request.beneficiary.key)).count
    let operations = details.map(\.plan.operations.count).reduce(0, +)
    let who = people == 1 ? "1 person" : "\(people) people"
    return "Together: \(counted(details.count, "request")) for \(who), "
      + "\(counted(operations, "operation"))."
  }
}

/// What one of several requests would lead to, as a line of JSON.
struct WhatIfRecord: Encodable {
  var request: String
  var riskScore: Int
  var operations: Int
  var obstacles: [String]
  /// Separations that it breaks together with the others, each with why.
  var conflicts: [String]
  /// How many approvals are missing.
  var missing: Int

  init(_ detail: RequestDetail) {
    request = detail.request.id.rawValue
    riskScore = detail.risk.score
    operations = detail.plan.operations.count
    obstacles = detail.plan.obstacles
    conflicts = (detail.policy?.conflicts ?? []).map { "\($0.set): \($0.sentence)" }
    missing = detail.request.status == .pending ? detail.policy?.missing ?? 1 : 0
  }
}
