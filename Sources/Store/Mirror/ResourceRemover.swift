import Foundation
import GRDB

/// Takes resources out of the mirror, with all that was derived from them.
struct ResourceRemover {
  private let database: Database
  private let collection: Collection
  private let tail: MirrorTail
  private let content: ContentWriter

  init(
    _ database: Database, collection: Collection, settings: StoreSettings, now: Date
  ) throws {
    self.database = database
    self.collection = collection
    tail = try MirrorTail(settled: database)
    content = try ContentWriter(
      database, collection: collection, tail: tail, settings: settings, isWhole: true, now: now)
  }

  /// - Parameter isForgotten: nobody took them away, they are only forgotten here: that is no
  ///   change of theirs.
  func remove(_ rids: [Int64], isForgotten: Bool = false) throws {
    let text = collection.type == Collection.users && !isForgotten ? "json" : "NULL"
    let sql = "DELETE FROM mirror_resource WHERE rid = ? RETURNING id, \(text) AS json"
    for rid in rids {
      let row = try Row.fetchOne(database, sql: sql, arguments: [rid])
      guard let row else { continue }
      let json: Data? = row["json"]
      try content.remove(
        rid, id: row["id"], old: json.map { [UInt8]($0) }, isForgotten: isForgotten)
    }
    try collection.count(added: 0, removed: rids.count, in: database)
    try tail.catchUp()
  }
}
