import Foundation

/// An operator's word on whose account an account is.
public struct AccountLink: Hashable, Sendable, Codable {
  public enum Owner: Hashable, Sendable, Codable {
    /// Somebody's.
    case person(IdentityKey)
    /// Nobody's whom another account is of.
    case nobodyElse
    /// Whoever the attributes say: no word on it any more.
    case attributes
  }

  public var owner: Owner
  /// Who said so.
  public var by: PersonReference
  public var since: Date
  /// Empty where none was given.
  public var reason: String

  public init(owner: Owner, by: PersonReference, since: Date, reason: String) {
    self.owner = owner
    self.by = by
    self.since = since
    self.reason = reason
  }

  /// Shape: `linked by Priya Nair: HR-7`.
  public var sentence: String {
    let said = owner == .nobodyElse ? "kept apart" : "linked"
    return "\(said) by \(by.name)\(reason.isEmpty ? "" : ": \(reason)")"
  }
}

/// What became of an operator's word on an account.
public enum LinkOutcome: Hashable, Sendable {
  /// It counts: two operators have said it.
  case linked
  /// It waits until another operator says the same.
  case proposed
  case refused(LinkRefusal)
}

/// One operator's word on an account, which counts once another says the same.
///
/// Whose an account is decides who may approve as whom, and whose access a separation counts: one
/// person alone could make themselves, or a friend, another's equal.
public struct LinkProposal: Hashable, Sendable {
  public var account: AccountReference
  public var owner: AccountLink.Owner
  public var by: PersonReference
  public var reason: String
  public var since: Date

  public init(
    account: AccountReference, owner: AccountLink.Owner, by: PersonReference, reason: String,
    since: Date
  ) {
    self.account = account
    self.owner = owner
    self.by = by
    self.reason = reason
    self.since = since
  }

  /// Whether an operator's word makes it count.
  ///
  /// - Parameter operators: the keys of the second one, those included that may be the same person.
  public func isCountersigned(
    saying owner: AccountLink.Owner, by operators: Set<IdentityKey>, at now: Date
  ) -> Bool {
    isOpen(at: now) && self.owner == owner && !operators.contains(by.key)
  }

  // What nobody has said again in a month was no more than one person's opinion.
  private static let longestSeconds: TimeInterval = 30 * 86_400

  public func isOpen(at now: Date) -> Bool { now.timeIntervalSince(since) < Self.longestSeconds }
}

/// Why an account is not linked: a value that screens show, never an exception.
public enum LinkRefusal: Hashable, Sendable {
  /// The mirror has no such account.
  case accountUnknown(name: String)
  case personUnknown(name: String)
  /// The account is the operator's, or would be: nobody says that of themselves.
  case operatorConcerned(who: String)
  /// It is so already.
  case alreadySo(sentence: String)
  /// The operator has proposed it: the second word is another's.
  case proposedAlready(name: String)

  public var code: String {
    switch self {
    case .accountUnknown: "link-account-unknown"
    case .personUnknown: "link-person-unknown"
    case .operatorConcerned: "link-operator-concerned"
    case .alreadySo: "link-already-so"
    case .proposedAlready: "link-proposed-already"
    }
  }

  public var sentence: String {
    switch self {
    case .accountUnknown(let name): "No account “\(name)” was read."
    case .personUnknown(let name): "No server knows “\(name)”."
    case .operatorConcerned(let who):
      "\(who) is, was or may be you: nobody says which accounts are their own."
    case .alreadySo(let sentence): sentence
    case .proposedAlready(let name): "You have said that of \(name): one person is not enough."
    }
  }

  public var advice: String {
    switch self {
    case .accountUnknown: "Write SERVER:USERNAME or SERVER:ID, and sync if it is new."
    case .personUnknown: "Check the spelling, or run `countersign sync`."
    case .operatorConcerned: "Ask another operator to do it."
    case .alreadySo: ""
    case .proposedAlready: "Ask another operator to say the same."
    }
  }
}

/// Who may say whose account an account is.
public enum LinkRule {
  /// - Parameters:
  ///   - owner: whose it is now.
  ///   - target: whose it would be; nil for nobody else's.
  public static func refusal(
    operator: Operator, owner: PersonReference, target: PersonReference?
  ) -> LinkRefusal? {
    guard let person = `operator`.person else { return nil }
    let own = `operator`.kin.union([person.key])
    let concerned = [owner] + [target].compactMap { $0 }
    return concerned.first { own.contains($0.key) }.map { .operatorConcerned(who: $0.name) }
  }
}
