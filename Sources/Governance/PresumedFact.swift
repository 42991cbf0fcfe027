import Foundation

/// A fact about one server: what an operation takes for granted, or what is true once it worked.
///
/// A plan is stale once a presumed fact is false; an operation has taken effect once all the facts
/// that it establishes are true.
public struct PresumedFact: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// User `subject` is (not) a member of group `object`.
    case member, notMember
    /// User `subject` has (has not) the role or entitlement value `object`.
    case hasRole, lacksRole, hasEntitlement, lacksEntitlement
    /// User `subject` exists and is (is not) active.
    case active, inactive
    /// A (no) User with the `userName` in `subject` exists.
    case hasAccount, noAccount
    /// The Group `subject` exists.
    case groupExists
  }

  public var kind: Kind
  /// A resource id on the operation's server (a `userName` for `hasAccount` and `noAccount`).
  public var subject: String
  /// A group's id or a value; the `externalId` for `hasAccount` and `noAccount`; empty where the
  /// kind needs none.
  public var object: String
  /// For people: "Ada Okafor is not a member of platform-admins".
  public var sentence: String
  /// When the mirror read it; no part of the digest. nil for what was not read.
  public var readAt: Date?
  /// The resource's version when it was read; no part of the digest.
  public var version: String?

  public init(
    kind: Kind, subject: String, object: String = "", sentence: String, readAt: Date? = nil,
    version: String? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.object = object
    self.sentence = sentence
    self.readAt = readAt
    self.version = version
  }
}
