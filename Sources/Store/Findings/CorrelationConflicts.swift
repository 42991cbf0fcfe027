import GRDB
import Governance

/// Accounts of which the attributes do not say whose they are: two people share a value, one
/// person's accounts contradict each other, or a server has several accounts of one person.
///
/// They are never merged on a guess: an operator links them, or keeps them apart.
struct CorrelationConflicts: FindingSource {
  let kind = Finding.Kind.correlationConflict

  func findings(in context: FindingContext, limit: Int) throws -> [Finding] {
    try findings(context.database, of: nil, limit: limit)
  }

  /// - Parameter person: nil for all.
  func findings(
    _ database: Database, of person: PersonReference?, limit: Int
  ) throws -> [Finding] {
    let pid = try person.flatMap { try PersonFinder(database).pid($0.key) }
    if person != nil && pid == nil { return [] }
    let shared = try shared(database, pid, limit: limit)
    return try shared + several(database, pid, limit: limit - shared.count)
  }

  // MARK: A value of two people

  private func shared(_ database: Database, _ pid: Int64?, limit: Int) throws -> [Finding] {
    let rows = try Row.fetchAll(
      database, sql: Self.sharedValues(of: pid),
      arguments: pid == nil ? ["limit": limit] : ["pid": pid, "limit": limit])
    let names = AccountNames(database)
    return try rows.map { row in
      let account = AccountReference(
        server: row["server"], id: row["id"], userName: try names.userName(rid: row["rid"]))
      let owner = PersonReference(row)
      let other = PersonReference(
        key: IdentityKey(rawValue: row["other_key"]), name: row["other_name"])
      let isApart = row["kind"] == AccountOwners.apart
      let value = Self.words(row["claimed"])
      return Finding(
        kind: kind,
        sentence: isApart
          ? "\(account.name) has \(value), as \(other.name) has, and contradicts their other"
            + " accounts."
          : "\(account.name) has \(value), as \(other.name) has, and another key of its own.",
        advice: "Link it to \(other.name) if it is theirs; if not, unlink it: it stays apart.",
        person: owner, account: account, candidates: [other], since: row.date("first_seen")
      ).revealing(
        ["userName", Self.attribute(row["claimed"])],
        discreet: "An account on \(account.server) has a value that \(other.name) has, too.")
    }
  }

  /// Each account with the first other person who has a value of it.
  private static func sharedValues(of pid: Int64?) -> String {
    let mine = pid == nil ? "" : "WHERE a.pid = :pid"
    return """
      WITH claim AS (
        SELECT c.rid, c.kind, c.key AS claimed, c.key_hash, a.pid FROM mirror_claim c
        JOIN mirror_account a ON a.rid = c.rid \(mine)),
      found AS (
        SELECT claim.*, p.pid AS other FROM claim
          JOIN mirror_person_key k ON k.key_hash = claim.key_hash
          JOIN mirror_person p ON p.pid = k.pid AND p.key = claim.claimed
          WHERE p.pid <> claim.pid
        UNION
        SELECT claim.*, b.pid AS other FROM claim
          JOIN mirror_claim d ON d.key_hash = claim.key_hash AND d.key = claim.claimed
          JOIN mirror_account b ON b.rid = d.rid WHERE b.pid <> claim.pid)
      SELECT f.rid, f.kind, f.claimed, min(f.other), s.name AS server, r.id, r.first_seen,
        p.key, p.name, o.key AS other_key, o.name AS other_name
      FROM found f JOIN mirror_resource r ON r.rid = f.rid
      JOIN mirror_account a ON a.rid = f.rid JOIN mirror_server s ON s.id = a.server
      JOIN mirror_person p ON p.pid = f.pid JOIN mirror_person o ON o.pid = f.other
      GROUP BY f.rid ORDER BY p.name_order, f.rid LIMIT :limit
      """
  }

  /// Shape: `the employee number 4711`.
  private static func words(_ key: String) -> String {
    let parts = key.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count == 2 ? String(parts[1]) : key
    return switch parts.first {
    case "mail": "the address \(value)"
    case "user": "the user name \(value)"
    case "employee": "the employee number \(value)"
    case "external": "the external id \(value)"
    default: "the key \(key)"
    }
  }

  /// What the value is of, as roles call it.
  private static func attribute(_ key: String) -> String {
    switch key.prefix(while: { $0 != ":" }) {
    case "user": "userName"
    case "employee": "enterprise.employeeNumber"
    case "external": "externalId"
    default: "emails"
    }
  }

  // MARK: Several accounts on one server

  private func several(_ database: Database, _ pid: Int64?, limit: Int) throws -> [Finding] {
    guard limit > 0 else { return [] }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT g.pid, g.server AS server_id, s.name AS server, p.key, p.name, g.count FROM (
          SELECT a.pid, a.server, count(*) AS count FROM mirror_account a
          \(pid == nil ? "" : "WHERE a.pid = :pid") GROUP BY a.pid, a.server HAVING count(*) > 1
        ) g JOIN mirror_server s ON s.id = g.server JOIN mirror_person p ON p.pid = g.pid
        ORDER BY p.name_order, s.name LIMIT :limit
        """, arguments: pid == nil ? ["limit": limit] : ["pid": pid, "limit": limit])
    return try rows.compactMap { try several($0, database) }
  }

  private func several(_ row: Row, _ database: Database) throws -> Finding? {
    let names = AccountNames(database)
    let server: String = row["server"]
    let accounts = try Row.fetchAll(
      database,
      sql: """
        SELECT a.rid, r.id, r.first_seen FROM mirror_account a
        JOIN mirror_resource r ON r.rid = a.rid WHERE a.pid = ? AND a.server = ?
        ORDER BY r.first_seen, r.id
        """, arguments: [row["pid"] as Int64, row["server_id"] as Int64])
    // An operator said of all but one whose they are.
    let unsaid = try accounts.filter { try LinkRows.find(database, server, $0["id"]) == nil }
    guard unsaid.count > 1, let newest = unsaid.last else { return nil }
    let account = AccountReference(
      server: server, id: newest["id"], userName: try names.userName(rid: newest["rid"]))
    let person = PersonReference(row)
    let shown = try accounts.prefix(4).map { try names.userName(rid: $0["rid"]) }
    return Finding(
      kind: kind,
      sentence: "\(server) has \(accounts.count) accounts of \(person.name): "
        + "\(shown.joined(separator: ", "))\(accounts.count > 4 ? ", …" : "").",
      advice: "Unlink what is somebody else's; link what is theirs, and it is asked no more.",
      person: person, account: account, since: newest.date("first_seen")
    ).revealing(
      ["userName"],
      discreet: "\(server) has \(accounts.count) accounts of \(person.name).")
  }
}
