import GRDB
import Governance

/// A resource as the history names it: by what its server calls it, for the mirror's own numbers
/// change when it is read anew.
struct HistoryResource: Hashable {
  var server: String
  /// `User` or `Group`.
  var type: String
  var id: String

  static func user(_ server: String, _ id: String) -> HistoryResource {
    HistoryResource(server: server, type: Collection.users, id: id)
  }

  var hash: Int64 {
    ContentHash.of(id, seed: ContentHash.of(type, seed: ContentHash.of(server)))
  }
}

/// Keeps what changed. Nothing is asked of the history while a server is read for the first time.
struct HistoryWriter {
  private let at: Int64
  private let texts: HistoryTexts
  private let findResource: HotStatement
  private let addResource: HotStatement
  private let insert: HotStatement
  private let addOwner: HotStatement
  private let database: Database

  init(_ database: Database, now: Double) throws {
    self.database = database
    at = Int64(now.rounded(.down))
    texts = try HistoryTexts(database)
    findResource = try HotStatement(
      database,
      """
      SELECT id FROM ledger_history_resource
      WHERE hash = ? AND resource = ? AND server = ? AND type = ?
      """)
    addResource = try HotStatement(
      database,
      "INSERT INTO ledger_history_resource (hash, resource, server, type) VALUES (?, ?, ?, ?)")
    // What changes twice within a second went from the first value to the last.
    insert = try HotStatement(
      database,
      """
      INSERT INTO ledger_history_change (resource, at, kind, name, old, new)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET new = excluded.new
      """)
    addOwner = try HotStatement(
      database, "INSERT OR IGNORE INTO ledger_history_owner (owner, resource) VALUES (?, ?)")
  }

  func note(
    _ resource: HistoryResource, _ kind: HistoryKind, _ name: String = "", old: String?,
    new: String?
  ) throws {
    if old == new { return }
    try insert.run(
      .integer(try number(of: resource)), .integer(at), .integer(kind.rawValue),
      .integer(try texts.number(of: name)), .optional(try old.map(texts.number)),
      .optional(try new.map(texts.number)))
  }

  /// Notes each value that differs. Order: by name, so that the same change is the same rows.
  func note(
    _ resource: HistoryResource, from old: [String: String], to new: [String: String]
  ) throws {
    for name in Set(old.keys).union(new.keys).sorted() {
      try note(resource, .field, name, old: old[name], new: new[name])
    }
  }

  /// - Parameter new: nil when the account is gone.
  func noteOwner(
    _ resource: HistoryResource, from old: IdentityKey, to new: IdentityKey?
  ) throws {
    if old == new { return }
    try note(resource, .owner, old: old.rawValue, new: new?.rawValue)
    try addOwner.run(.text(old.rawValue), .integer(try number(of: resource)))
  }

  private func number(of resource: HistoryResource) throws -> Int64 {
    let server = try texts.number(of: resource.server)
    let type = try texts.number(of: resource.type)
    let found = try findResource.first(
      .integer(resource.hash), .text(resource.id), .integer(server), .integer(type)
    ) { $0.int(0) }
    if let found { return found }
    try addResource.run(
      .integer(resource.hash), .text(resource.id), .integer(server), .integer(type))
    return database.lastInsertedRowID
  }
}

/// The texts of the history, each kept once.
private struct HistoryTexts {
  private let database: Database
  private let find: HotStatement
  private let add: HotStatement

  init(_ database: Database) throws {
    self.database = database
    find = try HotStatement(
      database, "SELECT id FROM ledger_history_text WHERE hash = ? AND text = ?")
    add = try HotStatement(
      database, "INSERT INTO ledger_history_text (hash, text) VALUES (?, ?)")
  }

  func number(of text: String) throws -> Int64 {
    let hash = ContentHash.of(text)
    if let found = try find.first(.integer(hash), .text(text), read: { $0.int(0) }) {
      return found
    }
    try add.run(.integer(hash), .text(text))
    return database.lastInsertedRowID
  }
}
