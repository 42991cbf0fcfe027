import Foundation

/// The person at the keyboard, as the configuration names them and as the servers know them.
public struct Operator: Hashable, Sendable, Codable {
  /// What the configuration says: a user name or an e-mail address.
  public var name: String
  /// Whom that is; nil when no server knows them.
  public var person: PersonReference?
  /// The keys of those who were, or may be, the same person.
  public var kin: Set<IdentityKey>

  public init(name: String, person: PersonReference?, kin: Set<IdentityKey> = []) {
    self.name = name
    self.person = person
    self.kin = kin
  }

  public init(_ person: PersonReference, kin: Set<IdentityKey> = []) {
    self.init(name: person.name, person: person, kin: kin)
  }
}

/// Who may decide what, and when.
public enum DecisionRule {
  /// Why the operator may not decide the request at all; nil when they may.
  ///
  /// Order: what concerns the operator first, for it will not change by waiting.
  public static func refusal(
    for request: AccessRequest, operator: Operator, now: Date, decidedBy: String? = nil
  ) -> DecisionRefusal? {
    guard let person = `operator`.person else { return .operatorUnknown(name: `operator`.name) }
    switch request.status {
    case .pending: break
    case .draft: return .notSubmitted
    case .approved, .denied, .cancelled:
      return .alreadyDecided(status: request.status, by: decidedBy)
    case .expired: return .expired(at: request.expires ?? request.submitted)
    }
    if let expires = request.expires, expires <= now { return .expired(at: expires) }
    if person.key == request.beneficiary.key { return .operatorIsBeneficiary }
    if person.key == request.requester.key { return .operatorIsRequester }
    if person.key == request.submitter?.key { return .operatorIsSubmitter }
    let people = [request.beneficiary, request.requester] + [request.submitter].compactMap { $0 }
    return people.first { `operator`.kin.contains($0.key) }.map { .operatorMayBe(who: $0.name) }
  }

  /// Why this very decision may not be taken; nil when it may.
  ///
  /// - Parameters:
  ///   - plan: the plan as the facts of this moment make it.
  ///   - shownDigest: the digest of the plan that the operator was shown.
  public static func refusal(
    for request: AccessRequest, operator: Operator, now: Date, plan: Plan, shownDigest: String,
    outcome: DecisionOutcome, reason: String, decidedBy: String? = nil
  ) -> DecisionRefusal? {
    let standing = refusal(for: request, operator: `operator`, now: now, decidedBy: decidedBy)
    if let standing { return standing }
    let current = plan.digest
    if plan.request != request.id || current != shownDigest {
      return .planChanged(shown: shownDigest, current: current)
    }
    switch outcome {
    case .approved:
      if let obstacle = plan.obstacles.first { return .planBlocked(reason: obstacle) }
    case .denied:
      if reason.allSatisfy(\.isWhitespace) { return .reasonMissing }
    }
    return nil
  }

  /// True when the request's time is over and nobody decided it.
  public static func isExpired(_ request: AccessRequest, now: Date) -> Bool {
    request.status == .pending && request.expires.map { $0 <= now } ?? false
  }
}
