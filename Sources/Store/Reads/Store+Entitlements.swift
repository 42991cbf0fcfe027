import Foundation
import GRDB
import Governance

/// How common an entitlement is around a person, who is not counted.
public struct PeerCount: Hashable, Sendable {
  public var holding: Int
  public var of: Int
  /// The department that was counted.
  public var unit: String

  public init(holding: Int, of: Int, unit: String) {
    self.holding = holding
    self.of = of
    self.unit = unit
  }
}

extension Store {
  /// An entitlement by name on its server, with its holders counted; nil when the mirror does not
  /// have it.
  ///
  /// - Parameter counts: false leaves the holders uncounted: of a large group, that takes long.
  public func entitlement(
    _ reference: EntitlementReference, counts: Bool = true
  ) throws(StoreError) -> Entitlement? {
    try read { database in
      try EntitlementReader(database, privileged: settings.privileged)
        .find(reference, counts: counts)
    }
  }

  /// Entitlements whose name or value contains the words. Order: by name.
  ///
  /// `server` nil searches all servers; an empty search lists from the start. Holders are not
  /// counted.
  public func entitlements(
    search: String, server: String? = nil, offset: Int = 0, count: Int
  ) throws(StoreError) -> Window<Entitlement> {
    try read { database in
      let reader = EntitlementReader(database, privileged: settings.privileged)
      let found = try reader.search(search, server: server)
      let window = try found.dropFirst(max(0, offset)).prefix(max(0, count)).map { entitlement in
        var entitlement = entitlement
        entitlement.terms = try reader.terms(of: entitlement.reference)
        return entitlement
      }
      return Window(offset: offset, rows: window, total: found.count)
    }
  }

  /// Who holds an entitlement. Order: by name.
  public func holders(
    of reference: EntitlementReference, offset: Int, count: Int
  ) throws(StoreError) -> Window<PersonRow> {
    try read { database in
      let holders = HolderQuery(database, reference)
      let total = try holders.count()
      let pids = try holders.window(offset: max(0, offset), count: count)
      return Window(
        offset: offset, rows: try PersonRows(database, priority: settings.priority).fetch(pids),
        total: total)
    }
  }

  /// How many of the people in the same department hold it; nil when the department is unknown.
  public func peers(
    of key: IdentityKey, holding reference: EntitlementReference
  ) throws(StoreError) -> PeerCount? {
    guard let unit = try department(of: key) else { return nil }
    return try peers(
      of: key, holding: reference, among: try holders(of: reference, in: unit))
  }

  /// The department of a person; nil where no server says it.
  public func department(of key: IdentityKey) throws(StoreError) -> String? {
    try read { database in try Self.department(of: key, database) }
  }

  /// How many people of a department there are, and how many of them hold it.
  public func holders(
    of reference: EntitlementReference, in unit: String
  ) throws(StoreError) -> PeerCount {
    try read { database in
      let all =
        try Int.fetchOne(
          database.cachedStatement(
            sql: "SELECT count(*) FROM mirror_department WHERE department = ?"), arguments: [unit])
        ?? 0
      let holding = try HolderQuery(database, reference).count(in: unit, of: all)
      return PeerCount(holding: holding, of: all, unit: unit)
    }
  }

  /// The count of a department without one of its people.
  public func peers(
    of key: IdentityKey, holding reference: EntitlementReference, among unit: PeerCount
  ) throws(StoreError) -> PeerCount {
    let isHolder = try read { database in
      guard let pid = try PersonFinder(database).pid(key) else { return false }
      return try HolderQuery(database, reference).includes(pid)
    }
    return PeerCount(
      holding: unit.holding - (isHolder ? 1 : 0), of: max(0, unit.of - 1), unit: unit.unit)
  }
}

/// The people who hold one entitlement, as SQL.
struct HolderQuery {
  private let database: Database
  private let reference: EntitlementReference

  init(_ database: Database, _ reference: EntitlementReference) {
    self.database = database
    self.reference = reference
  }

