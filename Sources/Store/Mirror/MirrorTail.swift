import Foundation
import GRDB

/// The newest rows of the mirror, which its indexes do not have yet.
///
/// An index of hashes is touched all over by each page of resources: written page by page it costs
/// more than the resources themselves, and the larger it is the more. A first reading therefore
/// leaves its newest rows out of the indexes, of the search and of the order of names, and adds
/// them in batches, sorted. Every other transaction adds its rows before it ends, and first those
/// that another has left out: only a first reading ever sees such rows.
final class MirrorTail {
  /// Of what a first reading knows by heart, from one page to the next.
  struct Memory: Sendable {
    fileprivate var indexed: Rows
    fileprivate var last: Rows
    /// SQLite's count of what other connections wrote.
    fileprivate var version: Int64
    /// When rows were left out first, after the last time that none were.
    fileprivate var since: Date?
    /// By `ref`, which is a collection's own.
    fileprivate var resources: [Int64: Place] = [:]
    /// By the hash of the key.
    fileprivate var people: [Int64: Int64] = [:]
    /// nil: everything may be there already.
    fileprivate var seen: Seen?
  }

  fileprivate struct Place {
    var rid: Int64
    var collection: Int64
  }

  fileprivate struct Rows: Equatable {
    var rid: Int64
    var pid: Int64
  }

  /// Who is surely new need not be looked up.
  fileprivate struct Seen {
    var resources = BloomFilter()
    var people = BloomFilter()
    /// Whose resources the filter has, all of them.
    var collections: Set<Int64> = []
  }

  private let database: Database
  private(set) var memory: Memory

  /// For a transaction that leaves nothing out.
  convenience init(settled database: Database) throws {
    try self.init(database, nil)
    try catchUp()
  }

  /// For a page of a first reading. `memory` is what the page before left; it counts if nobody else
  /// has written since.
  convenience init(
    _ database: Database, continuing memory: Memory?, of collection: Collection
  ) throws {
    try self.init(database, memory)
    try rememberAll(of: collection)
  }

  private init(_ database: Database, _ memory: Memory?) throws {
    self.database = database
    let (indexed, last) = try Self.rows(database)
    let version =
      try Int64.fetchOne(
        database.cachedStatement(sql: "PRAGMA data_version")) ?? 0
    if let memory, memory.indexed == indexed, memory.last == last, memory.version == version {
      self.memory = memory
      return
    }
    self.memory = Memory(indexed: indexed, last: last, version: version)
    try readTail()
  }

  /// Whether rows wait that only the process knows which left them out.
  static func isBehind(_ database: Database) throws -> Bool {
    let (indexed, last) = try rows(database)
    return indexed != last
  }

