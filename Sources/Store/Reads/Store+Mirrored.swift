import Foundation
import GRDB
import Governance
import SCIM

extension Store {
  public func resource(
    server: String, type: String, id: String
  ) throws(StoreError) -> MirroredResource? {
    try read { database in
      guard let collection = try Collection.find(database, server: server, type: type) else {
        return nil
      }
      return try MirroredRows(database, collection).find(id)
    }
  }

  /// The User with exactly this `userName` (compared without case, RFC 7643 §4.1.1).
  public func user(
    server: String, userName: String
  ) throws(StoreError) -> MirroredResource? {
    try read { database in
      guard
        let users = try Collection.find(database, server: server, type: Collection.users)
      else { return nil }
      let rows = MirroredRows(database, users)
      for pid in try PeopleSearch(database).candidates(forUserName: userName) {
        for resource in try rows.accounts(of: pid) where resource.hasUserName(userName) {
          return resource
        }
      }
      return nil
    }
  }

  /// The resource with exactly this `externalId`. It reads all of the type: not for every key.
  public func resource(
    server: String, type: String, externalID: String
  ) throws(StoreError) -> MirroredResource? {
    try read { database in
      guard let collection = try Collection.find(database, server: server, type: type) else {
        return nil
      }
      return try MirroredRows(database, collection).find(externalID: externalID)
    }
  }

  /// The ids of a type's resources, all in memory at once. Order: as they were first read.
  public func resourceIDs(server: String, type: String) throws(StoreError) -> [String] {
    try read { database in
      guard let collection = try Collection.find(database, server: server, type: type) else {
        return []
      }
      return try String.fetchAll(
        database, sql: "SELECT id FROM mirror_resource WHERE collection = ? ORDER BY rid",
        arguments: [collection.id])
    }
  }

  public func resourceCount(server: String, type: String) throws(StoreError) -> Int {
    try read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT resource_count FROM mirror_collection c JOIN mirror_server s ON s.id = c.server
          WHERE s.name = ? AND c.type = ?
          """, arguments: [server, type]) ?? 0
    }
  }
}

/// Resources of one collection between their rows and their values.
struct MirroredRows {
  private let database: Database
  private let collection: Collection

  init(_ database: Database, _ collection: Collection) {
    self.database = database
    self.collection = collection
  }

  /// The condition that finds one resource. Parameters: its `ref`, its collection, its id.
  static func isResource(_ table: String) -> String {
    """
    \(table).rid IN (SELECT rid FROM mirror_resource_ref WHERE ref = ? AND collection = ?)
      AND \(table).id = ?
    """
  }

  func rid(_ id: String) throws -> Int64? {
    try Int64.fetchOne(
      database, sql: "SELECT rid FROM mirror_resource r WHERE \(Self.isResource("r"))",
      arguments: [collection.ref(id), collection.id, id])
  }

  func find(_ id: String) throws -> MirroredResource? {
    try Row.fetchOne(
      database,
      sql: "SELECT * FROM mirror_resource r WHERE \(Self.isResource("r"))",
      arguments: [collection.ref(id), collection.id, id]
    ).map(resource)
  }

  func accounts(of pid: Int64) throws -> [MirroredResource] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT r.* FROM mirror_account a JOIN mirror_resource r ON r.rid = a.rid
        WHERE a.pid = ? AND r.collection = ?
        """, arguments: [pid, collection.id]
    ).map(resource)
  }

  func find(externalID: String) throws -> MirroredResource? {
    let quoted = Data(JSON.string(externalID).bytes)
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT * FROM mirror_resource WHERE collection = ? AND instr(json, ?) > 0",
      arguments: [collection.id, quoted])
    while let row = try rows.next() {
      let resource = resource(row)
      let header: ResourceScanner.Header
      do { header = try ResourceScanner.header(resource.bytes, 0..<resource.bytes.count) } catch {
        continue
      }
      if header.externalId == externalID { return resource }
    }
    return nil
  }

  private func resource(_ row: Row) -> MirroredResource {
    let json: Data = row["json"]
    let version: String? = row["version"]
    return MirroredResource(
      server: collection.serverName, type: collection.type, id: row["id"], bytes: [UInt8](json),
      version: version.flatMap { $0.isEmpty ? nil : $0 }, lastModified: row.date("last_modified"),
      readAt: Self.readAt(row, confirmedAt: collection.confirmedAt),
      firstSeen: Date(timeIntervalSince1970: row["first_seen"]))
  }

  /// From the columns `read_at` and `missing`: what a whole walk or a delta did not bring anew is
  /// known to be as it was.
  static func readAt(_ row: Row, confirmedAt: Double?) -> Date {
    let read: Double = row["read_at"]
    let isMissing: Int = row["missing"]
    let confirmed = isMissing > 0 ? 0 : confirmedAt ?? 0
    return Date(timeIntervalSince1970: max(read, confirmed))
  }
}

extension MirroredResource {
  fileprivate func hasUserName(_ name: String) -> Bool {
    do {
      let user = try ResourceScanner.user(bytes, 0..<bytes.count)
      return user.userName?.lowercased() == name.lowercased()
    } catch { return false }
  }
}
