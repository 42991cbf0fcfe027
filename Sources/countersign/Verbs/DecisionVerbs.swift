import ArgumentParser
import Foundation
import Governance
import Sync

struct ApproveVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approve requests, and send what their plans say.",
    discussion: """
      Shows the plans and asks. Where nobody can answer, --plan-digest names the one plan that is \
      meant (`countersign plan` prints it) and refuses any other; --plan takes the plans that \
      `countersign plan --out` wrote, and says what changed in a stale one; --yes takes whatever it \
      is now.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("Only this plan; for one request.", valueName: "digest"))
  var planDigest: String?
  @Option(
    help: .init("Only the plans in this file.", valueName: "file"), completion: .file())
  var plan: String?
  @Option(help: .init("A comment for the record.", valueName: "text")) var reason = ""
  @Flag(help: "Do not ask.") var yes = false
  @Flag(help: "Record the decision; the next sync sends it.") var later = false
  @Argument(help: "Requests, by id or the start of one (default with --plan: all in the file).")
  var ids: [String] = []

  func validate() throws {
    if ids.isEmpty, plan == nil { throw ValidationError("Name a request, or give --plan FILE.") }
    if plan != nil, planDigest != nil {
      throw ValidationError("--plan and --plan-digest both say which plan is meant: give one.")
    }
    if planDigest != nil, ids.count != 1 {
      throw ValidationError("--plan-digest is for one request at a time.")
    }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.decide)
    let current = try session.operator()
    _ = try session.knownOperator()
    let file = try plan.map(PlanFile.init(path:))
    let named = ids.isEmpty ? file?.plans.map(\.plan.request.rawValue) ?? [] : ids
    let details = try session.details(named, operator: current)
    try file?.requireCurrent(details)
    if !yes, planDigest == nil, file == nil { try confirm(details, session) }
    let choices = details.map {
      Desk.Choice(request: $0.request.id, shownDigest: planDigest ?? $0.planDigest)
    }
    let results = session.desk.decide(
      choices, outcome: .approved, reason: reason, operator: current, now: session.now)
    let recorded = results.filter { $0.isRecorded && $0.waitsFor.isEmpty }.map(\.request)
    if !later, !recorded.isEmpty { await session.sendPending(for: recorded) }
    try session.report(results, sent: !later)
  }

  private func confirm(_ details: [RequestDetail], _ session: Session) throws {
    guard session.console.isInputTerminal else {
      throw Failure(
        .refused, code: "approve.unconfirmed", "Nobody is there to read the plan.",
        advice: "Give --plan-digest with the digest that `countersign plan` prints, or --yes.")
    }
    for detail in details {
      for line in PlanText(detail: detail, now: session.now, zone: .current).lines {
        session.console.errorLine(line)
      }
    }
    if let refusal = details.compactMap(\.refusal).first {
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
    let what = details.count == 1 ? "this plan" : "these \(details.count) plans"
    let answer = session.console.ask("Approve \(what)? [y/N] ")?.lowercased() ?? ""
    guard answer == "y" || answer == "yes" else {
      throw Failure(.refused, code: "approve.declined", "Nothing was approved.")
    }
  }
}

struct DenyVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "deny", abstract: "Deny requests with a reason.")

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("What the requester should know.", valueName: "text")) var reason: String
  @Argument(help: "Requests, by id or the start of one.") var ids: [String]

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.decide)
    let current = try session.operator()
    _ = try session.knownOperator()
    let details = try session.details(ids, operator: current)
    let choices = details.map {
      Desk.Choice(request: $0.request.id, shownDigest: $0.planDigest)
    }
    let results = session.desk.decide(
      choices, outcome: .denied, reason: reason, operator: current, now: session.now)
    let recorded = results.filter(\.isRecorded).map(\.request)
    if !recorded.isEmpty { await session.sendPending(for: recorded) }
    try session.report(results, sent: true)
  }
}
