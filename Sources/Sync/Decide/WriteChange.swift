import Governance

/// A change of one resource that servers take in different forms.
struct WriteChange: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable, CaseIterable {
    case addMember, removeMember, setActive, addValue, removeValue

    /// The forms to try. Order: the safest first.
    var forms: [WriteForm] {
      switch self {
      case .addMember: [.path, .pathless, .whole]
      case .removeMember: [.path, .valueArray, .whole]
      case .setActive: [.path, .pathless, .text, .whole]
      case .addValue, .removeValue: [.path, .whole]
      }
    }
  }

  var kind: Kind
  /// `members`, `active`, `roles` or `entitlements`.
  var attribute: String
  /// Of the User or Group that is changed.
  var resourceID: String
  /// The member's id, the value, or `true` and `false`.
  var value: String

  var isOfGroup: Bool { attribute == "members" }

  static func member(_ user: String, of group: String, isAdded: Bool) -> WriteChange {
    WriteChange(
      kind: isAdded ? .addMember : .removeMember, attribute: "members", resourceID: group,
      value: user)
  }

  static func value(
    _ value: String, _ attribute: String, of user: String, isAdded: Bool
  ) -> WriteChange {
    WriteChange(
      kind: isAdded ? .addValue : .removeValue, attribute: attribute, resourceID: user,
      value: value)
  }

  static func active(_ isActive: Bool, of user: String) -> WriteChange {
    WriteChange(
      kind: .setActive, attribute: "active", resourceID: user, value: isActive ? "true" : "false")
  }
}

extension WriteChange {
  /// What an operation changes; nil for a creation and for what has one form only.
  init?(_ operation: PlannedOperation) {
    guard !operation.creates, operation.establishes.count == 1,
      let fact = operation.establishes.first
    else { return nil }
    switch fact.kind {
    case .member, .notMember:
      self = .member(fact.subject, of: fact.object, isAdded: fact.kind == .member)
    case .hasRole, .lacksRole:
      self = .value(fact.object, "roles", of: fact.subject, isAdded: fact.kind == .hasRole)
    case .hasEntitlement, .lacksEntitlement:
      self = .value(
        fact.object, "entitlements", of: fact.subject, isAdded: fact.kind == .hasEntitlement)
    case .active, .inactive: self = .active(fact.kind == .active, of: fact.subject)
    case .hasAccount, .noAccount, .groupExists: return nil
    }
  }
}

/// One form of the call that makes a change (PROVIDERS rule 6).
enum WriteForm: String, Hashable, Sendable, CaseIterable {
  /// A PATCH operation whose path names what is changed.
  case path
  /// A PATCH operation without a path.
  case pathless
  /// With a path, and the boolean as a text.
  case text
  /// A removal with the values to remove: it empties the whole group on some servers.
  case valueArray
  /// A PUT of the whole resource as it was just read, with the change in it.
  case whole

  /// Whether it may take away members besides: all are to be known before and after.
  var needsWholeGroup: Bool { self != .path }

  /// For people, after "as".
  var words: String {
    switch self {
    case .path: "a PATCH with a path"
    case .pathless: "a PATCH without a path"
    case .text: "a PATCH with a text for a boolean"
    case .valueArray: "a PATCH with the values to remove"
    case .whole: "a PUT of the whole resource"
    }
  }
}
