import Foundation
import GRDB
import Governance
import SCIM

/// Who stands in for whom, between rows and values.
enum DelegationRows {
  static func delegation(_ row: Row) -> Delegation {
    Delegation(
      id: row["id"],
      from: PersonReference(key: IdentityKey(rawValue: row["from_key"]), name: row["from_name"]),
      to: PersonReference(key: IdentityKey(rawValue: row["to_key"]), name: row["to_name"]),
      starts: Date(timeIntervalSince1970: row["starts"]),
      ends: Date(timeIntervalSince1970: row["ends"]), scope: row["scope"], reason: row["reason"],
      revoked: row.date("revoked"))
  }

  /// Those that count now for a hand. Order: as they were made.
  static func active(
    _ database: Database, to hand: IdentityKey, now: Date
  ) throws -> [Delegation] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT * FROM ledger_delegation
          WHERE to_key = ?1 AND revoked IS NULL AND starts <= ?2 AND ends > ?2 ORDER BY id
          """), arguments: [hand.rawValue, now.timeIntervalSince1970]
    ).map(delegation)
  }

  /// Whether it counts for a request, as the filter language sees that.
  static func covers(
    _ delegation: Delegation, _ request: AccessRequest, _ database: Database,
    _ settings: StoreSettings, now: Date
  ) throws -> Bool {
    guard let scope = delegation.scope else { return true }
    let condition: RequestCondition
    // What makes no sense covers nothing: it was written by hand, or for another version.
    do throws(StoreError) { condition = try RequestCondition(scope) } catch { return false }
    let risk =
      try Int.fetchOne(
        database.cachedStatement(sql: "SELECT risk FROM ledger_request WHERE id = ?"),
        arguments: [request.id.rawValue]) ?? 0
    return condition.holds(
      of: try Store.document(
        request, risk: risk, settings, database, names: condition.personNames, now: now))
  }

  /// A request that somebody may decide in another's place.
  struct Borrowed {
    var request: RequestID
    var from: PersonReference
    var step: String
    var why: String
  }

  /// What waits for those whom the person stands in for. What concerns the person is not among it.
  static func borrowed(
    _ database: Database, by person: PersonReference, _ settings: StoreSettings, now: Date
  ) throws -> [Borrowed] {
    var found: [Borrowed] = []
    for delegation in try active(database, to: person.key, now: now) {
      let names = try ApproverReader.names(of: delegation.from.key, database)
        .filter { $0 != ApproverReader.anyone }
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT w.request, w.step, w.why FROM ledger_waiting w
          WHERE w.audience IN (SELECT value FROM json_each(?1)) AND NOT EXISTS (
            SELECT 1 FROM ledger_vote v WHERE v.request = w.request AND v.counts
              AND (v.authority_key IN (?2, ?3) OR v.hand_key IN (?2, ?3)))
          """,
        arguments: [
          String(decoding: try JSONEncoder().encode(names), as: UTF8.self),
          person.key.rawValue, delegation.from.key.rawValue,
        ])
      for row in rows {
        let id = RequestID(rawValue: row["request"])
        guard !found.contains(where: { $0.request == id }),
          let request = try RequestRows.find(database, id), request.status == .pending,
          !request.concerned.contains(person.key), !request.concerned.contains(delegation.from.key),
          try covers(delegation, request, database, settings, now: now)
        else { continue }
        found.append(
          Borrowed(request: id, from: delegation.from, step: row["step"], why: row["why"]))
      }
    }
    return found
  }
}
