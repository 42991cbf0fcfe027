import Foundation
import GRDB
import Governance

/// A key that signed records of a ledger, as the ledger itself has it.
public struct LedgerKey: Hashable, Sendable, Codable {
  /// The public key. Shape: 64 hexadecimal digits.
  public var key: String
  public var owner: String
  /// The record that brought it.
  public var since: Int64
  /// The record by which another took its place; nil while it signs.
  public var retired: Int64?
  public var signatureCount: Int
}

extension Store {
  /// The keys that signed this ledger. Order: oldest first.
  public func auditKeys() throws(StoreError) -> [LedgerKey] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT k.*, (SELECT count(*) FROM ledger_audit_signature s WHERE s.signer = k.number)
            AS signatures FROM ledger_audit_key k ORDER BY number
          """
      ).map { row in
        LedgerKey(
          key: row["key"], owner: row["owner"], since: row["since"], retired: row["retired"],
          signatureCount: row["signatures"])
      }
    }
  }

  /// The public keys that signed this ledger: cheap enough for every start.
  public func auditKeyNames() throws(StoreError) -> [String] {
    try read { database in
      try String.fetchAll(database, sql: "SELECT key FROM ledger_audit_key ORDER BY number")
    }
  }

  /// What tells this ledger from any other: the digest of its first record; nil for an empty one.
  public func ledgerName() throws(StoreError) -> String? { try read(AuditSeal.ledger) }

  /// Puts a key in the place of another, by a record that the other signs.
  public func rotateAuditKey(
    _ old: OwnedAuditKey, to new: OwnedAuditKey, actor: PersonReference, now: Date
  ) throws(StoreError) {
    try writeDurably { database in
      // A key that has signed nothing here is told first, for the next record hangs on it.
      if try AuditSeal.number(database, of: old.key.name) == nil {
        let added = try AuditWriter.append(
          database, "audit.keyAdded", subject: AuditSignature.short(old.key.name),
          detail: ["key": .string(old.key.name), "owner": .string(old.owner)], now: now)
        let number = try AuditSeal.insert(
          database, key: old.key.name, owner: old.owner, since: added.sequence)
        try AuditSeal.sign(database, added, old.key, number)
      }
      let change = AuditKeyChange(from: old.key.name, to: new.key.name, owner: new.owner)
      let record = try AuditWriter.append(
        database, AuditKeyChange.event, subject: AuditSignature.short(new.key.name),
        detail: change.detail, actor: actor, now: now)
      guard let number = try AuditSeal.number(database, of: old.key.name) else { return }
      try AuditSeal.sign(database, record, old.key, number)
      try database.execute(
        sql: "UPDATE ledger_audit_key SET retired = ? WHERE number = ?",
        arguments: [record.sequence, number])
      _ = try AuditSeal.insert(
        database, key: new.key.name, owner: new.owner, since: record.sequence)
    }
  }

  /// The records that follow a number with their signatures, at most `count`. Order: as written.
  public func signedAuditRecords(
    after sequence: Int64, count: Int
  ) throws(StoreError) -> [SignedAuditRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT a.*, k.key, s.signature FROM ledger_audit a
          LEFT JOIN ledger_audit_signature s ON s.sequence = a.sequence
          LEFT JOIN ledger_audit_key k ON k.number = s.signer
          WHERE a.sequence > ? ORDER BY a.sequence LIMIT ?
          """, arguments: [sequence, count]
      ).map { SignedAuditRecord(AuditWriter.record($0), signature: AuditSignature($0)) }
    }
  }

  /// Who signed some records, by the records' numbers; those without a signature are left out.
  public func auditSigners(of sequences: [Int64]) throws(StoreError) -> [Int64: LedgerKey] {
    if sequences.isEmpty { return [:] }
    return try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT s.sequence, k.* FROM ledger_audit_signature s
          JOIN ledger_audit_key k ON k.number = s.signer
          WHERE s.sequence IN (\(databaseQuestionMarks(count: sequences.count)))
          """, arguments: StatementArguments(sequences))
      return Dictionary(
        rows.map { row in
          (
            row["sequence"] as Int64,
            LedgerKey(
              key: row["key"], owner: row["owner"], since: row["since"], retired: row["retired"],
              signatureCount: 0)
          )
        }, uniquingKeysWith: { $1 })
    }
  }
}

extension AuditSignature {
  /// nil for a record without one.
  fileprivate init?(_ row: Row) {
    guard let key: String = row["key"], let bytes: Data = row["signature"] else { return nil }
    self.init(key: key, signature: Hexadecimal.text(bytes))
  }
}
