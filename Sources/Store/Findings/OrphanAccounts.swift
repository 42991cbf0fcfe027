import Foundation
import GRDB
import Governance

/// Accounts of somebody whom the best server, the one that knows who works here, does not have.
struct OrphanAccounts: FindingSource {
  let kind = Finding.Kind.orphanAccount

  func findings(in context: FindingContext, limit: Int) throws -> [Finding] {
    let database = context.database
    guard let best = try Self.authority(database, context.settings.priority) else { return [] }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT a.rid, a.is_active, s.name AS server, r.id, r.first_seen, p.key, p.name,
          p.name_order
        FROM mirror_account a JOIN mirror_server s ON s.id = a.server
        JOIN mirror_resource r ON r.rid = a.rid JOIN mirror_person p ON p.pid = a.pid
        WHERE a.server <> :best AND NOT EXISTS (
          SELECT 1 FROM mirror_account b WHERE b.pid = a.pid AND b.server = :best)
        LIMIT :limit
        """, arguments: ["best": best.server, "limit": limit])
    let names = AccountNames(database)
    return try rows.sorted(by: Self.comesFirst).map { row in
      let account = AccountReference(
        server: row["server"], id: row["id"], userName: try names.userName(rid: row["rid"]))
      var finding = Self.finding(best.serverName, account.server)
      finding.person = PersonReference(row)
      finding.account = account
      finding.since = row.date("first_seen")
      if row["is_active"] == false { finding.sentence += " It is off." }
      return finding
    }
  }

  /// Those that still work first: they are what gives access to nobody known.
  private static func comesFirst(_ left: Row, _ right: Row) -> Bool {
    func rank(_ row: Row) -> (Int, String, String) {
      (row["is_active"] == false ? 1 : 0, row["name_order"], row["server"])
    }
    return rank(left) < rank(right)
  }

  /// The users of the best server; nil when they were not read, or there are none: nobody would have
  /// an owner then.
  static func authority(_ database: Database, _ priority: [String]) throws -> Collection? {
    guard let best = priority.first,
      let users = try Collection.find(database, server: best, type: Collection.users),
      users.confirmedAt != nil,
      try Bool.fetchOne(
        database, sql: "SELECT resource_count > 0 FROM mirror_collection WHERE id = ?",
        arguments: [users.id]) == true
    else { return nil }
    return users
  }

  /// - Parameter servers: Shape: `chat, idp`.
  static func finding(_ best: String, _ servers: String) -> Finding {
    Finding(
      kind: .orphanAccount, sentence: "\(best) knows nobody for the account on \(servers).",
      advice: "Link it to its owner, or ask that it is taken away.")
  }
}

/// What accounts call themselves, from their JSON.
struct AccountNames {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Empty where the account has none.
  func userName(rid: Int64) throws -> String {
    let bytes = try Data.fetchOne(
      database.cachedStatement(sql: "SELECT json FROM mirror_resource WHERE rid = ?"),
      arguments: [rid])
    guard let bytes else { return "" }
    do {
      return try ScannedAccount(server: "", id: "", bytes: [UInt8](bytes)).columns.userName ?? ""
    } catch {
      // Bytes that today's scanner cannot read: the id names the account.
      return ""
    }
  }
}
