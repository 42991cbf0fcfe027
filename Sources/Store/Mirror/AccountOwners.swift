import GRDB
import Governance
import SCIM

/// Puts accounts to their people: by an operator's word first, else by their attributes.
struct AccountOwners {
  let people: PersonWriter
  let moves: IdentityMoves
  private let database: Database
  private let tail: MirrorTail
  private let correlation: Correlation
  private let priority: [String]
  private let exclusive: [CorrelationAttribute]
  private let links: IdentityLinks
  private let keyOf: HotStatement
  private let place: HotStatement
  private let addClaim: HotStatement
  private let dropClaims: HotStatement
  private let history: HistoryKeeper

  init(
    _ database: Database, tail: MirrorTail, settings: StoreSettings, now: Double,
    history: HistoryKeeper? = nil
  ) throws {
    self.database = database
    self.history = history ?? HistoryKeeper(database, settings: settings, now: now)
    self.tail = tail
    correlation = Correlation(attributes: settings.correlation)
    priority = settings.priority
    exclusive = correlation.exclusive
    links = try IdentityLinks(database)
    people = try PersonWriter(database, tail: tail, settings: settings)
    moves = try IdentityMoves(database, now: now)
    keyOf = try HotStatement(database, "SELECT key FROM mirror_person WHERE pid = ?")
    place = try HotStatement(database, "UPDATE mirror_account SET pid = ? WHERE rid = ?")
    addClaim = try HotStatement(database, "INSERT OR REPLACE INTO mirror_claim VALUES (?, ?, ?, ?)")
    dropClaims = try HotStatement(database, "DELETE FROM mirror_claim WHERE rid = ?")
  }

  func person(of user: ScannedUser) -> ScannedPerson {
    links[user.server, user.id].map(user.person.linked) ?? user.person
  }

  func person(of account: ScannedAccount) -> ScannedPerson {
    person(of: ScannedUser(account, correlation))
  }

  /// Whose it is where no operator has said so.
  func personByAttributes(of account: ScannedAccount) -> ScannedPerson {
    ScannedPerson(account, correlation)
  }

  /// Keeps what else a new account claims.
  func claim(_ rid: Int64, _ person: ScannedPerson) throws {
    for claim in person.claims { try add(claim.kind.rawValue, claim.key, rid) }
  }

  func claimAnew(_ rid: Int64, _ person: ScannedPerson) throws {
    try unclaim(rid)
    try claim(rid, person)
  }

  func unclaim(_ rid: Int64) throws { try dropClaims.run(.integer(rid)) }

  private func add(_ kind: String, _ key: IdentityKey, _ rid: Int64) throws {
    try addClaim.run(
      .integer(rid), .text(kind), .integer(ContentHash.of(key.rawValue)), .text(key.rawValue))
  }

  func key(of pid: Int64) throws -> IdentityKey? {
    try keyOf.first(.integer(pid)) { IdentityKey(rawValue: $0.text(0)) }
  }

  /// What follows when an account left one person for another: rows are written, both to be
  /// refreshed.
  func left(
    _ old: Int64, for new: Int64, _ key: IdentityKey, isNew: Bool, isSaid: Bool = false,
    account: HistoryResource
  ) throws {
    guard old != new, let oldKey = try self.key(of: old) else { return }
    try history.noteOwner(account, from: oldKey, to: key)
    // Whoever is moved is looked for in the indexes.
    try tail.catchUp()
    try people.refresh(new)
    try people.refresh(old)
    try moves.note(from: oldKey, to: key, isNew: isNew, isSaid: isSaid)
    guard try moves.exists(oldKey), try moves.isSame(oldKey, key, isNew: isNew) else { return }
    try follow(oldKey, old, to: key, new)
  }

  /// Accounts that an operator gave to somebody go with that person's own.
  private func follow(_ old: IdentityKey, _ pid: Int64, to new: IdentityKey, _ newPid: Int64) throws
  {
    let rows = try members(of: pid)
    guard rows.allSatisfy({ links[$0.account.server, $0.account.id] == old }) else { return }
    links.rename(old, to: new)
    for row in rows {
      try place.run(.integer(newPid), .integer(row.rid))
      try history.noteOwner(row.resource, from: old, to: new)
    }
    try people.refresh(newPid)
    try people.refresh(pid)
    try moves.carry(old, to: new, isSaid: false)
  }

  // MARK: Contradictions

