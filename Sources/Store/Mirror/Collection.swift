import Foundation
import GRDB

/// The resources of one type on one server.
struct Collection {
  static let users = "User"
  static let groups = "Group"
  static let accessRequests = "AccessRequest"
  static let devices = "Device"

  var id: Int64
  var server: Int64
  var serverName: String
  var type: String
  /// How many resources the mirror has.
  var resourceCount: Int
  /// Until when everything that was not read again is known to be unchanged.
  var confirmedAt: Double?
  /// When the first reading to the end was done; nil before: nothing is history yet.
  var historySince: Double?
  /// Whether the server's lists of groups carry members at all (PROVIDERS rule 12).
  var areMembersListed: Bool
  /// Whether not even a group read alone shows its members: without any it proves nothing.
  var areMembersHidden: Bool

  // In `are_members_listed`.
  static let listed = 1
  static let hidden = 2

  /// The number by which a resource is found.
  func ref(_ resourceID: String) -> Int64 { ContentHash.of(resourceID, seed: id) }

  /// nil when nothing of the kind was ever read.
  static func find(_ database: Database, server: String, type: String) throws -> Collection? {
    try Row.fetchOne(
      database,
      sql: """
        SELECT c.*, s.name FROM mirror_collection c JOIN mirror_server s ON s.id = c.server
        WHERE s.name = ? AND c.type = ?
        """, arguments: [server, type]
    ).map(Collection.init)
  }

  static func make(_ database: Database, server: String, type: String) throws -> Collection {
    if let found = try find(database, server: server, type: type) { return found }
    try database.execute(
      sql: "INSERT OR IGNORE INTO mirror_server (name) VALUES (?)", arguments: [server])
    try database.execute(
      sql: """
        INSERT INTO mirror_collection (server, type)
        SELECT id, ? FROM mirror_server WHERE name = ?
        """, arguments: [type, server])
    guard let made = try find(database, server: server, type: type) else {
      throw DatabaseError(resultCode: .SQLITE_INTERNAL)
    }
    return made
  }

  private init(_ row: Row) {
    id = row["id"]
    server = row["server"]
    serverName = row["name"]
    type = row["type"]
    resourceCount = row["resource_count"]
    confirmedAt = row["confirmed_at"]
    historySince = row["history_since"]
    let listed: Int = row["are_members_listed"]
    areMembersListed = listed == Self.listed
    areMembersHidden = listed == Self.hidden
  }

  /// Keeps the number of resources true.
  func count(added: Int, removed: Int = 0, in database: Database) throws {
    if added == removed { return }
    try database.execute(
      sql: "UPDATE mirror_collection SET resource_count = resource_count + ? WHERE id = ?",
      arguments: [added - removed, id])
  }

  /// Everything that was not read again is as it was at `time`.
  func confirm(at time: Date, in database: Database) throws {
    try database.execute(
      sql: """
        UPDATE mirror_collection SET confirmed_at = max(ifnull(confirmed_at, 0), ?) WHERE id = ?
        """, arguments: [time.timeIntervalSince1970, id])
  }

  /// From here on, what changes is history.
  func beginHistory(at time: Date, in database: Database) throws {
    if historySince != nil { return }
    try database.execute(
      sql: "UPDATE mirror_collection SET history_since = ? WHERE id = ?",
      arguments: [time.timeIntervalSince1970, id])
  }
}
