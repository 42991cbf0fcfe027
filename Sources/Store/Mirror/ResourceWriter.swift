import Foundation
import GRDB
import SCIM

/// What became of one resource of a page.
enum SavedResource {
  case unchanged(rid: Int64)
  case added(rid: Int64)
  case changed(rid: Int64)
}

/// Writes the resources of one collection within one transaction.
struct ResourceWriter {
  let collection: Collection
  let tail: MirrorTail
  private let now: Double
  private let content: ContentWriter
  private let findByRow: HotStatement
  private let find: HotStatement
  private let insert: HotStatement
  private let update: HotStatement
  private let touch: HotStatement
  private let text: HotStatement

  /// `isWhole`: what a resource leaves out, it does not have (a GET, not a list). `rests`: the
  /// members that its text leaves out, by hash.
  init(
    _ database: Database, collection: Collection, tail: MirrorTail, settings: StoreSettings,
    isWhole: Bool, rests: [String: MemberRest], now: Date
  ) throws {
    self.collection = collection
    self.tail = tail
    self.now = now.timeIntervalSince1970
    content = try ContentWriter(
      database, collection: collection, tail: tail, settings: settings, isWhole: isWhole,
      rests: rests, now: now)
    let columns = "SELECT rid, content_hash, missing, ifnull(version, '') FROM mirror_resource"
    findByRow = try HotStatement(database, "\(columns) WHERE rid = ? AND id = ?")
    find = try HotStatement(
      database,
      """
      \(columns) WHERE rid IN
        (SELECT rid FROM mirror_resource_ref WHERE ref = ? AND collection = ?) AND id = ?
      """)
    insert = try HotStatement(
      database,
      """
      INSERT INTO mirror_resource
        (ref, collection, id, content_hash, first_seen, read_at, version, last_modified, json)
      VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8)
      """)
    update = try HotStatement(
      database,
      """
      UPDATE mirror_resource SET content_hash = ?, read_at = ?, version = ?, last_modified = ?,
        missing = 0, json = ?6 WHERE rid = ?5
      """)
    touch = try HotStatement(
      database,
      "UPDATE mirror_resource SET missing = 0, read_at = ?, version = ? WHERE rid = ?")
    text = try HotStatement(database, "SELECT json FROM mirror_resource WHERE rid = ?")
  }

  /// Saves a resource, unless the mirror has the same bytes.
  ///
  /// `version` is for servers that give it in the header alone. `refresh` notes that it was read
  /// even when nothing changed.
  func save(
    _ element: ScannedPage.Element, of bytes: [UInt8], version: String? = nil,
    refresh: Bool = false
  ) throws -> SavedResource {
    let (hash, range) = (element.hash, element.range)
    let ref = collection.ref(element.resource.id)
    let version = element.resource.version ?? version
    guard let stored = try stored(ref, element.resource.id) else {
      let rid = try add(element, of: bytes, ref: ref, version: version)
      return .added(rid: rid)
    }
    if stored.hash == hash {
      let hasNewVersion = version.map { $0 != stored.version } ?? false
      if stored.isMissing || refresh || hasNewVersion {
        try touch.run(.real(now), .text(version ?? stored.version), .integer(stored.rid))
      }
      return .unchanged(rid: stored.rid)
    }
    // Only indexed rows change.
    try tail.catchUp()
    let old = collection.type == Collection.users ? try storedText(stored.rid) : []
    try update.run(
      .integer(hash), .real(now), .optional(version), .optional(element.resource.lastModified),
      .integer(stored.rid), blob: bytes[range])
    try content.change(stored.rid, ref: ref, element.resource, bytes, range, old: old)
    return .changed(rid: stored.rid)
  }

  private struct Stored {
    var rid: Int64
    var hash: Int64
    var isMissing: Bool
    var version: String

    init(_ row: HotRow) {
      rid = row.int(0)
      hash = row.int(1)
      isMissing = row.int(2) > 0
      version = row.text(3)
    }
  }

  private func storedText(_ rid: Int64) throws -> [UInt8] {
    try text.first(.integer(rid)) { $0.bytes(0) } ?? []
  }

  /// nil when the mirror does not have it.
  private func stored(_ ref: Int64, _ id: String) throws -> Stored? {
    if tail.isSurelyNew(resource: ref, of: collection) { return nil }
    if let rid = tail.unindexedResource(ref) {
      if let found = try findByRow.first(.integer(rid), .text(id), read: Stored.init) {
        return found
      }
      // Two ids with one hash: only the index can tell them apart.
      try tail.catchUp()
    }
    return try find.first(
      .integer(ref), .integer(collection.id), .text(id), read: Stored.init)
  }

  private func add(
    _ element: ScannedPage.Element, of bytes: [UInt8], ref: Int64, version: String?
  ) throws -> Int64 {
    try insert.run(
      .integer(ref), .integer(collection.id), .text(element.resource.id), .integer(element.hash),
      .real(now), .optional(version), .optional(element.resource.lastModified),
      blob: bytes[element.range])
    let rid = content.database.lastInsertedRowID
    tail.added(resource: ref, rid, to: collection)
    try content.add(rid, ref: ref, element, bytes)
    return rid
  }
}
