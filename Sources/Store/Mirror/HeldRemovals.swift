import GRDB
import Governance

/// What a walk of one collection did not see, and is too much to believe (PROVIDERS rule 11).
struct HeldRemovals {
  /// How many are named.
  static let namedCount = 10

  private let database: Database
  private let collection: Collection
  /// As many as an earlier walk held back, and the operator was shown.
  let count: Int

  init(_ database: Database, _ collection: Collection) throws {
    self.database = database
    self.collection = collection
    count =
      try Int.fetchOne(
        database, sql: "SELECT held_count FROM mirror_collection WHERE id = ?",
        arguments: [collection.id]) ?? 0
  }

  /// Notes what would vanish.
  func hold(_ reckoning: WalkReckoning) throws -> HeldRemoval {
    let unseen = reckoning.unseen
    let names = try unseen.prefix(Self.namedCount).compactMap(name)
    try database.execute(
      sql: "UPDATE mirror_collection SET held_count = ?, held_names = ? WHERE id = ?",
      arguments: [unseen.count, try TextList.encode(names), collection.id])
    return HeldRemoval(
      type: collection.type, count: unseen.count, known: reckoning.knownCount, names: names)
  }

  func clear() throws {
    guard count > 0 else { return }
    try database.execute(
      sql: "UPDATE mirror_collection SET held_count = 0, held_names = '[]' WHERE id = ?",
      arguments: [collection.id])
  }

  private func name(_ rid: Int64) throws -> String? {
    try String.fetchOne(
      database,
      sql: """
        SELECT coalesce(
          CASE WHEN json_valid(json) THEN CAST(json ->> '$.userName' AS TEXT) END,
          CASE WHEN json_valid(json) THEN CAST(json ->> '$.displayName' AS TEXT) END, id)
        FROM (SELECT id, CAST(json AS TEXT) AS json FROM mirror_resource WHERE rid = ?)
        """, arguments: [rid])
  }
}