  /// A condition on account `a`, with the named arguments `server`, `type` and `value`.
  private var isHolder: String {
    switch reference.type {
    case .account:
      "a.server = (SELECT id FROM mirror_server WHERE name = :server) AND ifnull(a.is_active, 1)"
    case .group:
      """
      a.server = (SELECT id FROM mirror_server WHERE name = :server) AND EXISTS (
        SELECT 1 FROM mirror_entitlement e JOIN mirror_member m ON m.group_rid = e.rid
        WHERE e.server = a.server AND e.type = 'group' AND e.value = :value
          AND m.member_ref = a.ref)
      """
    case .role, .entitlement:
      """
      a.server = (SELECT id FROM mirror_server WHERE name = :server) AND EXISTS (
        SELECT 1 FROM mirror_value v
        WHERE v.rid = a.rid AND v.type = :type AND v.value = :value)
      """
    case .manual: "0"
    }
  }

  /// Holders found from the entitlement's side: fast for small groups among many people.
  private var holders: String {
    switch reference.type {
    case .group:
      """
      SELECT DISTINCT a.pid FROM mirror_entitlement e
      JOIN mirror_member m ON m.group_rid = e.rid
      JOIN mirror_resource_ref r ON r.ref = m.member_ref JOIN mirror_account a ON a.rid = r.rid
      WHERE e.server = (SELECT id FROM mirror_server WHERE name = :server)
        AND e.type = 'group' AND e.value = :value AND a.server = e.server
      """
    case .role, .entitlement:
      """
      SELECT DISTINCT a.pid FROM mirror_value_holder v JOIN mirror_account a ON a.rid = v.rid
      WHERE v.server = (SELECT id FROM mirror_server WHERE name = :server)
        AND v.type = :type AND v.value = :value
      """
    case .account, .manual: "SELECT DISTINCT a.pid FROM mirror_account a WHERE \(isHolder)"
    }
  }

  private func arguments(_ more: [String: (any DatabaseValueConvertible)?] = [:])
    -> StatementArguments
  {
    var all = more
    switch reference.type {
    case .account: all["server"] = reference.server
    case .group:
      all["server"] = reference.server
      all["value"] = reference.value
    case .role, .entitlement:
      all["server"] = reference.server
      all["value"] = reference.value
      all["type"] = reference.type.rawValue
    case .manual: break
    }
    return StatementArguments(all)
  }

  func count() throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM (\(holders))", arguments: arguments()) ?? 0
  }

  /// How many people of a department hold it, counted from the smaller side.
  func count(in department: String, of size: Int) throws -> Int {
    let isSmall: Bool
    switch reference.type {
    case .group:
      let members =
        try Int.fetchOne(
          database,
          sql: """
            SELECT count(*) FROM mirror_member WHERE group_rid IN (
              SELECT rid FROM mirror_entitlement
              WHERE server = (SELECT id FROM mirror_server WHERE name = :server)
                AND type = 'group' AND value = :value)
            """, arguments: arguments()) ?? 0
      isSmall = members < size
    case .role, .entitlement: isSmall = true
    case .account, .manual: isSmall = false
    }
    let sql =
      isSmall
      ? """
      SELECT count(*) FROM mirror_person p
      WHERE p.pid IN (\(holders)) AND p.department = :department
      """
      : """
      SELECT count(DISTINCT d.pid) FROM mirror_department d JOIN mirror_account a ON a.pid = d.pid
      WHERE d.department = :department AND \(isHolder)
      """
    return try Int.fetchOne(
      database, sql: sql, arguments: arguments(["department": department])) ?? 0
  }

  /// Whether somebody holds it.
  func includes(_ pid: Int64) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT EXISTS (SELECT 1 FROM mirror_account a WHERE a.pid = :pid AND \(isHolder))",
      arguments: arguments(["pid": pid])) ?? false
  }

  /// Order: by name.
  func window(offset: Int, count: Int) throws -> [Int64] {
    try Int64.fetchAll(
      database,
      sql: """
        SELECT pid FROM mirror_person WHERE pid IN (\(holders))
        ORDER BY name_order, pid LIMIT :count OFFSET :offset
        """, arguments: arguments(["count": count, "offset": offset]))
  }
}
