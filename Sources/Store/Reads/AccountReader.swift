import Foundation
import GRDB
import Governance
import SCIM

/// An account with all that the mirror knows of it.
struct AccountRecord {
  var rid: Int64
  var ref: Int64
  var serverID: Int64
  var managerRef: Int64?
  var scanned: ScannedAccount
  var firstSeen: Date
  /// When the accounts of its server were first read to the end; nil before that.
  var historySince: Date?
  var account: Account
  var bytes: [UInt8]

  var server: String { account.server }
  var id: String { account.id }
}

/// Reads accounts, each from its JSON.
struct AccountReader {
  private let database: Database
  private let priority: ServerPriority

  init(_ database: Database, priority: [String]) {
    self.database = database
    self.priority = ServerPriority(priority)
  }

  private static let select = """
    SELECT r.*, a.ref AS account_ref, a.server, a.manager_ref, s.name AS server_name,
      c.confirmed_at, c.history_since
    FROM mirror_account a JOIN mirror_resource r ON r.rid = a.rid
    JOIN mirror_server s ON s.id = a.server JOIN mirror_collection c ON c.id = r.collection
    """

  /// Order: by server priority, then id.
  func accounts(of pid: Int64) throws -> [AccountRecord] {
    let records = try Row.fetchAll(
      database.cachedStatement(sql: "\(Self.select) WHERE a.pid = ?"), arguments: [pid]
    ).compactMap { try record($0) }
    return priority.sorted(records, by: \.server, then: \.id)
  }

  func accounts(of key: IdentityKey) throws -> [AccountRecord] {
    guard let pid = try PersonFinder(database).pid(key) else { return [] }
    return try accounts(of: pid)
  }

  func account(server: String, id: String) throws -> AccountRecord? {
    guard
      let users = try Collection.find(database, server: server, type: Collection.users)
    else { return nil }
    return try Row.fetchOne(
      database, sql: "\(Self.select) WHERE \(MirroredRows.isResource("r"))",
      arguments: [users.ref(id), users.id, id]
    ).flatMap { try record($0) }
  }

  /// nil for bytes that today's scanner cannot read, though an earlier one took them.
  private func record(_ row: Row) throws -> AccountRecord? {
    let json: Data = row["json"]
    let bytes = [UInt8](json)
    let columns: ResourceScanner.UserColumns
    do { columns = try ResourceScanner.user(bytes, 0..<bytes.count) } catch { return nil }
    let scanned = ScannedAccount(server: row["server_name"], id: row["id"], columns: columns)
    let version: String? = row["version"]
    return AccountRecord(
      rid: row["rid"], ref: row["account_ref"], serverID: row["server"],
      managerRef: row["manager_ref"], scanned: scanned,
      firstSeen: Date(timeIntervalSince1970: row["first_seen"]),
      historySince: row.date("history_since"),
      account: Account(
        server: scanned.server, id: scanned.id, userName: columns.userName ?? "",
        displayName: scanned.name, isActive: columns.active,
        lastModified: row.date("last_modified"),
        version: version.flatMap { $0.isEmpty ? nil : $0 },
        readAt: MirroredRows.readAt(row, confirmedAt: row["confirmed_at"]),
        link: try LinkRows.find(database, scanned.server, scanned.id)), bytes: bytes)
  }
}
