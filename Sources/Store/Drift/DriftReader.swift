import Foundation
import GRDB
import Governance

/// Compares what was applied here with what the servers show.
struct DriftReader {
  private let database: Database
  private let settings: StoreSettings

  init(_ database: Database, settings: StoreSettings) {
    self.database = database
    self.settings = settings
  }

  // MARK: What was decided

  /// The newest action that took effect on one person's holding of one entitlement.
  private struct Applied {
    var person: PersonReference
    var entitlement: EntitlementReference
    var display: String
    var request: RequestID
    var isGrant: Bool
    var at: Date
  }

  /// - Parameter person: nil for all.
  private func applied(_ person: IdentityKey?) throws -> [Applied] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT r.beneficiary_key AS key, r.beneficiary_name AS name, i.server, i.type, i.value,
            i.display, i.operation, i.request, a.is_ending, max(a.applied_at) AS at
          FROM ledger_action a JOIN ledger_item i ON i.request = a.request AND i.id = a.item
          JOIN ledger_request r ON r.id = a.request
          WHERE a.status = 'applied' AND i.type <> 'manual'
            \(person == nil ? "" : "AND r.beneficiary_key = :key")
          GROUP BY r.beneficiary_key, i.server, i.type, i.value
          ORDER BY at DESC
          """), arguments: person.map { ["key": $0.rawValue] } ?? [:]
    ).compactMap { row in
      guard let type = EntitlementType(rawValue: row["type"]), let at = row.date("at") else {
        return nil
      }
      let isEnding: Bool = row["is_ending"]
      return Applied(
        person: PersonReference(row),
        entitlement: EntitlementReference(
          server: row["server"], type: type, value: row["value"]),
        display: row["display"], request: RequestID(rawValue: row["request"]),
        isGrant: row["operation"] == "grant" && !isEnding, at: at)
    }
  }

  /// What departs from what was given or taken away here.
  func departures(_ kind: Drift.Kind, of person: IdentityKey? = nil) throws -> [Drift] {
    try applied(person).compactMap { applied in
      guard applied.isGrant == (kind == .taken),
        let shown = try shown(applied.person.key, applied.entitlement),
        // What was read before says nothing of what came after.
        shown.readAt > applied.at, shown.isHeld != applied.isGrant
      else { return nil }
      var drift = Drift(
        kind: kind, person: applied.person, entitlement: applied.entitlement,
        display: applied.display, since: applied.at, request: applied.request)
      drift.since = max(applied.at, shown.since ?? .distantPast)
      return try isAccepted(drift) ? nil : completed(drift)
    }
  }

  // MARK: What the servers show

  private struct Shown {
    var isHeld: Bool
    var since: Date?
    var readAt: Date
  }

  /// nil where the person has no account there any more: it went with the account.
  private func shown(_ key: IdentityKey, _ reference: EntitlementReference) throws -> Shown? {
    guard let pid = try PersonFinder(database).pid(key) else { return nil }
    let accounts = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT a.rid, a.ref, a.server, a.is_active, r.read_at, r.missing, c.confirmed_at
          FROM mirror_account a JOIN mirror_resource r ON r.rid = a.rid
          JOIN mirror_collection c ON c.id = r.collection
          WHERE a.pid = ? AND a.server = (SELECT id FROM mirror_server WHERE name = ?)
          """), arguments: [pid, reference.server])
    guard !accounts.isEmpty else { return nil }
    var shown: Shown?
    for account in accounts {
      let found = try self.shown(by: account, reference)
      if shown?.isHeld != true { shown = found }
    }
    return shown
  }

  private func shown(by account: Row, _ reference: EntitlementReference) throws -> Shown {
    let readAt = MirroredRows.readAt(account, confirmedAt: account["confirmed_at"])
    switch reference.type {
    case .account, .manual:
      let isActive: Bool? = account["is_active"]
      return Shown(isHeld: isActive != false, readAt: readAt)
    case .group: return try group(account, reference, readAt)
    case .role, .entitlement:
      let since = try Double.fetchOne(
        database.cachedStatement(
          sql: "SELECT first_seen FROM mirror_value WHERE rid = ? AND type = ? AND value = ?"),
        arguments: [account["rid"] as Int64, reference.type.rawValue, reference.value]
      ).map { Date(timeIntervalSince1970: $0) }
      return Shown(isHeld: since != nil, since: since, readAt: readAt)
    }
  }

  private func group(
    _ account: Row, _ reference: EntitlementReference, _ accountReadAt: Date
  ) throws -> Shown {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT r.read_at, r.missing, c.confirmed_at, m.first_seen FROM mirror_entitlement e
          JOIN mirror_resource r ON r.rid = e.rid JOIN mirror_collection c ON c.id = r.collection
          LEFT JOIN mirror_member m ON m.group_rid = e.rid AND m.member_ref = ?
          WHERE e.server = ? AND e.type = 'group' AND e.value = ?
          """),
      arguments: [account["ref"] as Int64, account["server"] as Int64, reference.value])
    // The group itself is gone.
    guard let row else { return Shown(isHeld: false, readAt: accountReadAt) }
    let since = row.date("first_seen")
    return Shown(
      isHeld: since != nil, since: since,
      readAt: MirroredRows.readAt(row, confirmedAt: row["confirmed_at"]))
  }

  // MARK: What was given elsewhere

  /// What appeared after its server was first read to the end, and nothing here explains.
  ///
  /// Order: the newest first.
  func given(limit: Int) throws -> [Drift] {
    let rows = try Row.fetchCursor(database, sql: Self.appeared)
    var found: [Drift] = []
    while let row = try rows.next(), found.count < limit {
      guard let type = EntitlementType(rawValue: row["type"]) else { continue }
      let reference = EntitlementReference(
        server: row["server"], type: type, value: row["value"])
      let account = HistoryResource.user(reference.server, row["id"])
      let drift = Drift(
        kind: .given, person: PersonReference(row), entitlement: reference,
        display: row["display"], since: Date(timeIntervalSince1970: row["first_seen"]))
      if try isUnexplained(drift, account) { found.append(try completed(drift)) }
    }
    return found
  }

  private func isUnexplained(_ drift: Drift, _ account: HistoryResource) throws -> Bool {
    let reference = drift.entitlement
    let lost = try HistoryReader(database).changes(of: account)
      .first { $0.isLoss(of: reference.type, reference.value) }
    let cause = try GrantCauses(database, of: drift.person.key).cause(
      of: reference, since: drift.since, history: .distantPast,
      lost: lost.map { Date(timeIntervalSince1970: $0.at) })
    return try cause.reason == .unexplained && !wasEnded(drift)
  }

  /// What was taken away here and is there again is told as such.
  private func wasEnded(_ drift: Drift) throws -> Bool {
    try applied(drift.person.key).contains { $0.entitlement == drift.entitlement && !$0.isGrant }
  }

  // In this order: most of what is held was there first, and ends at the first comparison.
  private static let appeared = """
    SELECT p.key AS key, p.name AS name, s.name AS server, 'group' AS type, e.value, e.display,
      r.id, m.first_seen AS first_seen
    FROM mirror_member m CROSS JOIN mirror_entitlement e ON e.rid = m.group_rid
    CROSS JOIN mirror_collection c ON c.server = e.server AND c.type = 'Group'
      AND m.first_seen > c.history_since
    CROSS JOIN mirror_collection u ON u.server = e.server AND u.type = 'User'
    CROSS JOIN mirror_resource_ref k ON k.ref = m.member_ref AND k.collection = u.id
    CROSS JOIN mirror_account a ON a.rid = k.rid CROSS JOIN mirror_resource r ON r.rid = k.rid
    CROSS JOIN mirror_person p ON p.pid = a.pid CROSS JOIN mirror_server s ON s.id = e.server
    WHERE m.first_seen > (SELECT min(history_since) FROM mirror_collection WHERE type = 'Group')
    UNION ALL
    SELECT p.key, p.name, s.name, v.type, v.value, v.display, r.id, v.first_seen
    FROM mirror_value v CROSS JOIN mirror_collection c ON c.server = v.server AND c.type = 'User'
      AND v.first_seen > c.history_since
    CROSS JOIN mirror_account a ON a.rid = v.rid CROSS JOIN mirror_resource r ON r.rid = v.rid
    CROSS JOIN mirror_person p ON p.pid = a.pid CROSS JOIN mirror_server s ON s.id = v.server
    WHERE v.first_seen > (SELECT min(history_since) FROM mirror_collection WHERE type = 'User')
    ORDER BY first_seen DESC, key
    """

  /// The same from a person's grants, each with its reason.
  func given(of profile: Profile) throws -> [Drift] {
    try profile.grants.compactMap { grant in
      guard grant.reason == .unexplained, grant.entitlement.reference.type != .account else {
        return nil
      }
      let drift = Drift(
        kind: .given, person: profile.person, entitlement: grant.entitlement.reference,
        display: grant.entitlement.display, since: grant.firstSeen)
      return try wasEnded(drift) ? nil : completed(drift)
    }
  }

  // MARK: What was said about it

  private func isAccepted(_ drift: Drift) throws -> Bool {
    let acceptance = try DriftRows.acceptance(
      database, drift.person.key, drift.entitlement, kinds: [drift.kind])
    return acceptance.map { $0.at >= drift.since } ?? false
  }

  private func completed(_ drift: Drift) throws -> Drift {
    var drift = drift
    drift.question = try DriftRows.question(database, drift)
    drift.pending = try String.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT id FROM ledger_request
          WHERE beneficiary_key = ? AND status = 'pending' AND external_reference = ?
          """), arguments: [drift.person.key.rawValue, drift.reference]
    ).map(RequestID.init(rawValue:))
    return drift
  }

  /// Who may know about it: an owner of the group, else the person's manager.
  func contact(for drift: Drift) throws -> PersonReference? {
    let owners = try OwnerReader(database).owners(of: drift.entitlement)
    if let owner = owners.first(where: { $0.key != drift.person.key }) { return owner }
    guard let pid = try PersonFinder(database).pid(drift.person.key) else { return nil }
    let priority = settings.priority(for: .manager)
    let accounts = try AccountReader(database, priority: priority).accounts(of: pid)
    return try ReportingLine(database, priority: priority).managers(of: pid, accounts).first
  }
}
