import Foundation
import GRDB
import Governance

extension Store {
  /// nil for a server that was never synced.
  public func syncState(server: String) throws(StoreError) -> SyncState? {
    try read { database in
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT * FROM mirror_server WHERE name = ?", arguments: [server])
      else { return nil }
      return try SyncStateRow.state(row, database)
    }
  }

  public func saveSyncState(_ state: SyncState) throws(StoreError) {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO mirror_server
            (name, last_sync, failure_reason, failure_advice, capabilities_json, capabilities,
             methods, limits)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET last_sync = excluded.last_sync,
            failure_reason = excluded.failure_reason, failure_advice = excluded.failure_advice,
            capabilities_json = excluded.capabilities_json,
            capabilities = excluded.capabilities, methods = excluded.methods,
            limits = excluded.limits
          """,
        arguments: [
          state.server, state.lastSync?.timeIntervalSince1970, state.failure?.reason,
          state.failure?.advice, state.capabilitiesJSON, try TextList.encode(state.capabilities),
          try TextList.encode(state.methods), try TextList.encode(state.limits),
        ])
      for (type, date) in state.highWater {
        let collection = try Collection.make(database, server: state.server, type: type)
        try database.execute(
          sql: "UPDATE mirror_collection SET high_water = ? WHERE id = ?",
          arguments: [date.timeIntervalSince1970, collection.id])
      }
    }
  }

  /// Saves what a check found, and leaves what a sync remembers as it is.
  public func saveCapabilities(
    server: String, json: String, capabilities: [String], methods: [String], limits: [String]
  ) throws(StoreError) {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO mirror_server (name, capabilities_json, capabilities, methods, limits)
          VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET capabilities_json = excluded.capabilities_json,
            capabilities = excluded.capabilities, methods = excluded.methods,
            limits = excluded.limits
          """,
        arguments: [
          server, json, try TextList.encode(capabilities), try TextList.encode(methods),
          try TextList.encode(limits),
        ])
    }
  }

  /// The configured servers as the Servers screen shows them. Order: as given.
  public func servers(
    _ configured: [ConfiguredServer], now: Date
  ) throws(StoreError) -> [ServerState] {
    try read { database in
      try configured.map { try ServerReader(database, now: now).state(of: $0) }
    }
  }
}

enum SyncStateRow {
  static func state(_ row: Row, _ database: Database) throws -> SyncState {
    let reason: String? = row["failure_reason"]
    var state = SyncState(
      server: row["name"], lastSync: row.date("last_sync"),
      failure: reason.map { .init(reason: $0, advice: row["failure_advice"] ?? "") },
      capabilitiesJSON: row["capabilities_json"],
      capabilities: TextList.decode(row["capabilities"]),
      methods: TextList.decode(row["methods"]), limits: TextList.decode(row["limits"]))
    let marks = try Row.fetchAll(
      database,
      sql: """
        SELECT type, high_water FROM mirror_collection
        WHERE server = ? AND high_water IS NOT NULL
        """, arguments: [row["id"] as Int64])
    state.habits = try WriteHabitRows.fetch(database, server: state.server)
    for mark in marks { state.highWater[mark["type"]] = mark.date("high_water") }
    return state
  }
}

/// Puts together what the Servers screen shows.
struct ServerReader {
  private let database: Database
  private let now: Date

  // A page takes seconds at most: a walk that has stood still for longer was cut off.
  private static let liveSeconds = 60.0

  init(_ database: Database, now: Date) {
    self.database = database
    self.now = now
  }

  func state(of server: ConfiguredServer) throws -> ServerState {
    let row = try Row.fetchOne(
      database, sql: "SELECT * FROM mirror_server WHERE name = ?", arguments: [server.name])
    let known = try row.map { try SyncStateRow.state($0, database) }
    let counts = try counts(row?["id"])
    var state = ServerState(
      name: server.name, baseURL: server.baseURL,
      phase: try phase(known, server: row?["id"]), lastSync: known?.lastSync,
      userCount: counts[Collection.users] ?? 0, groupCount: counts[Collection.groups] ?? 0,
      capabilities: known?.capabilities ?? [], methods: known?.methods ?? [],
      limits: (known?.limits ?? []) + (known?.habits ?? []).map(\.sentence),
      heldRemovals: try heldRemovals(row?["id"]),
      pendingActionCount: try actionCount(server.name, ["queued", "sending", "waiting"]),
      failedActionCount: try actionCount(server.name, ["failed", "conflicted"]))
    state.login = server.login
    return state
  }

  private func phase(_ known: SyncState?, server: Int64?) throws -> ServerState.Phase {
    let walk = try Row.fetchOne(
      database,
      sql: """
        SELECT c.type, w.done, w.total, w.started, w.updated FROM mirror_walk w
        JOIN mirror_collection c ON c.id = w.collection
        WHERE c.server = ? ORDER BY w.updated DESC, w.id DESC LIMIT 1
        """, arguments: [server])
    let updated: Double = walk?["updated"] ?? 0
    if let walk, updated > now.timeIntervalSince1970 - Self.liveSeconds {
      return .syncing(type: walk["type"], done: walk["done"], total: walk["total"])
    }
    if let failure = known?.failure {
      return .failed(reason: failure.reason, advice: failure.advice)
    }
    let (done, started): (Int, Double) = (walk?["done"] ?? 0, walk?["started"] ?? 0)
    if let walk, done > 0, started > known?.lastSync?.timeIntervalSince1970 ?? 0 {
      return .stopped(type: walk["type"], done: walk["done"], total: walk["total"])
    }
    return known?.lastSync == nil ? .neverSynced : .idle
  }

  private func counts(_ server: Int64?) throws -> [String: Int] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT type, resource_count FROM mirror_collection WHERE server = ?",
      arguments: [server])
    return Dictionary(
      rows.map { ($0["type"], $0["resource_count"]) }, uniquingKeysWith: { first, _ in first })
  }

  private func heldRemovals(_ server: Int64?) throws -> [HeldRemoval] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT type, held_count, resource_count, held_names FROM mirror_collection
        WHERE server = ? AND held_count > 0 ORDER BY id
        """, arguments: [server])
    return rows.map { row in
      HeldRemoval(
        type: row["type"], count: row["held_count"], known: row["resource_count"],
        names: TextList.decode(row["held_names"]))
    }
  }

  /// Endings that lie in the future wait for nothing but time: they are not counted.
  private func actionCount(_ server: String, _ statuses: [String]) throws -> Int {
    let marks = statuses.map { "'\($0)'" }.joined(separator: ", ")
    return try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM ledger_action WHERE server = ? AND status IN (\(marks))
          AND NOT (is_ending AND status = 'queued' AND (held_by IS NOT NULL OR due > ?))
        """, arguments: [server, now.timeIntervalSince1970]) ?? 0
  }
}

/// A list of texts in one column.
enum TextList {
  static func encode(_ texts: [String]) throws -> String {
    String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
  }

  static func decode(_ text: String) -> [String] {
    do { return try JSONDecoder().decode([String].self, from: Data(text.utf8)) } catch {
      // Only for show, and written anew by the next sync.
      return []
    }
  }
}
