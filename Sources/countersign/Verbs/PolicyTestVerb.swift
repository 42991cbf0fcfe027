import ArgumentParser
import Foundation
import Governance
import Store
import Terminal

struct PolicyTestVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run a new policy over the decisions of the past, and show what it would change.",
    discussion: """
      Conditions and risk are asked of what was kept with each decision; who may pass a step is \
      looked up as it is now. Changes nothing.
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The new policy.", completion: .file(extensions: ["toml"])) var file: String
  @Option(
    help: .init("Only requests that match a filter, or hold these words.", valueName: "filter"))
  var limit: String?

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.audit)
    guard FileManager.default.fileExists(atPath: file) else {
      throw Failure(
        .configuration, code: "policy.unread", "There is no file \(file).",
        advice: "Name the policy to test, such as new-policy.toml.")
    }
    let policy = try PolicyFile.read(
      path: file, servers: session.configuration.servers.map(\.name))
    let trial = PolicyTrial(session: session, policy: policy)
    var count = 0
    var changed = 0
    let ids = try session.store.queueIDs(
      folder: .decided, operator: nil, limit: limit, now: session.now)
    for id in ids {
      guard let outcome = try trial.outcome(of: id) else { continue }
      count += 1
      if outcome.isOtherwise { changed += 1 }
      if session.isJSON {
        session.console.line(try Records.line(outcome))
      } else if outcome.isOtherwise {
        session.console.prose(DisplayText.visible(outcome.line))
      }
    }
    if !session.isJSON {
      session.console.line(
        "\(changed) of \(counted(count, "decision")) would have come out otherwise.")
    }
  }
}

/// A policy that is tried on what was decided under another one.
struct PolicyTrial {
  let session: Session
  let policy: Policy

  struct Outcome: Encodable {
    var request: String
    var beneficiary: String
    /// `approved` or `denied`, as it was.
    var was: DecisionOutcome
    var by: String
    /// What it would have been. Shape: `approved`, `denied`, `waiting`.
    var would: String
    var why: String
    var risk: Int
    /// False where it was decided before judgements were kept: then it is judged as it is now.
    var isFromRecord: Bool

    var isOtherwise: Bool { would != was.rawValue }

    var line: String {
      let how = isFromRecord ? "" : " (judged by the data of today)"
      return "\(request.prefix(RequestName.shortest)) \(beneficiary): \(was.rawValue) by \(by),"
        + " would be \(would): \(why); risk \(risk)\(how)"
    }
  }

  /// nil for what nobody decided here.
  func outcome(of id: RequestID) throws -> Outcome? {
    guard let decision = try session.store.decisions(for: id).last,
      let request = try session.store.request(id)
    else { return nil }
    let kept = try kept(id)
    let document: String
    if let kept {
      document = kept.document
    } else {
      document = try session.store.document(of: request, risk: 0, now: request.submitted)
    }
    let score = try risk(kept, id)
    let taken = try Store.preview(policy, for: request, document: document, risk: score)
    let (would, why) = try verdict(taken, request, decision)
    return Outcome(
      request: id.rawValue, beneficiary: request.beneficiary.name, was: decision.outcome,
      by: decision.authority.name, would: would, why: why, risk: score, isFromRecord: kept != nil)
  }

  /// What it was judged by first: conditions are asked when a request comes in.
  private func kept(_ id: RequestID) throws -> Judgement? {
    guard let first = try session.store.judgements(of: id).first else { return nil }
    do { return try Judgement(text: first.input) } catch { return nil }
  }

  private func risk(_ kept: Judgement?, _ id: RequestID) throws -> Int {
    if let kept { return Risk.assess(kept.facts, weights: policy.weights).score }
    return try session.store.queueEntry(id, operator: nil, now: session.now)?.riskScore ?? 0
  }

  private func verdict(
    _ taken: RequestPolicy, _ request: AccessRequest, _ decision: Decision
  ) throws -> (String, String) {
    let conflicts = try session.store.separationConflicts(of: request, policy.separations)
    let broken = conflicts.first { $0.remedy == .block }
    if let rule = taken.verdict, rule.effect == PolicyRule.Effect.deny.word {
      return (DecisionOutcome.denied.rawValue, rule.sentence)
    }
    if let broken, decision.outcome == .approved {
      return (DecisionOutcome.denied.rawValue, "separation “\(broken.set)”: \(broken.sentence)")
    }
    if let rule = taken.verdict, conflicts.isEmpty {
      return (DecisionOutcome.approved.rawValue, rule.sentence)
    }
    return try people(taken, request, decision)
  }

  /// Whether those who spoke could have said it under the other policy.
  private func people(
    _ taken: RequestPolicy, _ request: AccessRequest, _ decision: Decision
  ) throws -> (String, String) {
    var votes = try session.store.votes(on: request.id)
    if votes.isEmpty, decision.authority != .program { votes = [Vote(decision, step: "")] }
    let progress = try session.store.rehearse(taken, request, yeses: votes)
    if progress.isPassed { return (DecisionOutcome.approved.rawValue, "those who agreed suffice") }
    if let denied = progress.steps.first(where: { $0.status == .denied }) {
      return (DecisionOutcome.denied.rawValue, "step “\(denied.step.name)”")
    }
    let missing = progress.steps.filter { $0.missing > 0 }.map { "“\($0.step.name)”" }
    return ("waiting", "for \(missing.joined(separator: ", "))")
  }
}
