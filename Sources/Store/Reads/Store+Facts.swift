import Foundation
import GRDB
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
  ) throws(StoreError) -> [Account] {
    try read { database in
      let accounts = try AccountReader(database, priority: settings.priority).accounts(of: key)
      return accounts.map(\.account).filter { server == nil || $0.server == server }
    }
  }

  public func account(server: String, id: String) throws(StoreError) -> Account? {
    try read { database in
      try AccountReader(database, priority: settings.priority)
        .account(server: server, id: id)?.account
    }
  }

  /// Whose account it is; nil when the mirror has no such User.
  public func identity(
    server: String, userID: String
  ) throws(StoreError) -> PersonReference? {
    try read { database in try PersonFinder(database).find(server: server, userID: userID) }
  }

  /// When what somebody holds ends by itself, by a decision that was taken here; nil for never.
  public func ending(
    of reference: EntitlementReference, for key: IdentityKey
  ) throws(StoreError) -> Date? {
    try read { database in
      try Double.fetchOne(
        database,
        sql: """
          SELECT min(a.due) FROM ledger_item i
          JOIN ledger_request r ON r.id = i.request AND r.beneficiary_key = ?
          JOIN ledger_action a ON a.request = i.request AND a.item = i.id
          WHERE i.server = ? AND i.type = ? AND i.value = ? AND a.is_ending
            AND a.held_by IS NULL AND a.status IN ('queued', 'waiting', 'sending')
          """,
        arguments: [key.rawValue, reference.server, reference.type.rawValue, reference.value]
      ).map { Date(timeIntervalSince1970: $0) }
    }
  }

  /// Whether the server has shown the members of any group: one without is empty then.
  public func areMembersListed(server: String) throws(StoreError) -> Bool {
    try read { database in
      guard
        let groups = try Collection.find(database, server: server, type: Collection.groups)
      else { return false }
      if groups.areMembersListed { return true }
      if groups.areMembersHidden { return false }
      return try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (SELECT 1 FROM mirror_entitlement e JOIN mirror_member m
            ON m.group_rid = e.rid WHERE e.server = ? AND e.type = 'group')
          """, arguments: [groups.server]) ?? false
    }
  }

  /// Notes whether a server hides the members of its groups even where they are read alone.
  public func noteHiddenMembers(server: String, _ areHidden: Bool) throws(StoreError) {
    try write { database in
      let groups = try Collection.make(database, server: server, type: Collection.groups)
      guard groups.areMembersHidden != areHidden else { return }
      try database.execute(
        sql: "UPDATE mirror_collection SET are_members_listed = ? WHERE id = ?",
        arguments: [areHidden ? Collection.hidden : 0, groups.id])
    }
  }

  /// Whether the user is a member of the group; nil when the mirror has no such group.
  public func membership(
    server: String, group: String, user: String
  ) throws(StoreError) -> KnownFact<Bool>? {
    try read { database in
      guard
        let groups = try Collection.find(database, server: server, type: Collection.groups),
        let row = try Row.fetchOne(
          database,
          sql: "SELECT * FROM mirror_resource r WHERE \(MirroredRows.isResource("r"))",
          arguments: [groups.ref(group), groups.id, group])
      else { return nil }
      let users = try Collection.find(database, server: server, type: Collection.users)
      let isMember = try users.map { users in
        try Bool.fetchOne(
          database,
          sql: "SELECT 1 FROM mirror_member WHERE group_rid = ? AND member_ref = ?",
          arguments: [row["rid"] as Int64, users.ref(user)]) ?? false
      }
      let version: String? = row["version"]
      return KnownFact(
        value: isMember ?? false,
        readAt: MirroredRows.readAt(row, confirmedAt: groups.confirmedAt),
        version: version.flatMap { $0.isEmpty ? nil : $0 })
    }
  }

  /// The values of `roles` or `entitlements`; nil when the mirror has no such User.
  public func values(
    _ type: EntitlementType, server: String, user: String
  ) throws(StoreError) -> KnownFact<[AccountValue]>? {
    try read { database in
      guard
        let record = try AccountReader(database, priority: settings.priority)
          .account(server: server, id: user)
      else { return nil }
      let values = record.scanned.grantedValues.filter { $0.type == type }
      return KnownFact(
        value: values.map { AccountValue(value: $0.value, display: $0.display) },
        readAt: record.account.readAt, version: record.account.version)
    }
  }
}
