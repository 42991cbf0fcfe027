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

/// Why an account is not linked: a value that screens show, never an exception.
public enum LinkRefusal: Hashable, Sendable {
  /// The mirror has no such account.
  case accountUnknown(name: String)
  case personUnknown(name: String)
  /// The account is the operator's, or would be: nobody says that of themselves.
  case operatorConcerned(who: String)
  /// It is so already.
  case alreadySo(sentence: String)

  public var code: String {
    switch self {
    case .accountUnknown: "link-account-unknown"
    case .personUnknown: "link-person-unknown"
    case .operatorConcerned: "link-operator-concerned"
    case .alreadySo: "link-already-so"
    }
  }

  public var sentence: String {
    switch self {
    case .accountUnknown(let name): "No account “\(name)” was read."
    case .personUnknown(let name): "No server knows “\(name)”."
    case .operatorConcerned(let who):
      "\(who) is, was or may be you: nobody says which accounts are their own."
    case .alreadySo(let sentence): sentence
    }
  }

  public var advice: String {
    switch self {
    case .accountUnknown: "Write SERVER:USERNAME or SERVER:ID, and sync if it is new."
    case .personUnknown: "Check the spelling, or run `countersign sync`."
    case .operatorConcerned: "Ask another operator to do it."
    case .alreadySo: ""
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
