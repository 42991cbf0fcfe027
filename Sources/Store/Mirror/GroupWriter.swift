import GRDB
import Governance
import SCIM

/// Takes a `Group` resource apart: its name and its members, each with when it was first seen.
struct GroupWriter {
  private let collection: Collection
  private let users: Collection
  private let now: Double
  private let memberships: MembershipHistory
  private let entitlements: EntitlementWriter
  private let members: HotStatement
  private let insert: HotStatement
  private let delete: HotStatement
  private let listed: HotStatement
  private let subgroups: SubgroupWriter

  init(
    _ database: Database, collection: Collection, settings: StoreSettings, now: Double
  ) throws {
    self.collection = collection
    self.now = now
    users = try Collection.make(
      database, server: collection.serverName, type: Collection.users)
    let history = HistoryKeeper(database, settings: settings, now: now)
    memberships = try MembershipHistory(database, users: users, keeper: history)
    entitlements = try EntitlementWriter(database, server: collection.server)
    members = try HotStatement(
      database, "SELECT member_ref FROM mirror_member WHERE group_rid = ? ORDER BY member_ref")
    insert = try HotStatement(
      database,
      "INSERT OR IGNORE INTO mirror_member (group_rid, member_ref, first_seen) VALUES (?, ?, ?)")
    delete = try HotStatement(
      database, "DELETE FROM mirror_member WHERE group_rid = ? AND member_ref = ?")
    subgroups = try SubgroupWriter(database, groups: collection, keeper: history)
    listed = try HotStatement(
      database, "UPDATE mirror_collection SET are_members_listed = 1 WHERE id = ?")
  }

  /// `isWhole`: it was read alone, so that without `members` it has none. In a list that proves
  /// nothing until the server's lists have shown members once (PROVIDERS rule 12).
  func save(
    _ rid: Int64, id: String, _ group: GroupMembers, isNew: Bool, isWhole: Bool
  ) throws {
    let columns = group.columns
    let display = columns.displayName.flatMap { $0.isEmpty ? nil : $0 } ?? id
    try entitlements.save(rid, type: .group, value: id, display: display)
    if columns.members.isEmpty {
      if collection.areMembersHidden && !columns.hasMembers { return }
      guard isWhole || collection.areMembersListed else { return }
    } else if !isWhole && !collection.areMembersListed && !collection.areMembersHidden {
      try listed.run(.integer(collection.id))
    }
    let isHistory = !isNew || collection.historySince != nil
    if group.isComplete {
      try subgroups.save(
        rid, group.groups(collection), isNew: isNew,
        noting: isHistory ? .init(id: id, display: display) : nil)
    }
    let (joined, left) = try changed(rid, group.users(users), isNew: isNew)
    for ref in joined {
      try insert.run(.integer(rid), .integer(ref), .real(now))
      if isHistory { try memberships.joined(ref, id, display) }
    }
    for ref in left where group.isComplete {
      try delete.run(.integer(rid), .integer(ref))
      try memberships.left(ref, id, display)
    }
  }

  /// Who joined and who left, found by going through both in order: a group may be long.
  private func changed(
    _ rid: Int64, _ wanted: [Int64], isNew: Bool
  ) throws -> (joined: [Int64], left: [Int64]) {
    guard !isNew else { return (wanted, []) }
    var (joined, left): ([Int64], [Int64]) = ([], [])
    var place = 0
    try members.each(.integer(rid)) { row in
      let present = row.int(0)
      while place < wanted.count, wanted[place] < present {
        joined.append(wanted[place])
        place += 1
      }
      if place < wanted.count, wanted[place] == present { place += 1 } else { left.append(present) }
    }
    joined += wanted[place...]
    return (joined, left)
  }

  /// - Parameter isForgotten: nobody took it away, it is only forgotten here.
  func remove(_ rid: Int64, id: String, display: String, isForgotten: Bool) throws {
    for ref in try members.all(.integer(rid), read: { $0.int(0) }) {
      try delete.run(.integer(rid), .integer(ref))
      if !isForgotten { try memberships.left(ref, id, display, isGone: true) }
    }
    try subgroups.save(
      rid, [], isNew: false, noting: isForgotten ? nil : .init(id: id, display: display))
    try entitlements.remove(rid)
  }
}

extension ResourceScanner.GroupColumns {
  /// The ids of the members that are groups. A member without a type counts as a user.
  var groupMembers: [String] {
    members.filter { $0.isGroup && !$0.value.isEmpty }.map(\.value)
  }

  /// The ids of the members that are no groups themselves.
  var userMembers: [String] {
    members.filter { !$0.isGroup && !$0.value.isEmpty }.map(\.value)
  }
}

/// Keeps the names of what can be granted.
struct EntitlementWriter {
  private let server: Int64
  private let insert: HotStatement
  private let delete: HotStatement

  init(_ database: Database, server: Int64) throws {
    self.server = server
    insert = try HotStatement(
      database,
      """
      INSERT INTO mirror_entitlement (rid, server, type, value, display) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET value = excluded.value, display = excluded.display
      """)
    delete = try HotStatement(database, "DELETE FROM mirror_entitlement WHERE rid = ?")
  }

  func save(_ rid: Int64, type: EntitlementType, value: String, display: String) throws {
    try insert.run(
      .integer(rid), .integer(server), .text(type.rawValue), .text(value), .text(display))
  }

  func remove(_ rid: Int64) throws { try delete.run(.integer(rid)) }
}
