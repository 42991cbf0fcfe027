import GRDB
import Governance

/// Finds whose account a user id of a server is.
struct PersonFinder {
  private let database: Database

  init(_ database: Database) { self.database = database }

  func find(server: String, userID: String) throws -> PersonReference? {
    guard !userID.isEmpty,
      let users = try Collection.find(database, server: server, type: Collection.users)
    else { return nil }
    return try Row.fetchOne(
      database,
      sql: """
        SELECT p.key, p.name FROM mirror_resource r JOIN mirror_account a ON a.rid = r.rid
        JOIN mirror_person p ON p.pid = a.pid
        WHERE \(MirroredRows.isResource("r"))
        """, arguments: [users.ref(userID), users.id, userID]
    ).map(PersonReference.init)
  }

  func pid(_ key: IdentityKey) throws -> Int64? {
    try Int64.fetchOne(
      database,
      sql: """
        SELECT pid FROM mirror_person
        WHERE pid IN (SELECT pid FROM mirror_person_key WHERE key_hash = ?) AND key = ?
        """,
      arguments: [ContentHash.of(key.rawValue), key.rawValue])
  }
}

extension PersonReference {
  /// From the columns `key` and `name`.
  init(_ row: Row) {
    self.init(key: IdentityKey(rawValue: row["key"]), name: row["name"])
  }
}
