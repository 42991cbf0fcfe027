import GRDB
import Governance
import SCIM

/// Takes a `User` resource apart: whose account it is, its manager, its roles and entitlements.
struct AccountWriter {
  private let collection: Collection
  private let now: Double
  private let owners: AccountOwners
  private let people: PersonWriter
  private let history: HistoryKeeper
  private let memberships: MembershipHistory
  private let find: HotStatement
  private let insert: HotStatement
  private let update: HotStatement
  private let delete: HotStatement
  private let values: HotStatement
  private let addValue: HotStatement
  private let insertValue: HotStatement
  private let addHolder: HotStatement
  private let deleteValue: HotStatement

  init(
    _ database: Database, collection: Collection, tail: MirrorTail, settings: StoreSettings,
    now: Double
  ) throws {
    self.collection = collection
    self.now = now
    history = HistoryKeeper(database, settings: settings, now: now)
    owners = try AccountOwners(
      database, tail: tail, settings: settings, now: now, history: history)
    people = owners.people
    memberships = try MembershipHistory(database, users: collection, keeper: history)
    find = try HotStatement(
      database, "SELECT pid FROM mirror_account WHERE rid = ?")
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
    addHolder = try HotStatement(
      database,
      "INSERT OR IGNORE INTO mirror_value_holder (server, type, value, rid) VALUES (?, ?, ?, ?)")
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
    if collection.historySince != nil { try noteComing(ref: ref, user) }
  }

  private func noteComing(ref: Int64, _ user: ScannedUser) throws {
    let account = HistoryResource.user(user.server, user.id)
    try history.note(account, .account, old: nil, new: user.person.fields.userName)
    for value in user.granted {
      try history.note(account, value.kind, value.value, old: nil, new: value.display)
    }
    try memberships.noteHeld(by: account, ref: ref, on: collection.server, isComing: true)
  }

  /// `old` and `new`: the JSON texts.
  func change(
    _ rid: Int64, ref: Int64, _ user: ScannedUser, from oldText: [UInt8], to newText: [UInt8]
  ) throws {
    guard let old = try find.first(.integer(rid), read: { $0.int(0) }) else {
      return try add(rid, ref: ref, user)
    }
    let person = owners.person(of: user)
    let known = try people.find(person)
    let pid = try known ?? people.add(person)
    try update.run(
      .integer(pid), .optional(user.isActive), .optional(managerRef(user)), .integer(rid))
    try owners.claimAnew(rid, person)
    try people.refresh(pid)
    let account = HistoryResource.user(user.server, user.id)
    try owners.left(old, for: pid, person.key, isNew: known == nil, account: account)
    try owners.settle(person.key)
    try history.noteValues(account, from: oldText, to: newText)
    try changeValues(rid, account, to: user.granted)
  }

  /// - Parameter old: its JSON text; nil where nobody took it away, it is only forgotten here.
  func remove(_ rid: Int64, id: String, old: [UInt8]?) throws {
    guard let pid = try find.first(.integer(rid), read: { $0.int(0) }) else { return }
    let key = try owners.key(of: pid)
    if let old { try noteGoing(rid, id: id, old, of: key) }
    try delete.run(.integer(rid))
    for value in try storedValues(rid) { try forget(value, rid: rid) }
    try owners.unclaim(rid)
    try people.refresh(pid)
    if let key { try owners.settle(key) }
  }

  private func noteGoing(_ rid: Int64, id: String, _ old: [UInt8], of key: IdentityKey?) throws {
    let account = HistoryResource.user(collection.serverName, id)
    let userName = try history.noteLostValues(account, old)["userName"]
    for value in try storedValues(rid) {
      try history.note(account, value.kind, value.value, old: value.display, new: nil)
    }
    try memberships.noteHeld(
      by: account, ref: collection.ref(id), on: collection.server, isComing: false)
    try history.note(account, .account, old: userName ?? "", new: nil)
    if let key { try history.noteOwner(account, from: key, to: nil) }
  }

  private func managerRef(_ user: ScannedUser) -> Int64? { user.managerID.map(collection.ref) }

  private func changeValues(
    _ rid: Int64, _ account: HistoryResource, to new: [GrantedValue]
  ) throws {
    let old = try storedValues(rid)
    for value in old where !new.contains(where: { $0.isSame(as: value) }) {
      try forget(value, rid: rid)
      try history.note(account, value.kind, value.value, old: value.display, new: nil)
    }
    for value in new where !old.contains(value) {
      try save(value, rid: rid)
      if old.contains(where: { $0.isSame(as: value) }) { continue }
      try history.note(account, value.kind, value.value, old: nil, new: value.display)
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
    try addHolder.run(
      .integer(collection.server), .text(value.type.rawValue), .text(value.value), .integer(rid))
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

  var kind: HistoryKind { type == .role ? .role : .entitlement }
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
