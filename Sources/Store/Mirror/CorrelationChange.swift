import Foundation
import GRDB
import Governance

extension Store {
  /// Makes the people anew when the configuration correlates, or ranks servers, in another way.
  func correlateAnewIfConfigured(now: Date) throws(StoreError) {
    let wanted = settings.fingerprint
    let stored = try read { database in
      try String.fetchOne(
        database, sql: "SELECT value FROM mirror_setting WHERE name = 'correlation'")
    }
    if stored == wanted { return }
    try write { database in
      if stored != nil { try CorrelationChange.run(database, settings: settings, now: now) }
      try database.execute(
        sql: "INSERT OR REPLACE INTO mirror_setting VALUES ('correlation', ?)",
        arguments: [wanted])
    }
  }
}

extension StoreSettings {
  /// What of the settings the stored people depend on.
  fileprivate var fingerprint: String {
    // "claims": what accounts could be found by as well is kept since.
    let fields = fieldPriority.sorted { $0.key.rawValue < $1.key.rawValue }
      .flatMap { ["|", $0.key.rawValue] + $0.value }
    return (correlation.map(\.rawValue) + ["|"] + priority + fields + ["| claims"])
      .joined(separator: " ")
  }
}

/// Puts every account to its person again, and the ledger's people with them.
struct CorrelationChange {
  private let database: Database
  private let tail: MirrorTail
  private let owners: AccountOwners
  private let settings: StoreSettings
  private let now: Date

  static func run(_ database: Database, settings: StoreSettings, now: Date) throws {
    let tail = try MirrorTail(settled: database)
    let change = CorrelationChange(
      database: database, tail: tail,
      owners: try AccountOwners(
        database, tail: tail, settings: settings, now: now.timeIntervalSince1970),
      settings: settings, now: now)
    try change.run()
  }

  private func run() throws {
    try database.execute(
      sql: """
        CREATE TEMP TABLE former_owner AS
          SELECT a.rid, p.key FROM mirror_account a JOIN mirror_person p ON p.pid = a.pid;
        """)
    defer { forgetFormer() }
    let rids = try Int64.fetchAll(database, sql: "SELECT rid FROM mirror_account ORDER BY rid")
    try empty()
    for pid in try place(rids) {
      try owners.people.refresh(pid)
      if let key = try owners.key(of: pid) { try owners.settle(key) }
    }
    try followKeys()
    try tail.catchUp()
  }

  /// Returns the people with several accounts.
  private func place(_ rids: [Int64]) throws -> Set<Int64> {
    let move = try HotStatement(database, "UPDATE mirror_account SET pid = ? WHERE rid = ?")
    var shared: Set<Int64> = []
    for rid in rids {
      guard let member = try owners.member(rid) else { continue }
      let person = owners.person(of: member.account)
      let known = try owners.people.find(person)
      let pid = try known ?? owners.people.add(person)
      if known != nil { shared.insert(pid) }
      try move.run(.integer(pid), .integer(rid))
      try owners.claim(rid, person)
    }
    return shared
  }

  /// Who has one key now is called by it in the ledger; who fell apart into several stays kin to
  /// each of them, and what was asked for them is for nobody until it is asked anew.
  private func followKeys() throws {
    var carried: [IdentityMoves.Change] = []
    let pairs = try Row.fetchCursor(
      database,
      sql: """
        SELECT DISTINCT f.key AS old, p.key AS new FROM former_owner f
        JOIN mirror_account a ON a.rid = f.rid JOIN mirror_person p ON p.pid = a.pid
        JOIN mirror_resource r ON r.rid = f.rid JOIN mirror_server s ON s.id = a.server
        WHERE NOT EXISTS (
          SELECT 1 FROM ledger_link l WHERE l.server = s.name AND l.resource = r.id)
        ORDER BY f.key
        """)
    var group: (old: IdentityKey, new: [IdentityKey])?
    func close() throws {
      guard let (old, new) = group else { return }
      if new.count > 1 {
        for key in new where key != old { try owners.moves.relate(old, key, isNew: true) }
      } else if let only = new.first, only != old, try owners.moves.isNamedInLedger(old) {
        carried.append(.init(old: old, new: only))
      }
    }
    while let row = try pairs.next() {
      let old = IdentityKey(rawValue: row["old"])
      let new = IdentityKey(rawValue: row["new"])
      if group?.old == old {
        group?.new.append(new)
      } else {
        try close()
        group = (old, [new])
      }
    }
    try close()
    try owners.moves.carry(carried, isSaid: false)
    try followLinks()
  }

  /// Accounts that an operator gave to somebody go with that person's key.
  private func followLinks() throws {
    let renamed = try AccountOwners(
      database, tail: tail, settings: settings, now: now.timeIntervalSince1970)
    let links = try Row.fetchAll(database, sql: "SELECT server, resource FROM ledger_link")
    for link in links {
      guard let member = try renamed.member(link["server"], link["resource"]) else { continue }
      let person = renamed.person(of: member.account)
      guard try renamed.key(of: member.pid) != person.key else { continue }
      try renamed.move(member, to: person, isSaid: false)
    }
  }

  private func forgetFormer() {
    do { try database.execute(sql: "DROP TABLE temp.former_owner") } catch {
      // It goes with the connection.
    }
  }

  private func empty() throws {
    try database.execute(
      sql: """
        DELETE FROM mirror_person;
        DELETE FROM mirror_claim;
        DELETE FROM mirror_pending;
        DELETE FROM mirror_name;
        INSERT INTO mirror_search (mirror_search) VALUES ('delete-all');
        """)
    try tail.removedPerson()
  }
}
