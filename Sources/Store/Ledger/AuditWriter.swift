import Foundation
import GRDB
import Governance
import SCIM

/// Appends to the audit log, within the transaction of what it tells of.
enum AuditWriter {
  /// Countersign itself, for what nobody pressed a key for.
  static let program = PersonReference.program

  @discardableResult
  static func append(
    _ database: Database, _ event: String, subject: String, detail: CanonicalJSON,
    actor: PersonReference = program, now: Date
  ) throws -> AuditRecord {
    let head = try head(database)
    let record = AuditRecord.sealed(
      sequence: (head?.sequence ?? 0) + 1, time: now, actor: actor, event: event,
      subject: subject, detail: detail,
      previousDigest: head?.digest ?? AuditRecord.genesisDigest)
    try database.execute(
      sql: "INSERT INTO ledger_audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        record.sequence, Int64((record.time.timeIntervalSince1970 * 1000).rounded()),
        record.actor.key.rawValue, record.actor.name, record.event, record.subject, record.detail,
        record.previousDigest, record.digest,
      ])
    return record
  }

  static func head(_ database: Database) throws -> AuditRecord? {
    try Row.fetchOne(
      database, sql: "SELECT * FROM ledger_audit ORDER BY sequence DESC LIMIT 1"
    ).map(record)
  }

  static func record(_ row: Row) -> AuditRecord {
    let milliseconds: Int64 = row["milliseconds"]
    return AuditRecord(
      sequence: row["sequence"], time: Date(timeIntervalSince1970: Double(milliseconds) / 1000),
      actor: PersonReference(key: IdentityKey(rawValue: row["actor_key"]), name: row["actor_name"]),
      event: row["event"], subject: row["subject"], detail: row["detail"],
      previousDigest: row["previous_digest"], digest: row["digest"])
  }
}

extension CanonicalJSON {
  /// The same value in canonical form; a number that no double can hold is kept as text.
  init(_ json: JSON) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .string(let text): self = .string(text)
    case .array(let elements): self = .array(elements.map { CanonicalJSON($0) })
    case .object(let object):
      self = .object(object.members.map { Member($0.key, CanonicalJSON($0.value)) })
    case .number(let number):
      self =
        Double(number.text).flatMap(FiniteNumber.init).map { .number($0) }
        ?? .string(number.text)
    }
  }
}
