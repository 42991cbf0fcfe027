import Foundation
import GRDB
import Governance

/// Gives the key that signs the audit log.
public protocol AuditSigner: Sendable {
  /// The key to sign with, made on first use.
  ///
  /// - Parameter retired: public keys that sign nothing more in this ledger.
  ///
  /// Throws: `signingKey` with what to do about it.
  func key(except retired: Set<String>) throws(StoreError) -> OwnedAuditKey

  /// Notes outside the database from where on a ledger is signed, before its first signature.
  ///
  /// - Parameter ledger: the digest of its first record.
  func noteFirstSignature(of ledger: String, at sequence: Int64) throws(StoreError)
}

/// A private key and whose it is.
public struct OwnedAuditKey: Sendable {
  public var key: AuditKey
  /// As the configuration calls the operator.
  public var owner: String

  public init(key: AuditKey, owner: String) {
    self.key = key
    self.owner = owner
  }
}

/// Signs records of the audit log, within the transaction that writes them.
enum AuditSeal {
  static func lastSequence(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT max(sequence) FROM ledger_audit")) ?? 0
  }

  /// Signs every record after a number that has no signature yet.
  static func sign(
    _ database: Database, after sequence: Int64, by signer: any AuditSigner
  ) throws {
    guard try lastSequence(database) > sequence else { return }
    let retired = try String.fetchSet(
      database, sql: "SELECT key FROM ledger_audit_key WHERE retired IS NOT NULL")
    let current = try signer.key(except: retired)
    let number = try number(database, current, after: sequence, signer)
    let records = try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM ledger_audit a WHERE sequence > ? AND NOT EXISTS (
          SELECT 1 FROM ledger_audit_signature s WHERE s.sequence = a.sequence)
        ORDER BY sequence
        """, arguments: [sequence]
    ).map(AuditWriter.record)
    for record in records { try sign(database, record, current.key, number) }
  }

  static func sign(
    _ database: Database, _ record: AuditRecord, _ key: AuditKey, _ number: Int64
  ) throws {
    let signature = Hexadecimal.bytes(try key.sign(record).signature) ?? []
    try database.execute(
      sql: "INSERT INTO ledger_audit_signature VALUES (?, ?, ?)",
      arguments: [record.sequence, number, Data(signature)])
  }

  /// The key's row; a key that is new here is told in the log first.
  private static func number(
    _ database: Database, _ current: OwnedAuditKey, after sequence: Int64,
    _ signer: any AuditSigner
  ) throws -> Int64 {
    if let number = try number(database, of: current.key.name) { return number }
    let isFirst =
      try Bool.fetchOne(
        database, sql: "SELECT NOT EXISTS (SELECT 1 FROM ledger_audit_key)") ?? false
    let now = try AuditWriter.head(database)?.time ?? Date(timeIntervalSince1970: 0)
    let record = try AuditWriter.append(
      database, "audit.keyAdded", subject: AuditSignature.short(current.key.name),
      detail: ["key": .string(current.key.name), "owner": .string(current.owner)], now: now)
    if isFirst, let ledger = try ledger(database) {
      try signer.noteFirstSignature(of: ledger, at: sequence + 1)
    }
    return try insert(
      database, key: current.key.name, owner: current.owner, since: record.sequence)
  }

  static func number(_ database: Database, of key: String) throws -> Int64? {
    try Int64.fetchOne(
      database, sql: "SELECT number FROM ledger_audit_key WHERE key = ?", arguments: [key])
  }

  static func insert(
    _ database: Database, key: String, owner: String, since: Int64
  ) throws -> Int64 {
    try database.execute(
      sql: "INSERT INTO ledger_audit_key (key, owner, since) VALUES (?, ?, ?)",
      arguments: [key, owner, since])
    return database.lastInsertedRowID
  }

  /// What tells this ledger from any other: the digest of its first record.
  static func ledger(_ database: Database) throws -> String? {
    try String.fetchOne(
      database, sql: "SELECT digest FROM ledger_audit ORDER BY sequence LIMIT 1")
  }
}
