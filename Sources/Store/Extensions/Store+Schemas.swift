import Foundation
import GRDB
import SCIM

extension Store {
  /// Keeps the schemas that a server describes, but for those of RFC 7643, which are known. None
  /// leaves what is kept: a server that stops describing them still sends their values.
  ///
  /// A server that describes more than hundreds is not believed: the rest is left out. Nothing is
  /// written where nothing changed.
  public func saveSchemas(_ schemas: [Schema], server: String) throws(StoreError) {
    let own = SchemaRows.unknown(schemas)
    if own.isEmpty { return }
    let known = try read { try SchemaRows.texts($0, server: server) }
    if known == own { return }
    try write { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO mirror_server (name) VALUES (?)", arguments: [server])
      try SchemaRows.forget(database, server: server)
      for (urn, json) in own {
        try database.execute(
          sql: """
            INSERT INTO mirror_schema (server, urn, json)
            SELECT id, ?, ? FROM mirror_server WHERE name = ?
            """, arguments: [urn, json, server])
      }
    }
  }

  /// The schemas that a server describes beside those of RFC 7643. Order: by URN.
  public func schemas(server: String) throws(StoreError) -> [Schema] {
    try read { try SchemaRows.schemas($0, server: server) }
  }
}

/// Described schemas between their rows and their values.
enum SchemaRows {
  // Real servers have a dozen, with some dozens of attributes each.
  private static let most = 300
  private static let mostBytes = 100_000

  static func unknown(_ schemas: [Schema]) -> [String: String] {
    let known = Set(Schema.all.map { $0.id.lowercased() })
    var texts: [String: String] = [:]
    for schema in schemas.prefix(most) where !known.contains(schema.id.lowercased()) {
      let json = String(decoding: schema.json.bytes, as: UTF8.self)
      if json.utf8.count <= mostBytes { texts[schema.id] = json }
    }
    return texts
  }

  static func texts(_ database: Database, server: String) throws -> [String: String] {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT m.urn, m.json FROM mirror_schema m JOIN mirror_server s ON s.id = m.server
          WHERE s.name = ?
          """), arguments: [server])
    return Dictionary(
      rows.map { ($0["urn"] as String, $0["json"] as String) }, uniquingKeysWith: { $1 })
  }

  static func schemas(_ database: Database, server: String) throws -> [Schema] {
    try texts(database, server: server).sorted { $0.key < $1.key }.compactMap { _, text in
      do { return try Schema(try JSON(parsing: text)) } catch {
        // What cannot be read again is as if it had not been described.
        return nil
      }
    }
  }

  static func forget(_ database: Database, server: String) throws {
    try database.execute(
      sql: "DELETE FROM mirror_schema WHERE server = (SELECT id FROM mirror_server WHERE name = ?)",
      arguments: [server])
  }
}
