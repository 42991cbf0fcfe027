/// What kind of thing a grant gives (design, glossary: entitlement).
public enum EntitlementType: String, Hashable, Sendable, Codable, CaseIterable {
  /// Membership of a Group resource; the value is the group's id on its server.
  case group
  /// A value of the User attribute `roles` (RFC 7643 §4.1.2).
  case role
  /// A value of the User attribute `entitlements` (RFC 7643 §4.1.2).
  case entitlement
  /// A User resource that exists and is active; the value is empty.
  case account
  /// Something that no server can do: a person does it and says so.
  case manual
}

/// Names one grantable thing on one server.
public struct EntitlementReference: Hashable, Sendable, Codable {
  /// The configured name of the server.
  public var server: String
  public var type: EntitlementType
  /// A group's id, a role's or entitlement's value; empty for an account.
  public var value: String

  public init(server: String, type: EntitlementType, value: String) {
    self.server = server
    self.type = type
    self.value = value
  }
}

/// A grantable thing as a screen shows it.
public struct Entitlement: Hashable, Sendable, Codable {
  public var reference: EntitlementReference
  /// The name that people know it by (a group's `displayName`, a role's `display`).
  public var display: String
  public var isPrivileged: Bool
  /// How many identities hold it; nil when nobody has counted.
  public var holderCount: Int?
  /// What its server says of who may have it; nil where it does not list it.
  public var terms: AssignmentTerms?

  public init(
    reference: EntitlementReference, display: String, isPrivileged: Bool = false,
    holderCount: Int? = nil, terms: AssignmentTerms? = nil
  ) {
    self.reference = reference
    self.display = display
    self.isPrivileged = isPrivileged
    self.holderCount = holderCount
    self.terms = terms
  }
}
