import Foundation
import Governance

/// What the mirror knows of one fact, and since when.
public struct KnownFact<Value: Hashable & Sendable>: Hashable, Sendable {
  public var value: Value
  public var readAt: Date
  /// The version of the resource that it was read from; nil where the server gives none.
  public var version: String?

  public init(value: Value, readAt: Date, version: String? = nil) {
    self.value = value
    self.readAt = readAt
    self.version = version
  }
}

/// One role or entitlement value of an account.
public struct AccountValue: Hashable, Sendable {
  public var value: String
  public var display: String

  public init(value: String, display: String) {
    self.value = value
    self.display = display
  }
}

extension Store {
  /// The person's accounts. Order: by server priority, then id.
  public func accounts(
    of key: IdentityKey, on server: String? = nil
  ) throws(StoreError) -> [Account] { unfinished() }

  public func account(server: String, id: String) throws(StoreError) -> Account? { unfinished() }

  /// Whose account it is; nil when the mirror has no such User.
  public func identity(
    server: String, userID: String
  ) throws(StoreError) -> PersonReference? { unfinished() }

  /// Whether the user is a member of the group; nil when the mirror has no such group.
  public func membership(
    server: String, group: String, user: String
  ) throws(StoreError) -> KnownFact<Bool>? { unfinished() }

  /// The values of `roles` or `entitlements`; nil when the mirror has no such User.
  public func values(
    _ type: EntitlementType, server: String, user: String
  ) throws(StoreError) -> KnownFact<[AccountValue]>? { unfinished() }

  /// An entitlement by name on its server; nil when the mirror does not have it.
  public func entitlement(
    _ reference: EntitlementReference
  ) throws(StoreError) -> Entitlement? { unfinished() }

  /// Entitlements whose name or value contains the words. Order: by name.
  ///
  /// `server` nil searches all servers; an empty search lists from the start.
  public func entitlements(
    search: String, server: String? = nil, offset: Int = 0, count: Int
  ) throws(StoreError) -> Window<Entitlement> { unfinished() }

  /// Who holds an entitlement. Order: by name.
  public func holders(
    of reference: EntitlementReference, offset: Int, count: Int
  ) throws(StoreError) -> Window<PersonRow> { unfinished() }

  /// How many of the people in the same department hold it; nil when the department is unknown.
  public func peers(
    of key: IdentityKey, holding reference: EntitlementReference
  ) throws(StoreError) -> PeerCount? { unfinished() }
}

/// How common an entitlement is around a person, who is not counted.
public struct PeerCount: Hashable, Sendable {
  public var holding: Int
  public var of: Int
  /// The department that was counted.
  public var unit: String

  public init(holding: Int, of: Int, unit: String) {
    self.holding = holding
    self.of = of
    self.unit = unit
  }
}
