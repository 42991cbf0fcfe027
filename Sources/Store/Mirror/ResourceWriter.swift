import Foundation
import GRDB
import Governance
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
  private let now: Double
  private let content: ContentWriter
  private let find: HotStatement
  private let insert: HotStatement
  private let update: HotStatement
  private let touch: HotStatement

  /// `isWhole`: what a resource leaves out, it does not have (a GET, not a list).
  init(
    _ database: Database, collection: Collection, settings: StoreSettings, isWhole: Bool,
    now: Date
  ) throws {
    self.collection = collection
    self.now = now.timeIntervalSince1970
    content = try ContentWriter(
      database, collection: collection, settings: settings, isWhole: isWhole, now: now)
    find = try HotStatement(
      database,
      """
      SELECT rid, content_hash, missing, ifnull(version, '') FROM mirror_resource
      WHERE ref = ? AND collection = ? AND id = ?
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
  }

  /// Saves a resource, unless the mirror has the same bytes.
  ///
  /// `version` is for servers that give it in the header alone. `refresh` notes that it was read
  /// even when nothing changed.
  func save(
    _ element: ScannedPage.Element, of bytes: [UInt8], version: String? = nil,
    refresh: Bool = false
  ) throws -> SavedResource {
    let (resource, hash, range) = (element.resource, element.hash, element.range)
    let ref = collection.ref(resource.id)
    let version = resource.version ?? version
    let stored = try find.first(
      .integer(ref), .integer(collection.id), .text(resource.id)
    ) { row in
      (rid: row.int(0), hash: row.int(1), isMissing: row.int(2) > 0, version: row.text(3))
    }
    guard let stored else {
      let rid = try add(bytes[range], resource, ref: ref, hash: hash, version: version)
      return .added(rid: rid)
    }
    if stored.hash == hash {
      let hasNewVersion = version.map { $0 != stored.version } ?? false
      if stored.isMissing || refresh || hasNewVersion {
        try touch.run(.real(now), .text(version ?? stored.version), .integer(stored.rid))
      }
      return .unchanged(rid: stored.rid)
    }
    try update.run(
      .integer(hash), .real(now), .optional(version), .optional(resource.lastModified),
      .integer(stored.rid), blob: bytes[range])
    try content.change(stored.rid, ref: ref, resource, bytes, range)
    return .changed(rid: stored.rid)
  }

  private func add(
    _ bytes: ArraySlice<UInt8>, _ resource: ScannedResource, ref: Int64, hash: Int64,
    version: String?
  ) throws -> Int64 {
    try insert.run(
      .integer(ref), .integer(collection.id), .text(resource.id), .integer(hash), .real(now),
      .optional(version), .optional(resource.lastModified), blob: bytes)
    let rid = content.database.lastInsertedRowID
    try content.add(rid, ref: ref, resource, bytes)
    return rid
  }
}

/// A resource as the scanner for its type read it.
struct ScannedResource: Sendable {
  enum Columns: Sendable {
    case user(ResourceScanner.UserColumns)
    case group(ResourceScanner.GroupColumns)
    case other
  }

  var id: String
  var version: String?
  var lastModified: Double?
  var columns: Columns
  /// nil until a page of users is prepared.
  var person: ScannedPerson?

  /// nil when the bytes are no object or it has no id.
  init?(_ type: String, _ bytes: [UInt8], _ range: Range<Int>) {
    do {
      switch type {
      case Collection.users:
        let user = try ResourceScanner.user(bytes, range)
        self.init(user.id, user.version, user.lastModified, .user(user))
      case Collection.groups:
        let group = try ResourceScanner.group(bytes, range)
        self.init(group.id, group.version, group.lastModified, .group(group))
      default:
        let header = try ResourceScanner.header(bytes, range)
        self.init(header.id, header.version, header.lastModified, .other)
      }
    } catch {
      // The caller counts it as rejected; the page goes on.
      return nil
    }
  }

  private init?(_ id: String?, _ version: String?, _ lastModified: String?, _ columns: Columns) {
    guard let id, !id.isEmpty else { return nil }
    self.id = id
    self.version = version
    self.lastModified = lastModified.flatMap(SCIMDate.parse)?.timeIntervalSince1970
    self.columns = columns
  }
}
