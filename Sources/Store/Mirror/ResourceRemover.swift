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

  func remove(_ rids: [Int64]) throws {
    for rid in rids {
      let id = try String.fetchOne(
        database, sql: "DELETE FROM mirror_resource WHERE rid = ? RETURNING id", arguments: [rid])
      if let id { try content.remove(rid, id: id) }
    }
    try collection.count(added: 0, removed: rids.count, in: database)
    try tail.catchUp()
  }
}
