/// How far a request has come through the steps of its policy.
public struct PolicyProgress: Hashable, Sendable, Codable {
  public struct Step: Hashable, Sendable, Codable {
    public var step: RequestStep
    public var status: StepStatus
    /// The votes that count. Order: as they were cast.
    public var votes: [Vote]
    /// Who may pass it at this moment.
    public var audience: StepAudience

    /// How many more must say yes.
    public var missing: Int { max(0, step.quorum - votes.count { $0.outcome == .approved }) }
  }

  public private(set) var steps: [Step]
  /// Votes that do not count: for another plan, or by somebody whom the request concerns by now.
  public private(set) var idle: [Vote]
  private let order: Policy.Order

  /// - Parameters:
  ///   - votes: all that were cast under this policy. Order: oldest first.
  ///   - planDigest: of the plan as it is now; what approved another one does not count.
  ///   - concerned: the people whom the request concerns.
  ///   - audience: who may pass a step now.
  public init(
    _ policy: RequestPolicy, votes: [Vote], planDigest: String, concerned: Set<IdentityKey>,
    audience: (RequestStep) -> StepAudience
  ) {
    order = policy.order
    idle = []
    steps = policy.steps.map {
      Step(step: $0, status: .waiting, votes: [], audience: audience($0))
    }
    reach()
    for vote in votes {
      let isConcerned =
        concerned.contains(vote.authority.key) || concerned.contains(vote.hand.key)
      let index = steps.firstIndex { $0.step.name == vote.step }
      if let index, vote.planDigest == planDigest, !isConcerned, !hasVoted(vote) {
        record(vote, at: index)
      } else {
        idle.append(vote)
      }
    }
  }

  /// True once nothing stands between the request and its effect.
  public var isPassed: Bool { !steps.isEmpty && steps.allSatisfy { $0.status == .passed } }

  /// The steps that wait for somebody now.
  public var open: [Step] { steps.filter { $0.status == .open } }

  /// Counts a vote in. What does not follow from where the step stands changes nothing.
  public mutating func record(_ vote: Vote, at index: Int) {
    let isLast = steps[index].missing == 1
    let event: StepEvent = vote.outcome == .denied ? .deny : isLast ? .complete : .approve
    guard let next = steps[index].status.applying(event).status else {
      idle.append(vote)
      return
    }
    steps[index].status = next
    steps[index].votes.append(vote)
    reach()
  }

  private mutating func reach() {
    for index in steps.indices {
      if let next = steps[index].status.applying(.reach).status { steps[index].status = next }
      // In turn, nothing behind a step that has not passed is reached.
      if order == .inTurn && steps[index].status != .passed { return }
    }
  }

  /// Nobody counts twice, neither in one step nor in several.
  private func hasVoted(_ vote: Vote) -> Bool {
    let people: Set<IdentityKey> = [vote.authority.key, vote.hand.key]
    return steps.contains { step in
      step.votes.contains { people.contains($0.authority.key) || people.contains($0.hand.key) }
    }
  }
}

extension PolicyProgress {
  /// Where somebody's word would count.
  public enum Admission: Hashable, Sendable {
    /// In the step at this place.
    case step(Int)
    case refused(DecisionRefusal)
  }

  /// The step that the person may decide now, or why there is none.
  ///
  /// Of several, the one that the fewest others could pass.
  ///
  /// - Parameter hand: who presses the key; nil when that is the person. Whose hand has counted once
  ///   counts for nobody else.
  public func admission(of person: PersonReference, hand: PersonReference? = nil) -> Admission {
    for key in [person.key, hand?.key ?? person.key] {
      guard let voted = steps.first(where: { $0.has(key) }) else { continue }
      return .refused(.alreadyVoted(step: voted.step.name))
    }
    let mine = steps.indices.filter { steps[$0].audience.reason(for: person.key) != nil }
    let ready = mine.filter { steps[$0].status == .open }
    func alternatives(_ index: Int) -> Int {
      let audience = steps[index].audience
      return audience.isAnyone ? Int.max : audience.able.count - steps[index].missing
    }
    if let best = ready.min(by: { (alternatives($0), $0) < (alternatives($1), $1) }) {
      return .step(best)
    }
    let open = steps.filter { $0.status == .open }
    if let later = mine.first(where: { steps[$0].status == .waiting }), let first = open.first {
      return .refused(
        .stepNotReached(step: steps[later].step.name, before: first.step.name))
    }
    guard let first = open.first else { return .refused(.noStepOpen) }
    return .refused(.notAnApprover(step: first.step.name, who: first.step.words))
  }
}

extension PolicyProgress {
  /// The step in which a vote of one of these counts; nil for none.
  public func step(votedBy people: Set<IdentityKey>) -> String? {
    steps.first { step in people.contains { step.has($0) } }?.step.name
  }
}

extension PolicyProgress.Step {
  fileprivate func has(_ key: IdentityKey) -> Bool {
    votes.contains { $0.authority.key == key || $0.hand.key == key }
  }
}
