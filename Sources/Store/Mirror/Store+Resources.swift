import Foundation
import GRDB
import Governance
import SCIM

extension Store {
  /// Saves a page of changed resources (an incremental sync): what is not in it stays.
  ///
  /// `isLast` says that the server has no more changes up to `now`: all that it did not name is
  /// then known to be unchanged. Where nothing differs and it is not the last, nothing is written.
  public func saveDelta(
    _ page: MirrorPage, server: String, type: String, isLast: Bool, now: Date
  ) throws(StoreError) -> PageOutcome {
    try write { database in
      let collection = try Collection.make(database, server: server, type: type)
      let outcome = try save(
        page, collection, isWhole: page.isCompleted, refresh: false, now: now, database)
      if isLast { try collection.confirm(at: now, in: database) }
      return outcome
    }
  }

  /// Saves one resource as a GET, a POST or a PATCH answered it.
  ///
  /// `version` is the `ETag` header, for servers that leave `meta.version` out; `rests` are the
  /// members that the bytes leave out, by hash.
  public func saveResource(
    server: String, type: String, bytes: [UInt8], rests: [String: MemberRest] = [:],
    version: String? = nil, now: Date
  ) throws(StoreError) -> PageOutcome {
    try write { database in
      let collection = try Collection.make(database, server: server, type: type)
      var page = MirrorPage(bytes: bytes, resources: [0..<bytes.count])
      page.rests = rests
      return try save(
        page, collection, version: version, isWhole: true, refresh: true, now: now, database)
    }
  }

  private func save(
    _ page: MirrorPage, _ collection: Collection, version: String? = nil, isWhole: Bool,
    refresh: Bool, now: Date, _ database: Database
  ) throws -> PageOutcome {
    let tail = try MirrorTail(settled: database)
    let writer = try ResourceWriter(
      database, collection: collection, tail: tail, settings: settings, isWhole: isWhole,
      rests: page.rests, now: now)
    let scanner = PageResourceScanner(
      type: collection.type, server: collection.serverName, settings: settings)
    var pages = PageWriter(database, writer: writer)
    var seen = RowidSet()
    try pages.save(
      ScannedPage(page, scanner), seen: &seen, version: version, refresh: refresh)
    try tail.catchUp()
    return pages.outcome
  }

  /// Removes what a server answered 404 for. Returns whether it was there.
  @discardableResult
  public func removeResource(
    server: String, type: String, id: String, now: Date
  ) throws(StoreError) -> Bool {
    try write { database in
      _ = try MirrorTail(settled: database)
      guard let collection = try Collection.find(database, server: server, type: type),
        let rid = try MirroredRows(database, collection).rid(id)
      else { return false }
      try ResourceRemover(database, collection: collection, settings: settings, now: now)
        .remove([rid])
      return true
    }
  }

  /// Forgets everything that was read from a server. The ledger stays.
  public func forgetMirror(server: String, now: Date) throws(StoreError) {
    try write { database in
      let types = try String.fetchAll(
        database,
        sql: """
          SELECT type FROM mirror_collection c JOIN mirror_server s ON s.id = c.server
          WHERE s.name = ?
          """, arguments: [server])
      for type in types {
        if let walk = try WalkRow.find(database, server: server, type: type) {
          try walk.delete(database)
        }
        guard let collection = try Collection.find(database, server: server, type: type) else {
          continue
        }
        try forget(collection, database, now: now)
      }
      try database.execute(
        sql: """
          DELETE FROM mirror_change WHERE server = (SELECT id FROM mirror_server WHERE name = ?)
          """, arguments: [server])
      try SchemaRows.forget(database, server: server)
      try database.execute(sql: "DELETE FROM mirror_server WHERE name = ?", arguments: [server])
    }
  }

  private func forget(_ collection: Collection, _ database: Database, now: Date) throws {
    let rids = try Int64.fetchAll(
      database, sql: "SELECT rid FROM mirror_resource WHERE collection = ?",
      arguments: [collection.id])
    if collection.type == Collection.accessRequests {
      // Nobody withdrew them: only our copies go.
      try database.execute(
        sql: "DELETE FROM mirror_resource WHERE collection = ?", arguments: [collection.id])
    } else {
      try ResourceRemover(database, collection: collection, settings: settings, now: now)
        .remove(rids, isForgotten: true)
    }
    try database.execute(
      sql: "DELETE FROM mirror_collection WHERE id = ?", arguments: [collection.id])
  }
}
