import Foundation
import GRDB

/// An open walk as it stands in the database.
struct WalkRow {
  var walk: Walk
  var collection: Collection
  /// Nothing of the collection was ever read to the end: its people are put into order in batches.
  var isFirst: Bool

  static func find(_ database: Database, server: String, type: String) throws -> WalkRow? {
    guard let collection = try Collection.find(database, server: server, type: type),
      let row = try Row.fetchOne(
        database, sql: "SELECT * FROM mirror_walk WHERE collection = ?",
        arguments: [collection.id])
    else { return nil }
    return WalkRow(row, collection)
  }

  /// Throws: `notFound` when the walk was ended or begun anew meanwhile.
  static func open(_ database: Database, _ walk: Walk) throws -> WalkRow {
    guard let row = try find(database, server: walk.server, type: walk.type),
      row.walk.id == walk.id
    else {
      throw StoreError(
        .notFound, "This reading of \(walk.server) was ended by another sync.",
        advice: "Let that one finish, then sync again.")
    }
    return row
  }

  static func insert(
    _ database: Database, _ collection: Collection, _ position: WalkPosition, now: Date
  ) throws -> Walk {
    try database.execute(
      sql: """
        INSERT INTO mirror_walk (collection, start_index, cursor, after_id, started, updated, is_first)
        VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
        """,
      arguments: [
        collection.id, position.startIndex, position.cursor, position.afterID,
        now.timeIntervalSince1970,
        collection.confirmedAt == nil,
      ])
    return Walk(
      id: database.lastInsertedRowID, server: collection.serverName, type: collection.type,
      position: position, started: now)
  }

  private init(_ row: Row, _ collection: Collection) {
    self.collection = collection
    isFirst = row["is_first"]
    let (cursor, afterID): (String?, String?) = (row["cursor"], row["after_id"])
    walk = Walk(
      id: row["id"], server: collection.serverName, type: collection.type,
      position: cursor.map { .cursor($0) } ?? afterID.map { .after($0) }
        ?? .index(row["start_index"] ?? 1),
      started: Date(timeIntervalSince1970: row["started"]), done: row["done"])
  }

  /// The rows that all pages so far brought.
  func seen(_ database: Database) throws -> RowidSet {
    var seen = RowidSet()
    let pages = try Data.fetchCursor(
      database, sql: "SELECT rids FROM mirror_walk_page WHERE walk = ?", arguments: [walk.id])
    while let page = try pages.next() {
      for rid in PackedRowids.unpack(page) { seen.insert(rid) }
    }
    return seen
  }

  func advance(
    _ database: Database, rids: [Int64], page: MirrorPage, to next: WalkPosition, now: Date
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO mirror_walk_page (walk, page, rids)
        SELECT ?1, ifnull(max(page), 0) + 1, ?2 FROM mirror_walk_page WHERE walk = ?1
        """, arguments: [walk.id, Data(PackedRowids.pack(rids))])
    try database.execute(
      sql: """
        UPDATE mirror_walk SET start_index = ?, cursor = ?, after_id = ?, updated = ?, done = done + ?,
          total = ifnull(?, total) WHERE id = ?
        """,
      arguments: [
        next.startIndex, next.cursor, next.afterID, now.timeIntervalSince1970, rids.count,
        page.total, walk.id,
      ])
  }

  func delete(_ database: Database) throws {
    try database.execute(
      sql: "DELETE FROM mirror_walk_page WHERE walk = ?", arguments: [walk.id])
    try database.execute(sql: "DELETE FROM mirror_walk WHERE id = ?", arguments: [walk.id])
  }
}

extension WalkPosition {
  var startIndex: Int? { if case .index(let index) = self { index } else { nil } }
  var afterID: String? { if case .after(let id) = self { id } else { nil } }
  var cursor: String? { if case .cursor(let cursor) = self { cursor } else { nil } }
}
