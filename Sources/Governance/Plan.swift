import Foundation

/// The exact SCIM operations that approving one request will send, in order (design, section 4).
public struct Plan: Hashable, Sendable, Codable {
  public var request: RequestID
  /// Order: as they are sent.
  public var operations: [PlannedOperation]
  /// Why nothing can be sent, one sentence each; empty when the plan can be carried out.
  public var obstacles: [String]

  public init(request: RequestID, operations: [PlannedOperation], obstacles: [String] = []) {
    self.request = request
    self.operations = operations
    self.obstacles = obstacles
  }
}

/// One HTTP request as it will be sent, byte for byte.
public struct Call: Hashable, Sendable, Codable {
  /// `POST`, `PATCH`, `PUT` or `DELETE`.
  public var method: String
  /// Below the server's base URL, percent-encoded. Shape: `/Groups/9f2c`.
  public var path: String
  /// The JSON text to send; nil for none.
  public var body: String?

  public init(method: String, path: String, body: String? = nil) {
    self.method = method
    self.path = path
    self.body = body
  }
}

/// A fact that an operation takes for granted; the plan is stale once it is false.
public struct PresumedFact: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// `subject` is (not) a member of group `object`.
    case member, notMember
    /// User `subject` has (has not) the role or entitlement value `object`.
    case hasRole, lacksRole, hasEntitlement, lacksEntitlement
    /// User `subject` exists and is (is not) active.
    case active, inactive
    /// No User with the `userName` in `subject` exists.
    case noAccount
    /// The Group `subject` exists.
    case groupExists
  }

  public var kind: Kind
  /// A resource id on the operation's server (a `userName` for `noAccount`).
  public var subject: String
  /// A group's id or a value; empty where the kind needs none.
  public var object: String
  /// For people: "Ada Okafor is not a member of platform-admins".
  public var sentence: String

  public init(kind: Kind, subject: String, object: String = "", sentence: String) {
    self.kind = kind
    self.subject = subject
    self.object = object
    self.sentence = sentence
  }
}

/// One operation of a plan: the call, what it takes for granted, what it does, and the way back.
public struct PlannedOperation: Hashable, Sendable, Codable {
  /// The item of the request that wants it.
  public var item: String
  public var server: String
  public var call: Call
  public var presumes: [PresumedFact]
  /// The resource whose state proves the effect. Shape: `/Groups/9f2c`; nil for a creation.
  public var target: String?
  /// What the operation does, for people: "add Ada Okafor to platform-admins".
  public var effect: String
  public var before: String
  public var after: String
  /// The call that takes it back; nil when nothing does.
  public var inverse: Call?
  /// When to send it. Shape: an ISO 8601 duration counted from the moment that the operation
  /// which it ends took effect; nil for at once.
  public var delay: String?

  public init(
    item: String, server: String, call: Call, presumes: [PresumedFact], target: String?,
    effect: String, before: String, after: String, inverse: Call?, delay: String? = nil
  ) {
    self.item = item
    self.server = server
    self.call = call
    self.presumes = presumes
    self.target = target
    self.effect = effect
    self.before = before
    self.after = after
    self.inverse = inverse
    self.delay = delay
  }
}
