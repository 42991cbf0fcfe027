import Foundation
import GRDB
import Governance

/// Reads what a person holds, and why.
struct GrantReader {
  private let database: Database
  private let entitlements: EntitlementReader

  init(_ database: Database, privileged: [String]) {
    self.database = database
    entitlements = EntitlementReader(database, privileged: privileged)
  }

  /// Order: by server as the accounts come, the account first, then groups, roles, entitlements.
  func grants(of key: IdentityKey, _ accounts: [AccountRecord]) throws -> [Grant] {
    var grants: [Grant] = []
    for account in accounts {
      if account.account.isActive != false {
        grants.append(try grant(.account, "", "account on \(account.server)", account, key))
      }
      let held = try Row.fetchAll(
        database,
        sql: """
          SELECT e.type, e.value, e.display, m.first_seen FROM mirror_member m
          JOIN mirror_entitlement e ON e.rid = m.group_rid
          WHERE m.member_ref = ?1 AND e.server = ?2
          UNION ALL
          SELECT v.type, v.value, ifnull(e.display, v.display), v.first_seen FROM mirror_value v
          LEFT JOIN mirror_entitlement e
            ON e.server = v.server AND e.type = v.type AND e.value = v.value
          WHERE v.rid = ?3
          ORDER BY 3 COLLATE NOCASE
          """, arguments: [account.ref, account.serverID, account.rid])
      grants += try held.compactMap { row in
        guard let type = EntitlementType(rawValue: row["type"]) else { return nil }
        return try grant(
          type, row["value"], row["display"], account, key, firstSeen: row.date("first_seen"))
      }
      grants += try nested(account)
    }
    return grants
  }

  /// What a group of theirs brings with it.
  private func nested(_ account: AccountRecord) throws -> [Grant] {
    try Row.fetchAll(
      database, sql: NestedGroups.above, arguments: [account.ref, account.serverID]
    ).map { row in
      let (value, display): (String, String) = (row["value"], row["display"])
      return Grant(
        entitlement: Entitlement(
          reference: EntitlementReference(server: account.server, type: .group, value: value),
          display: display,
          isPrivileged: entitlements.isPrivileged(display: display, value: value, type: .group)),
        reason: .through(group: row["through"]), firstSeen: account.firstSeen)
    }
  }

  private func grant(
    _ type: EntitlementType, _ value: String, _ display: String, _ account: AccountRecord,
    _ key: IdentityKey, firstSeen: Date? = nil
  ) throws -> Grant {
    let reference = EntitlementReference(server: account.server, type: type, value: value)
    let cause = try cause(of: reference, for: key)
    return Grant(
      entitlement: Entitlement(
        reference: reference, display: display,
        isPrivileged: entitlements.isPrivileged(display: display, value: value, type: type),
        terms: try entitlements.terms(of: reference)),
      reason: cause?.reason ?? .unexplained, firstSeen: firstSeen ?? account.firstSeen,
      endsAt: cause?.endsAt)
  }

  private struct Cause {
    var reason: GrantReason
    var endsAt: Date?
  }

  /// The newest action of ours that granted it, unless a later one took it away.
  private func cause(of reference: EntitlementReference, for key: IdentityKey) throws -> Cause? {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT i.operation, i.request, a.item, a.is_ending, max(a.applied_at) AS at,
            d.authority_name
          FROM ledger_item i
          JOIN ledger_request r ON r.id = i.request AND r.beneficiary_key = ?
          JOIN ledger_action a ON a.request = i.request AND a.item = i.id AND a.status = 'applied'
          JOIN ledger_decision d ON d.request = i.request
          WHERE i.server = ? AND i.type = ? AND i.value = ?
          """),
      arguments: [key.rawValue, reference.server, reference.type.rawValue, reference.value])
    guard let row, let at = row.date("at"), row["operation"] == "grant", row["is_ending"] == false
    else { return nil }
    let endsAt = try Double.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT due FROM ledger_action WHERE request = ? AND item = ? AND is_ending
            AND status IN ('queued', 'waiting', 'sending') LIMIT 1
          """), arguments: [row["request"] as String, row["item"] as String])
    return Cause(
      reason: .decided(
        request: RequestID(rawValue: row["request"]), by: row["authority_name"], at: at),
      endsAt: endsAt.map { Date(timeIntervalSince1970: $0) })
  }
}
