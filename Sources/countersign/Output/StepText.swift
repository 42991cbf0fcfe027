import Foundation
import Governance

/// The steps of a request's policy on paper.
struct StepText {
  // More names than these are counted.
  private static let mostNames = 6

  let standing: PolicyStanding
  let zone: TimeZone

  var lines: [String] {
    let head = "Steps (\(standing.policy.order.rawValue))"
    return [head] + standing.progress.steps.flatMap(lines)
      + standing.progress.idle.map {
        "  the yes of \($0.authority.name) was for another plan and does not count"
      } + standing.policy.fired.map { "  \($0.sentence)" }
      + standing.conflicts.map { "  Separation “\($0.set)”: \($0.sentence)" }
  }

  private func lines(_ step: PolicyProgress.Step) -> [String] {
    let quorum = step.step.quorum
    let count = quorum > 1 ? " \(quorum - step.missing) of \(quorum)" : ""
    var lines = ["  \(step.step.name): \(step.status.rawValue)\(count), \(step.step.because)"]
    lines += step.votes.map {
      "    \($0.outcome.rawValue) by \($0.authority.name) \(Moment.text($0.decided, in: zone))"
    }
    guard step.status == .open else { return lines }
    let own = step.step.name == standing.ownStep ? "you, \(standing.reason)" : nil
    let who = [own, names(step)].compactMap { $0 }.joined(separator: "; ")
    lines.append("    may pass it: \(who)")
    lines += step.audience.unable.prefix(Self.mostNames).map {
      "    not \($0.person.name), who \($0.why)"
    }
    return lines
  }

  private func names(_ step: PolicyProgress.Step) -> String? {
    let audience = step.audience
    if audience.isAnyone { return "anyone whom it does not concern" }
    if audience.able.isEmpty { return "nobody at this moment (\(step.step.words))" }
    let named = audience.able.prefix(Self.mostNames).map { "\($0.person.name) \($0.why)" }
    let rest = audience.able.count - named.count
    return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}

/// One step as a line of JSON has it.
struct StepRecord: Encodable {
  var name: String
  var status: StepStatus
  var quorum: Int
  var approved: [String]
  /// The keys of who may pass it now; absent when anyone may.
  var candidates: [String]?

  init(_ step: PolicyProgress.Step) {
    name = step.step.name
    status = step.status
    quorum = step.step.quorum
    approved = step.votes.filter { $0.outcome == .approved }.map(\.authority.key.rawValue)
    candidates = step.audience.isAnyone ? nil : step.audience.able.map(\.person.key.rawValue)
  }
}
