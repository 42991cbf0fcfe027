import ArgumentParser
import Foundation
import Governance
import Store
import Terminal

struct ReplayVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Judge a decided request again, from what was kept with it.",
    discussion: """
      Computes the risk anew from the facts and weights of that day, compares their digest with the \
      audit log's, and counts the votes under the request's own policy. Exit status 6 when anything \
      comes out otherwise.
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "A request, by id or the start of one.") var id: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.audit)
    let replay = try RequestReplay(RequestName.resolve(id, in: session), in: session)
    if session.isJSON {
      session.console.line(try Records.line(replay.record))
    } else {
      for line in replay.lines { session.console.prose(DisplayText.visible(line)) }
    }
    if let problem = replay.problems.first {
      throw Failure(
        .integrity, code: "replay.differs", problem,
        advice: "Run `countersign audit verify`; compare with a backup.")
    }
  }
}

/// A decided request judged again.
struct RequestReplay {
  let request: AccessRequest
  private let kept: [KeptJudgement]
  private let replays: [KeptJudgement.Replay]
  private let decision: Decision?
  private let progress: PolicyProgress
  private let policyDigest: String

  init(_ id: RequestID, in session: Session) throws {
    guard let request = try session.store.request(id) else {
      let refusal = DecisionRefusal.requestUnknown(id: id.rawValue)
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
    self.request = request
    kept = try session.store.judgements(of: id)
    let recorded = try session.store.recordedInputDigests(of: id)
    let judgements = kept
    replays = judgements.indices.map { index in
      judgements[index].replay(
        recorded: recorded.contains(judgements[index].digest) ? nil : recorded.first ?? "")
    }
    let decision = try session.store.decisions(for: id).last
    self.decision = decision
    let policy = try session.store.policy(for: id) ?? .standard
    policyDigest = policy.policyDigest
    let votes = try session.store.votes(on: id)
    // Who might pass a step was looked up at the time: the votes that count were cast by them.
    progress = PolicyProgress(
      policy, votes: votes, planDigest: decision?.planDigest ?? "", concerned: request.concerned,
      audience: { _ in StepAudience(isAnyone: true) })
  }

  /// What does not come out as it was recorded. Shape: sentences.
  var problems: [String] {
    var problems: [String] = []
    for (judgement, replay) in zip(kept, replays) {
      let whose = "The judgement by \(judgement.authority.name)"
      switch replay {
      case .same: break
      case .altered: problems.append("\(whose) is not what the audit log recorded.")
      case .differs(let risk):
        problems.append("\(whose) was \(judgement.score), and comes to \(risk.score).")
      case .unknown(let rule):
        problems.append("\(whose) follows version \(rule) of the rules, which is not known here.")
      }
    }
    if let decision, decision.outcome == .approved, decision.authority != .program,
      !progress.steps.flatMap(\.votes).isEmpty, !progress.isPassed
    {
      problems.append("It was approved, and the votes that are kept do not pass its policy.")
    }
    return problems
  }

  var lines: [String] {
    var lines = [
      "Request \(request.id.rawValue) for \(request.beneficiary.name): \(request.status.rawValue)",
      "policy \(policyDigest.prefix(12))",
    ]
    if !progress.steps.flatMap(\.votes).isEmpty {
      lines += progress.steps.map { step in
        let who = step.votes.map { "\($0.outcome.rawValue) by \($0.authority.name)" }
        return "  \(step.step.name): \(step.status.rawValue), \(who.joined(separator: ", "))"
      }
    }
    for (judgement, replay) in zip(kept, replays) {
      let step = judgement.step.map { " on “\($0)”" } ?? ""
      lines.append(
        "\(judgement.outcome.rawValue) by \(judgement.authority.name)\(step), risk"
          + " \(judgement.score) by rules \(judgement.rule), input \(judgement.digest.prefix(12))")
      if case .same(let risk) = replay {
        lines += risk.reasons.map { "  +\($0.points) \($0.sentence)" }
      }
    }
    if kept.isEmpty { lines.append("Nothing was kept that its risk could be computed from.") }
    let problems = problems
    return lines + (problems.isEmpty ? ["Replayed: it comes out as recorded."] : problems)
  }

  struct Record: Encodable {
    struct Judged: Encodable {
      var authority: String
      var outcome: DecisionOutcome
      var step: String?
      var rule: Int
      var recordedScore: Int
      /// Absent where it cannot be computed.
      var score: Int?
      var inputDigest: String
    }

    var request: String
    var policyDigest: String
    var judgements: [Judged]
    var problems: [String]
  }

  var record: Record {
    Record(
      request: request.id.rawValue, policyDigest: policyDigest,
      judgements: zip(kept, replays).map { judgement, replay in
        let score: Int? =
          switch replay {
          case .same(let risk), .differs(let risk): risk.score
          case .altered, .unknown: nil
          }
        return Record.Judged(
          authority: judgement.authority.key.rawValue, outcome: judgement.outcome,
          step: judgement.step, rule: judgement.rule, recordedScore: judgement.score, score: score,
          inputDigest: judgement.digest)
      }, problems: problems)
  }
}