  private static func rows(_ database: Database) throws -> (indexed: Rows, last: Rows) {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT indexed_rid, indexed_pid,
            (SELECT ifnull(max(rid), 0) FROM mirror_resource),
            (SELECT ifnull(max(pid), 0) FROM mirror_person)
          FROM mirror_tail
          """))
    guard let row else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    return (Rows(rid: row[0], pid: row[1]), Rows(rid: row[2], pid: row[3]))
  }

  private func readTail() throws {
    if memory.indexed == memory.last { return }
    let resources = try HotStatement(
      database, "SELECT ref, rid, collection FROM mirror_resource WHERE rid > ?")
    try resources.each(.integer(memory.indexed.rid)) {
      memory.resources[$0.int(0)] = Place(rid: $0.int(1), collection: $0.int(2))
    }
    let people = try HotStatement(
      database, "SELECT key_hash, pid FROM mirror_person WHERE pid > ?")
    try people.each(.integer(memory.indexed.pid)) { memory.people[$0.int(0)] = $0.int(1) }
  }

  private func rememberAll(of collection: Collection) throws {
    guard collection.type == Collection.users else { return }
    var seen = memory.seen ?? Seen()
    if memory.seen == nil {
      let people = try HotStatement(database, "SELECT key_hash FROM mirror_person_key")
      try people.each { seen.people.insert($0.int(0)) }
      for hash in memory.people.keys { seen.people.insert(hash) }
      for ref in memory.resources.keys { seen.resources.insert(ref) }
    }
    if seen.collections.insert(collection.id).inserted, collection.resourceCount > 0 {
      let resources = try HotStatement(
        database, "SELECT ref FROM mirror_resource_ref WHERE collection = ?")
      try resources.each(.integer(collection.id)) { seen.resources.insert($0.int(0)) }
    }
    memory.seen = seen
  }

  // MARK: - Looking up

  /// The row that may be the resource's: whoever takes it compares the id.
  func unindexedResource(_ ref: Int64) -> Int64? { memory.resources[ref]?.rid }

  /// The row that may be the person's: whoever takes it compares the key.
  func unindexedPerson(_ keyHash: Int64) -> Int64? { memory.people[keyHash] }

  func isSurelyNew(resource ref: Int64, of collection: Collection) -> Bool {
    guard let seen = memory.seen, seen.collections.contains(collection.id) else { return false }
    return !seen.resources.mayContain(ref)
  }

  func isSurelyNew(person keyHash: Int64) -> Bool {
    memory.seen.map { !$0.people.mayContain(keyHash) } ?? false
  }

  /// Whether the search and the order of names lack a person because the row is new.
  func isUnindexed(person pid: Int64) -> Bool { pid > memory.indexed.pid }

  // MARK: - Adding

  func added(resource ref: Int64, _ rid: Int64, to collection: Collection) {
    memory.resources[ref] = Place(rid: rid, collection: collection.id)
    memory.last.rid = rid
    memory.seen?.resources.insert(ref)
  }

  func added(person keyHash: Int64, _ pid: Int64) {
    memory.people[keyHash] = pid
    memory.last.pid = pid
    memory.seen?.people.insert(keyHash)
  }

  /// After a person's row is gone: its id may be given again, to somebody who is not indexed.
  func removedPerson() throws {
    memory.indexed = try Self.rows(database).indexed
  }

  /// Units: rows; seconds.
  private static let batches = 20_000...65_536
  private static let longestWait = 2.0

  /// Whether the rows that were left out should wait no longer: the larger the indexes the more of
  /// them should come at once, but people should appear while a slow server is read.
  func isDue(at now: Date) -> Bool {
    let since = memory.since ?? now
    memory.since = since
    let batch = Int(clamping: memory.indexed.rid / 16)
    let due = min(max(batch, Self.batches.lowerBound), Self.batches.upperBound)
    return memory.resources.count >= due || abs(now.timeIntervalSince(since)) >= Self.longestWait
  }

  /// Adds all that was left out to the indexes, and pending people to the search and to the order
  /// of names.
  ///
  /// Many at a time and sorted: a page of an index is then written once, not once for each entry
  /// that falls on it.
  func catchUp() throws {
    let (indexed, last) = try Self.rows(database)
    if indexed != last { try index(after: indexed, upTo: last) }
    try PeopleIndex.catchUp(database, after: indexed.pid)
    if indexed != last {
      try database.execute(
        sql: "UPDATE mirror_tail SET indexed_rid = ?, indexed_pid = ?",
        arguments: [last.rid, last.pid])
    }
    memory.resources.removeAll(keepingCapacity: true)
    memory.people.removeAll(keepingCapacity: true)
    (memory.indexed, memory.last, memory.since) = (last, last, nil)
  }

  /// OR ROLLBACK: see `PeopleIndex`.
  private func index(after indexed: Rows, upTo last: Rows) throws {
    try indexResources(after: indexed, upTo: last)
    try database.execute(
      sql: """
        INSERT OR ROLLBACK INTO mirror_account_manager (manager_ref, rid)
          SELECT manager_ref, rid FROM mirror_account
          WHERE rid > ? AND manager_ref IS NOT NULL ORDER BY 1, 2
        """, arguments: [indexed.rid])
    try database.execute(
      sql: """
        INSERT OR ROLLBACK INTO mirror_value_holder (server, type, value, rid)
          SELECT server, type, value, rid FROM mirror_value WHERE rid > ? ORDER BY 1, 2, 3, 4
        """, arguments: [indexed.rid])
    try database.execute(
      sql: """
        INSERT OR ROLLBACK INTO mirror_person_key (key_hash, pid)
          SELECT key_hash, pid FROM mirror_person WHERE pid > ? ORDER BY 1, 2
        """, arguments: [indexed.pid])
    try database.execute(
      sql: """
        INSERT OR ROLLBACK INTO mirror_department (department, pid)
          SELECT department, pid FROM mirror_person WHERE pid > ? ORDER BY 1, 2
        """, arguments: [indexed.pid])
  }
}

extension MirrorTail {
  /// From memory, where all of them are: their rows are as large as the resources.
  private func indexResources(after indexed: Rows, upTo last: Rows) throws {
    guard Int64(memory.resources.count) == last.rid - indexed.rid else {
      return try database.execute(
        sql: """
          INSERT OR ROLLBACK INTO mirror_resource_ref (ref, collection, rid)
            SELECT ref, collection, rid FROM mirror_resource WHERE rid > ? ORDER BY 1, 2, 3
          """, arguments: [indexed.rid])
    }
    let add = try HotStatement(
      database, "INSERT INTO mirror_resource_ref (ref, collection, rid) VALUES (?, ?, ?)")
    for (ref, place) in memory.resources.sorted(by: { $0.key < $1.key }) {
      try add.run(.integer(ref), .integer(place.collection), .integer(place.rid))
    }
  }
}
