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
    let causes = GrantCauses(database, of: key)
    let history = HistoryReader(database)
    var grants: [Grant] = []
    for account in accounts {
      let past = Past(
        changes: try history.changes(of: .user(account.server, account.id)),
        accounts: account.historySince,
        groups: try history.groupsSince(account.serverID).map(Date.init(timeIntervalSince1970:)))
      if account.account.isActive != false {
        grants.append(
          try grant(.account, "", "account on \(account.server)", account, causes, past))
      }
      let held = try Self.held(database, account)
      grants += try held.compactMap { row in
        guard let type = EntitlementType(rawValue: row["type"]) else { return nil }
        return try grant(
          type, row["value"], row["display"], account, causes, past,
          firstSeen: row.date("first_seen"))
      }
      grants += try nested(account)
    }
    return grants
  }

  /// What an account was given itself. Columns: `type`, `value`, `display`, `first_seen`. Order: by
  /// name.
  static func held(_ database: Database, _ account: AccountRecord) throws -> [Row] {
    try Row.fetchAll(
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

  /// What the history says of one account.
  private struct Past {
    var changes: [RecordedChange]
    /// When the server's accounts and groups were first read to the end; nil before that.
    var accounts: Date?
    var groups: Date?
  }

  private func grant(
    _ type: EntitlementType, _ value: String, _ display: String, _ account: AccountRecord,
    _ causes: GrantCauses, _ past: Past, firstSeen: Date? = nil
  ) throws -> Grant {
    let reference = EntitlementReference(server: account.server, type: type, value: value)
    let seen = max(
      firstSeen ?? account.firstSeen,
      RecordedChange.gained(type, value, past.changes) ?? .distantPast)
    let lost = past.changes.first { $0.isLoss(of: type, value) }
    let cause = try causes.cause(
      of: reference, since: seen, history: type == .group ? past.groups : past.accounts,
      lost: lost.map { Date(timeIntervalSince1970: $0.at) })
    return Grant(
      entitlement: Entitlement(
        reference: reference, display: display,
        isPrivileged: entitlements.isPrivileged(display: display, value: value, type: type),
        terms: try entitlements.terms(of: reference)),
      reason: cause.reason, firstSeen: seen, endsAt: cause.endsAt)
  }
}
