import GRDB
import Governance

/// Who reports to whom: `manager.value` is an account on the same server, the manager its owner.
struct ReportingLine {
  private let database: Database
  private let priority: [String]

  // No company is deeper; a cycle ends earlier.
  private static let deepest = 50
  private static let mostReports = 500

  init(_ database: Database, priority: [String]) {
    self.database = database
    self.priority = priority
  }

  /// Order: the manager first, then theirs, up to the top; ends where somebody comes again.
  func managers(of pid: Int64, _ accounts: [AccountRecord]) throws -> [PersonReference] {
    var seen: Set<Int64> = [pid]
    var line: [PersonReference] = []
    var next = try manager(accounts.map { ($0.server, $0.managerRef) })
    while let current = next, seen.insert(current).inserted, line.count < Self.deepest {
      guard let person = try person(current) else { break }
      line.append(person)
      next = try manager(of: current)
    }
    return line
  }

  /// Those whose manager this is by their own best server. Order: by name.
  func reports(to pid: Int64, _ accounts: [AccountRecord]) throws -> [PersonReference] {
    var found: Set<Int64> = []
    for account in accounts {
      let pids = try Int64.fetchAll(
        database,
        sql: """
          SELECT a.pid FROM mirror_account_manager m JOIN mirror_account a ON a.rid = m.rid
          WHERE m.manager_ref = ? AND a.server = ? AND a.pid <> ? LIMIT ?
          """, arguments: [account.ref, account.serverID, pid, Self.mostReports])
      for candidate in pids where try manager(of: candidate) == pid { found.insert(candidate) }
    }
    return try found.compactMap(person).sorted { ($0.name, $0.key) < ($1.name, $1.key) }
  }

  private func manager(of pid: Int64) throws -> Int64? {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT s.name, a.manager_ref, r.id FROM mirror_account a
          JOIN mirror_server s ON s.id = a.server JOIN mirror_resource r ON r.rid = a.rid
          WHERE a.pid = ?
          """), arguments: [pid]
    ).map { Link(server: $0["name"], id: $0["id"], ref: $0["manager_ref"]) }
    let ordered = ServerPriority(priority).sorted(rows, by: \.server, then: \.id)
    return try manager(ordered.map { ($0.server, $0.ref) })
  }

  private struct Link {
    var server: String
    var id: String
    var ref: Int64?
  }

  /// The first account that names a manager decides, known to the mirror or not.
  private func manager(_ links: [(server: String, ref: Int64?)]) throws -> Int64? {
    guard let link = links.first(where: { $0.ref != nil }) else { return nil }
    return try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT a.pid FROM mirror_resource_ref r JOIN mirror_account a ON a.rid = r.rid
          JOIN mirror_server s ON s.id = a.server WHERE r.ref = ? AND s.name = ?
          """), arguments: [link.ref, link.server])
  }

  private func person(_ pid: Int64) throws -> PersonReference? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT key, name FROM mirror_person WHERE pid = ?"),
      arguments: [pid]
    ).map(PersonReference.init)
  }
}
