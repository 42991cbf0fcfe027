import Governance
import Terminal

/// The steps of a request's policy: who passed them, and who may pass the next.
struct StepLines {
  // More names than these are counted.
  private static let mostNames = 6

  let standing: PolicyStanding
  let moments: Moments
  /// The request was decided: nobody is waited for any more.
  let isDecided: Bool

  /// In one line: the step that waits, and why for the operator.
  static func short(_ entry: QueueEntry) -> [Run]? {
    guard let step = entry.step, entry.request.status == .pending else { return nil }
    let lead = [Run("step ", .dim), Run(step.name, .title)]
    guard let reason = step.reason else { return lead + [Run("  waits for others", .dim)] }
    return lead + [Run("  for you, \(reason)")]
  }

  func add(to builder: inout LineBuilder) {
    for step in standing.progress.steps {
      builder.wrap(head(step), lead: [mark(step.status), Run(step.step.name + "  ", .title)])
      for vote in step.votes { add(vote, to: &builder) }
      guard step.status == .open, !isDecided else { continue }
      let own = step.step.name == standing.ownStep ? "you, \(standing.reason)" : nil
      let who = [own, names(step.audience)].compactMap { $0 }.joined(separator: "; ")
      let nobody = "nobody can at this moment: \(step.step.words)"
      builder.wrap(
        who.isEmpty ? nobody : who, who.isEmpty ? .warning : .text,
        lead: [Run("     may pass it: ", .dim)])
      for person in step.audience.unable.prefix(Self.mostNames) {
        builder.wrap(
          "\(person.person.name), who \(person.why)", .dim, lead: [Run("     not ", .dim)])
      }
    }
    for vote in standing.progress.idle {
      builder.wrap(
        "the yes of \(vote.authority.name) was for another plan and does not count", .dim,
        lead: [Run("     ")])
    }
    for rule in standing.policy.fired { builder.wrap(rule.sentence, .dim, lead: [Run("   ")]) }
    for conflict in standing.conflicts {
      builder.wrap(
        "separation “\(conflict.set)”: \(conflict.sentence)", .warning,
        lead: [Run(" ! ", .warning)])
    }
  }

  private func head(_ step: PolicyProgress.Step) -> String {
    let quorum =
      step.step.quorum > 1 ? "\(step.step.quorum - step.missing) of \(step.step.quorum), " : ""
    return "\(quorum)\(step.step.because)"
  }

  private func mark(_ status: StepStatus) -> Run {
    switch status {
    case .waiting: Run(" · ", .dim)
    case .open: Run(" ▸ ", .notice)
    case .passed: Run(" ✓ ", .ok)
    case .denied: Run(" ✗ ", .removed)
    }
  }

  private func add(_ vote: Vote, to builder: inout LineBuilder) {
    let hand = vote.hand == vote.authority ? "" : " by the hand of \(vote.hand.name)"
    builder.add([
      Run("     \(vote.outcome.rawValue) by \(vote.authority.name)\(hand)"),
      Run("  \(moments.long(vote.decided))", .dim),
    ])
    if !vote.comment.isEmpty { builder.wrap(vote.comment, lead: [Run("       ")]) }
  }

  private func names(_ audience: StepAudience) -> String? {
    if audience.isAnyone { return "anyone whom it does not concern" }
    if audience.able.isEmpty { return nil }
    let named = audience.able.prefix(Self.mostNames).map { "\($0.person.name) \($0.why)" }
    let rest = audience.able.count - named.count
    return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
