import Governance
import SCIM

/// What one server was seen to hold: the evidence for or against facts.
struct Observation: Sendable {
  /// By id; a nil document is a resource that the server does not have.
  var users: [String: JSON?] = [:]
  var groups: [String: JSON?] = [:]
  /// Whether a group has a member, for groups that do not list theirs. By group, then user; who is
  /// not there was asked for in vain.
  var memberships: [String: [String: Bool]] = [:]
  /// What was found by `externalId` or `userName`; nil when that was not looked for.
  var lookup: AccountLookup.Result?
  /// By path below the base URL. Shape: `/Groups/9f2c`.
  var versions: [String: String] = [:]
  /// True when the action may have been sent before: an account without a mark may then be its own.
  var mayBeOurs = false
  /// True when it was read from the server, just now.
  var isForced = false

  func holds(_ fact: PresumedFact) -> Bool {
    switch fact.kind {
    case .member: isMember(fact.subject, of: fact.object) == true
    case .notMember: isMember(fact.subject, of: fact.object) == false
    case .hasRole: hasValue(fact.object, "roles", fact.subject)
    case .lacksRole: !hasValue(fact.object, "roles", fact.subject)
    case .hasEntitlement: hasValue(fact.object, "entitlements", fact.subject)
    case .lacksEntitlement: !hasValue(fact.object, "entitlements", fact.subject)
    case .active: users[fact.subject]?.map { !$0.isInactive } ?? false
    case .inactive: users[fact.subject]?.map { $0.isInactive } ?? false
    case .hasAccount: isAccountThere
    case .noAccount: lookup.map { $0.match == nil } ?? false
    case .groupExists: groups[fact.subject].map { $0 != nil } ?? false
    }
  }

  /// The first fact about a membership that the server does not tell in any way.
  func firstUntold(_ facts: [PresumedFact]) -> PresumedFact? {
    facts.first { fact in
      [.member, .notMember].contains(fact.kind) && isMember(fact.subject, of: fact.object) == nil
    }
  }

  /// The first fact that is false; nil when all hold.
  func firstFalse(_ facts: [PresumedFact]) -> PresumedFact? { facts.first { !holds($0) } }

  private var isAccountThere: Bool {
    guard let match = lookup?.match else { return false }
    return match.isMarked || (mayBeOurs && match.isUnmarked)
  }

  /// nil when nothing proves either.
  private func isMember(_ user: String, of group: String) -> Bool? {
    guard let document = groups[group] ?? nil else { return false }
    if let members = document["members"] { return members.holdsValue(user) }
    return memberships[group]?[user]
  }

  private func hasValue(_ value: String, _ attribute: String, _ user: String) -> Bool {
    guard let document = users[user] ?? nil else { return false }
    return document[attribute]?.holdsValue(value) ?? false
  }
}

extension JSON {
  /// True for a multi-valued attribute with an element of this value; some servers list bare
  /// strings, where RFC 7643 §2.4 has objects with a `value`.
  func holdsValue(_ value: String) -> Bool {
    (array ?? [self]).contains { $0.idText == value || $0["value"]?.idText == value }
  }

  /// True for a User whose `active` is false, or the text that some servers send for it
  /// (PROVIDERS rule 12).
  var isInactive: Bool {
    switch self["active"] {
    case .bool(let isActive): !isActive
    case .string(let text): text.lowercased() == "false"
    default: false
    }
  }
}
