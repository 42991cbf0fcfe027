import Foundation
import GRDB
import Governance

/// Follows accounts from key to key: what the ledger says of a person stays theirs, and nobody
/// becomes a stranger to themselves.
struct IdentityMoves {
  private let database: Database
  private let now: Double
  private let addKin: HotStatement
  private let isMade: HotStatement
  private let isPerson: HotStatement
  private let isNamed: HotStatement

  init(_ database: Database, now: Double) throws {
    self.database = database
    self.now = now
    addKin = try HotStatement(
      database, "INSERT OR IGNORE INTO ledger_kinship VALUES (?, ?, ?, ?)")
    isMade = try HotStatement(
      database, "SELECT is_new FROM ledger_kinship WHERE one = ? AND other = ?")
    isPerson = try HotStatement(
      database,
      """
      SELECT 1 FROM mirror_person
      WHERE pid IN (SELECT pid FROM mirror_person_key WHERE key_hash = ?) AND key = ?
      """)
    isNamed = try HotStatement(
      database, "SELECT \(Self.namings.map { "EXISTS (\($0))" }.joined(separator: " OR "))")
  }

  /// An account went from one person to another; both rows are as they are now.
  ///
  /// - Parameters:
  ///   - isNew: whether nobody was known under the new key before.
  ///   - isSaid: whether an operator said that the account is theirs.
  func note(from old: IdentityKey, to new: IdentityKey, isNew: Bool, isSaid: Bool = false) throws {
    if old == new { return }
    let isGone = try !exists(old)
    if isGone, try !isNamedInLedger(old) { return }
    try relate(old, new, isNew: isNew)
    guard isGone, try isSame(old, new, isNew: isNew) || isSaid else { return }
    try carry(old, to: new, isSaid: isSaid)
  }

  /// Whether one key took the other's place.
  ///
  /// Where an account joins somebody who was there before, that may be a mistake of a server's, or an
  /// attack: what was asked for one is not asked for the other.
  func isSame(_ old: IdentityKey, _ new: IdentityKey, isNew: Bool) throws -> Bool {
    if isNew { return true }
    return try isMade.first(.text(old.rawValue), .text(new.rawValue)) { $0.int(0) != 0 } ?? false
  }

  func relate(_ old: IdentityKey, _ new: IdentityKey, isNew: Bool) throws {
    try addKin.run(
      .text(old.rawValue), .text(new.rawValue), .real(now), .integer(isNew ? 1 : 0))
  }

  func exists(_ key: IdentityKey) throws -> Bool {
    try isPerson.first(.integer(ContentHash.of(key.rawValue)), .text(key.rawValue)) { _ in true }
      ?? false
  }

  func isNamedInLedger(_ key: IdentityKey) throws -> Bool {
    try isNamed.first(.text(key.rawValue)) { $0.int(0) != 0 } ?? false
  }

  /// A key that became another one.
  struct Change {
    var old: IdentityKey
    var new: IdentityKey
  }

  func carry(_ old: IdentityKey, to new: IdentityKey, isSaid: Bool) throws {
    try carry([Change(old: old, new: new)], isSaid: isSaid)
  }

  private static let places = [
    ("ledger_request", "beneficiary_key"), ("ledger_request", "requester_key"),
    ("ledger_request", "submitter_key"), ("ledger_vote", "authority_key"),
    ("ledger_vote", "hand_key"), ("ledger_link", "identity"),
    ("ledger_drift_acceptance", "person_key"), ("ledger_drift_question", "person_key"),
    ("ledger_drift_question", "of_key"), ("ledger_delegation", "from_key"),
    ("ledger_delegation", "to_key"),
    ("ledger_question", "asker_key"), ("ledger_question", "answerer_key"),
    ("ledger_review", "reviewer_key"), ("ledger_link_proposal", "actor_key"),
    ("ledger_link_proposal", "identity"),
  ]

  /// Every word of the ledger about a key: one that has none need not be remembered.
  private static let namings =
    places.map { "SELECT 1 FROM \($0.0) WHERE \($0.1) = ?1" } + [
      "SELECT 1 FROM ledger_kinship WHERE other = ?1",
      """
      SELECT 1 FROM ledger_offer WHERE status = 'open'
        AND ?1 IN (\(offerPlaces.map { "offer ->> '\($0)'" }.joined(separator: ", ")))
      """,
    ]

  /// Where an offer names people: it is kept as JSON.
  private static let offerPlaces = ["$.by.key", "$.hand.key"]

  /// What was said of the old keys is said of the new ones; the audit log keeps the old names.
  func carry(_ changes: [Change], isSaid: Bool) throws {
    let pending = try changes.map { try self.pending($0.old) }
    var counts = changes.map { _ in 0 }
    // One key may become what another one was: nothing has its new name before all left the old.
    for (index, change) in changes.enumerated() {
      counts[index] = try rename(change.old.rawValue, to: "\u{1}\(change.new.rawValue)")
    }
    for change in changes {
      _ = try rename("\u{1}\(change.new.rawValue)", to: change.new.rawValue)
    }
    for (index, change) in changes.enumerated() where counts[index] > 0 {
      // By an operator's word it is another person than the approvers saw.
      if isSaid {
        for id in pending[index] { try PolicyRows.outdate(database, RequestID(rawValue: id)) }
      }
      try audit(change, pending[index])
    }
  }

  private func pending(_ key: IdentityKey) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT id FROM ledger_request WHERE status = 'pending'
          AND (beneficiary_key = ?1 OR requester_key = ?1 OR submitter_key = ?1) ORDER BY id
        """, arguments: [key.rawValue])
  }

  private func rename(_ old: String, to new: String) throws -> Int {
    var count = 0
    for (table, column) in Self.places {
      try database.execute(
        sql: "UPDATE \(table) SET \(column) = ? WHERE \(column) = ?", arguments: [new, old])
      count += database.changesCount
    }
    for path in Self.offerPlaces {
      try database.execute(
        sql: """
          UPDATE ledger_offer SET offer = json_set(offer, ?1, ?2)
          WHERE status = 'open' AND offer ->> ?1 = ?3
          """, arguments: [path, new, old])
      count += database.changesCount
    }
    return count
  }

  private func audit(_ change: Change, _ pending: [String]) throws {
    try AuditWriter.append(
      database, "identity.rekeyed", subject: change.new.rawValue,
      detail: [
        "from": .string(change.old.rawValue), "to": .string(change.new.rawValue),
        "pending": .array(pending.map { .string($0) }),
      ], now: Date(timeIntervalSince1970: now))
  }
}