  /// Keeps accounts apart that have a person's key and contradict the best server in an attribute of
  /// which one person has one value.
  func settle(_ key: IdentityKey) throws {
    guard !exclusive.isEmpty else { return }
    let rows = try claimants(of: key)
    var base: [CorrelationAttribute: IdentityKey] = [:]
    for row in rows {
      let values = exclusive.compactMap { kind in
        correlation.key(kind, row.account.columns).map { (kind, $0) }
      }
      let contradicts = values.contains { kind, value in base[kind].map { $0 != value } ?? false }
      if !contradicts { base.merge(values) { first, _ in first } }
      try put(row, apart: contradicts, from: key)
    }
  }

  private func put(_ row: Member, apart: Bool, from key: IdentityKey) throws {
    let own = Correlation.accountKey(server: row.account.server, id: row.account.id)
    let wanted = apart ? own : key
    guard try self.key(of: row.pid) != wanted else { return }
    let person = ScannedPerson(row.account, wanted)
    let known = try people.find(person)
    let pid = try known ?? people.add(person)
    try place.run(.integer(pid), .integer(row.rid))
    if apart {
      try add(Self.apart, key, row.rid)
    } else {
      try database.execute(
        sql: "DELETE FROM mirror_claim WHERE rid = ? AND kind = ?",
        arguments: [row.rid, Self.apart])
    }
    try left(row.pid, for: pid, wanted, isNew: false, account: row.resource)
  }

  /// The `kind` of a claim to a key that the account was kept out of.
  static let apart = "apart"

  struct Member {
    var rid: Int64
    var pid: Int64
    var account: ScannedAccount

    var resource: HistoryResource { .user(account.server, account.id) }
  }

  /// The accounts whose attributes make this key, wherever they are now. Order: best server first.
  private func claimants(of key: IdentityKey) throws -> [Member] {
    let hash = ContentHash.of(key.rawValue)
    let holder = try people.find(key, hash: hash)
    let apart = try Int64.fetchAll(
      database.cachedStatement(
        sql: "SELECT rid FROM mirror_claim WHERE key_hash = ? AND key = ? AND kind = ?"),
      arguments: [hash, key.rawValue, Self.apart])
    let members = try holder.map(members) ?? []
    let others = try apart.compactMap { rid in try member(rid) }
    let all = (members + others).filter { links[$0.account.server, $0.account.id] == nil }
    return ServerPriority(priority).sorted(all, by: \.account.server, then: \.account.id)
  }

  func members(of pid: Int64) throws -> [Member] {
    try Int64.fetchAll(
      database.cachedStatement(sql: "SELECT rid FROM mirror_account WHERE pid = ?"),
      arguments: [pid]
    ).compactMap { try member($0) }
  }

  func member(_ rid: Int64) throws -> Member? {
    let statement = try HotStatement(
      database,
      """
      SELECT a.pid, s.name, r.id, r.json FROM mirror_account a
      JOIN mirror_resource r ON r.rid = a.rid JOIN mirror_server s ON s.id = a.server
      WHERE a.rid = ?
      """)
    return try statement.first(.integer(rid)) { row in
      Member(
        rid: rid, pid: row.int(0),
        account: try ScannedAccount(server: row.text(1), id: row.text(2), bytes: row.bytes(3)))
    }
  }

  /// nil where no such account was read.
  func member(_ server: String, _ id: String) throws -> Member? {
    guard let users = try Collection.find(database, server: server, type: Collection.users)
    else { return nil }
    return try MirroredRows(database, users).rid(id).flatMap { try member($0) }
  }

  func move(_ member: Member, to person: ScannedPerson, isSaid: Bool) throws {
    let known = try people.find(person)
    let pid = try known ?? people.add(person)
    try place.run(.integer(pid), .integer(member.rid))
    try claimAnew(member.rid, person)
    try left(
      member.pid, for: pid, person.key, isNew: known == nil, isSaid: isSaid,
      account: member.resource)
  }
}

/// Whose accounts are whose by an operator's word. Few have any.
final class IdentityLinks {
  private var said: [String: [String: IdentityKey]] = [:]

  init(_ database: Database) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(sql: "SELECT server, resource, identity FROM ledger_link"))
    for row in rows {
      said[row["server"], default: [:]][row["resource"]] =
        IdentityKey(rawValue: row["identity"])
    }
  }

  func rename(_ old: IdentityKey, to new: IdentityKey) {
    said = said.mapValues { $0.mapValues { $0 == old ? new : $0 } }
  }

  subscript(server: String, id: String) -> IdentityKey? { said.isEmpty ? nil : said[server]?[id] }
}
