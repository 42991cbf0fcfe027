import Foundation

/// One step that a request has to pass.
public struct RequestStep: Hashable, Sendable, Codable {
  /// Unique within its request.
  public var name: String
  public var approvers: [Approver]
  public var fallbacks: [Approver]
  public var quorum: Int
  /// Whose owner is asked, by item; nil when no owner is.
  public var item: String?
  /// Why the request has to pass it, for people.
  public var because: String

  public init(
    name: String, approvers: [Approver], fallbacks: [Approver] = [], quorum: Int = 1,
    item: String? = nil, because: String
  ) {
    self.name = name
    self.approvers = approvers
    self.fallbacks = fallbacks
    self.quorum = quorum
    self.item = item
    self.because = because
  }

  /// Who passes it, for a sentence.
  public var words: String {
    PolicyStep(name: name, approvers: approvers, fallbacks: fallbacks, quorum: quorum).words
  }
}

/// A rule that applied to a request, and why.
public struct FiredRule: Hashable, Sendable, Codable {
  public var name: String
  /// `approve`, `deny` or `require`.
  public var effect: String
  public var condition: String

  public init(name: String, effect: String, condition: String) {
    self.name = name
    self.effect = effect
    self.condition = condition
  }

  public var sentence: String { "Rule “\(name)” (\(effect)) applies: \(condition)" }
}

/// The policy of one request, as it was when the request was submitted: what is edited later does
/// not change it.
public struct RequestPolicy: Hashable, Sendable, Codable {
  /// The digest of the policy that it was taken from.
  public var policyDigest: String
  public var order: Policy.Order
  /// What must pass; never empty.
  public var steps: [RequestStep]
  /// Order: as the policy has them.
  public var fired: [FiredRule]
  public var separations: [Separation]
  public var owners: [EntitlementOwner]
  public var time: TimeRules?
  public var hours: WorkingTime?
  /// True where an approver may give less than was asked for without asking.
  public var takesLess: Bool?
  /// The rules of the emergency that it was taken in; nil for every other request.
  public var breakGlass: BreakGlass?

  public init(
    policyDigest: String, order: Policy.Order, steps: [RequestStep], fired: [FiredRule] = [],
    separations: [Separation] = [], owners: [EntitlementOwner] = [], time: TimeRules? = nil,
    hours: WorkingTime? = nil, takesLess: Bool? = nil
  ) {
    self.policyDigest = policyDigest
    self.order = order
    self.steps = steps
    self.fired = fired
    self.separations = separations
    self.owners = owners
    self.time = time
    self.hours = hours
    self.takesLess = takesLess
  }

  /// What counts for a request that no policy was taken for.
  public static let standard = RequestPolicy(
    policyDigest: Policy.standard.digest, order: .inTurn,
    steps: [
      RequestStep(
        name: Policy.standardStep.name, approvers: [.anyone], because: "every request needs it")
    ])

  /// What counts for a request whose policy nobody knows any more: nobody passes it.
  public static let lost = RequestPolicy(
    policyDigest: "", order: .inTurn,
    steps: [
      RequestStep(
        name: "policy lost", approvers: [],
        because: "the policy of this request was lost when the database was repaired")
    ])

  /// True when one person whom it does not concern decides alone, as without any policy.
  public var isPlain: Bool {
    steps.count == 1 && steps[0].approvers == [.anyone] && steps[0].quorum == 1 && fired.isEmpty
  }

  /// The rule that decides by itself: a denial goes before an approval. nil when none does.
  public var verdict: FiredRule? {
    fired.first { $0.effect == PolicyRule.Effect.deny.word }
      ?? fired.first { $0.effect == PolicyRule.Effect.approve.word }
  }
}

extension Policy {
  /// The part of the policy that counts for a request.
  ///
  /// - Parameter holds: whether a condition is true of the request.
  public func taken<Failure: Error>(
    for request: AccessRequest, holds: (String) throws(Failure) -> Bool
  ) throws(Failure) -> RequestPolicy {
    var taken: [RequestStep] = []
    for step in steps {
      if let condition = step.condition {
        guard try holds(condition) else { continue }
        taken += Self.steps(step, request, because: "it applies where \(condition)")
      } else {
        taken += Self.steps(step, request, because: "it applies to every request")
      }
    }
    if taken.isEmpty {
      taken = Self.steps(
        Self.standardStep, request, because: "no step of the policy applies to this request")
    }
    var fired: [FiredRule] = []
    for rule in rules where try holds(rule.condition) {
      let entry = FiredRule(
        name: rule.name, effect: rule.effect.word, condition: rule.condition)
      fired.append(entry)
      if case .require(let step) = rule.effect {
        taken += Self.steps(step, request, because: entry.sentence)
      }
    }
    return RequestPolicy(
      policyDigest: digest, order: order, steps: Self.numbered(taken), fired: fired,
      separations: separations, owners: owners, time: time, hours: hours,
      takesLess: takesLess)
  }

  /// A step that asks owners is one for each thing that is asked for.
  private static func steps(
    _ step: PolicyStep, _ request: AccessRequest, because: String
  ) -> [RequestStep] {
    let plain = RequestStep(
      name: step.name, approvers: step.approvers, fallbacks: step.fallbacks, quorum: step.quorum,
      because: because)
    guard (step.approvers + step.fallbacks).contains(.owner), !request.items.isEmpty else {
      return [plain]
    }
    return request.items.map { item in
      var owned = plain
      owned.item = item.id
      if request.items.count > 1 { owned.name += " (\(item.display))" }
      return owned
    }
  }

  /// Two things of one name would give two steps of one name.
  private static func numbered(_ steps: [RequestStep]) -> [RequestStep] {
    var seen: [String: Int] = [:]
    return steps.map { step in
      let count = seen[step.name, default: 0] + 1
      seen[step.name] = count
      guard count > 1 else { return step }
      var step = step
      step.name += " #\(count)"
      return step
    }
  }
}
