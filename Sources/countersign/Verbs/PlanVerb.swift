import ArgumentParser
import Foundation
import Governance
import Sync

struct PlanVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show the exact calls that approving requests would send.",
    discussion: "Exit status 1 when a plan cannot be carried out.")

  @OptionGroup var options: GlobalOptions
  @Option(
    help: .init("Write the plans there too, for `approve --plan`.", valueName: "file"),
    completion: .file())
  var out: String?
  @Argument(help: "Requests, by id or the start of one.") var ids: [String]

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let details = try session.details(ids, operator: try session.operator())
    try session.print(plansOf: details)
    if let out { try write(details, to: out) }
    if let obstacle = details.flatMap(\.plan.obstacles).first {
      throw Failure(
        .refused, code: "plan-blocked", "A plan cannot be carried out: \(obstacle)",
        advice: "Sync first, or deny the request with the reason.")
    }
  }
}

extension PlanVerb {
  /// What was decided has no plan to approve any more.
  private func write(_ details: [RequestDetail], to path: String) throws {
    if let decided = details.first(where: { $0.request.status != .pending }) {
      throw Failure(
        .refused, code: "plan-file.decided",
        "Request \(decided.request.id.rawValue) is \(decided.request.status.rawValue):"
          + " there is no plan to approve, and \(path) was not written.")
    }
    try PlanFile(details).write(to: path)
  }
}

extension Session {
  var desk: Desk { Desk(store: store, servers: configuration.servers, policy: policy) }

  /// What an approver needs about each request. Order: as named, each once.
  func details(_ names: [String], operator: Operator) throws -> [RequestDetail] {
    var details: [RequestDetail] = []
    for name in names {
      let id = try RequestName.resolve(name, in: self)
      guard !details.contains(where: { $0.request.id == id }) else { continue }
      if let detail = try desk.detail(id, operator: `operator`, now: now) { details.append(detail) }
    }
    return details
  }

  func print(plansOf details: [RequestDetail]) throws {
    for (index, detail) in details.enumerated() {
      if isJSON {
        console.line(try Records.line(PlanRecord(detail)))
        continue
      }
      if index > 0 { console.line("") }
      let text = PlanText(detail: detail, now: now, zone: .current)
      for line in text.lines { console.prose(line) }
    }
  }
}
