import GRDB
import Governance
import SCIM

/// Takes a `User` resource apart: whose account it is, its manager, its roles and entitlements.
struct AccountWriter {
  private let collection: Collection
  private let now: Double
  private let owners: AccountOwners
  private let people: PersonWriter
  private let changes: ChangeWriter
  private let find: HotStatement
  private let insert: HotStatement
  private let update: HotStatement
  private let delete: HotStatement
  private let values: HotStatement
  private let addValue: HotStatement
  private let insertValue: HotStatement
  private let deleteValue: HotStatement

  init(
    _ database: Database, collection: Collection, tail: MirrorTail, settings: StoreSettings,
    now: Double
  ) throws {
    self.collection = collection
    self.now = now
    owners = try AccountOwners(database, tail: tail, settings: settings, now: now)
    people = owners.people
    changes = try ChangeWriter(database, server: collection.server, now: now)
    find = try HotStatement(
      database, "SELECT pid, is_active FROM mirror_account WHERE rid = ?")
    insert = try HotStatement(
      database,
      """
      INSERT INTO mirror_account (rid, pid, ref, server, is_active, manager_ref)
      VALUES (?, ?, ?, ?, ?, ?)
      """)
    update = try HotStatement(
      database,
      "UPDATE mirror_account SET pid = ?, is_active = ?, manager_ref = ? WHERE rid = ?")
    delete = try HotStatement(database, "DELETE FROM mirror_account WHERE rid = ?")
    values = try HotStatement(
      database, "SELECT type, value, display FROM mirror_value WHERE rid = ?")
    addValue = try HotStatement(
      database,
      """
      INSERT INTO mirror_value (rid, type, value, server, display, first_seen)
      VALUES (?, ?, ?, ?, ?, ?)
      """)
    insertValue = try HotStatement(
      database,
      """
      INSERT INTO mirror_value (rid, type, value, server, display, first_seen)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET display = excluded.display
      """)
    deleteValue = try HotStatement(
      database, "DELETE FROM mirror_value WHERE rid = ? AND type = ? AND value = ?")
  }

  func add(_ rid: Int64, ref: Int64, _ user: ScannedUser) throws {
    let person = owners.person(of: user)
    let known = try people.find(person)
    let pid = try known ?? people.add(person)
    try insert.run(
      .integer(rid), .integer(pid), .integer(ref), .integer(collection.server),
      .optional(user.isActive), .optional(managerRef(user)))
    if known != nil { try people.refresh(pid) }
    try owners.claim(rid, person)
    try owners.settle(person.key)
    for value in user.granted {
      try addValue.run(
        .integer(rid), .text(value.type.rawValue), .text(value.value),
        .integer(collection.server), .text(value.display), .real(now))
    }
  }

  func change(_ rid: Int64, ref: Int64, _ user: ScannedUser) throws {
    let old = try find.first(.integer(rid)) { row in
      (pid: row.int(0), isActive: row.isNull(1) ? nil : row.int(1) != 0)
    }
    guard let old else { return try add(rid, ref: ref, user) }
    let person = owners.person(of: user)
    let known = try people.find(person)
    let pid = try known ?? people.add(person)
    try update.run(
      .integer(pid), .optional(user.isActive), .optional(managerRef(user)), .integer(rid))
    try owners.claimAnew(rid, person)
    try people.refresh(pid)
    try owners.left(old.pid, for: pid, person.key, isNew: known == nil)
    try owners.settle(person.key)
    if let was = old.isActive, let now = user.isActive, was != now {
      try changes.note(ref, now ? "account activated" : "account deactivated")
    }
    try changeValues(rid, ref: ref, to: user.granted)
  }

  func remove(_ rid: Int64) throws {
    guard let pid = try find.first(.integer(rid), read: { $0.int(0) }) else { return }
    try delete.run(.integer(rid))
    for value in try storedValues(rid) { try forget(value, rid: rid) }
    let key = try owners.key(of: pid)
    try owners.unclaim(rid)
    try people.refresh(pid)
    if let key { try owners.settle(key) }
  }

  private func managerRef(_ user: ScannedUser) -> Int64? { user.managerID.map(collection.ref) }

  private func changeValues(_ rid: Int64, ref: Int64, to new: [GrantedValue]) throws {
    let old = try storedValues(rid)
    for value in old where !new.contains(where: { $0.isSame(as: value) }) {
      try forget(value, rid: rid)
      try changes.note(ref, "lost \(value.type.rawValue) \(value.display)")
    }
    for value in new where !old.contains(value) {
      try save(value, rid: rid)
      if old.contains(where: { $0.isSame(as: value) }) { continue }
      try changes.note(ref, "given \(value.type.rawValue) \(value.display)")
    }
  }

  private func storedValues(_ rid: Int64) throws -> [GrantedValue] {
    try values.all(.integer(rid)) { row in
      GrantedValue(
        type: EntitlementType(rawValue: row.text(0)) ?? .entitlement, value: row.text(1),
        display: row.text(2))
    }
  }

  private func save(_ value: GrantedValue, rid: Int64) throws {
    try insertValue.run(
      .integer(rid), .text(value.type.rawValue), .text(value.value),
      .integer(collection.server), .text(value.display), .real(now))
  }

  private func forget(_ value: GrantedValue, rid: Int64) throws {
    try deleteValue.run(.integer(rid), .text(value.type.rawValue), .text(value.value))
  }
}

/// One value of `roles` or `entitlements`.
struct GrantedValue: Equatable, Sendable {
  var type: EntitlementType
  var value: String
  var display: String

  func isSame(as other: GrantedValue) -> Bool { type == other.type && value == other.value }
}

extension ScannedAccount {
  /// Without repetitions: some servers send a value twice.
  var grantedValues: [GrantedValue] {
    if columns.roles.isEmpty && columns.entitlements.isEmpty { return [] }
    var granted: [GrantedValue] = []
    func take(_ type: EntitlementType, _ value: String, _ display: String?) {
      guard !value.isEmpty else { return }
      let display = display.flatMap { $0.isEmpty ? nil : $0 } ?? value
      let one = GrantedValue(type: type, value: value, display: display)
      if !granted.contains(where: { $0.isSame(as: one) }) { granted.append(one) }
    }
    for role in columns.roles { take(.role, role.value, role.display) }
    for entitlement in columns.entitlements {
      take(.entitlement, entitlement.value, entitlement.display)
    }
    return granted
  }
}

/// Notes what changed around an account, for its owner's timeline.
struct ChangeWriter {
  private let server: Int64
  private let now: Double
  private let insert: HotStatement

  init(_ database: Database, server: Int64, now: Double) throws {
    self.server = server
    self.now = now
    insert = try HotStatement(
      database, "INSERT INTO mirror_change (ref, server, time, sentence) VALUES (?, ?, ?, ?)")
  }

  func note(_ ref: Int64, _ sentence: String) throws {
    try insert.run(.integer(ref), .integer(server), .real(now), .text(sentence))
  }
}
