import Foundation
import GRDB
import Governance

/// One change that the history keeps.
struct RecordedChange: Equatable {
  /// Units: seconds since 1970.
  var at: Double
  var kind: HistoryKind
  var name: String
  var old: String?
  var new: String?

  /// Whether it took away what is held under this name.
  func isLoss(of type: EntitlementType, _ value: String) -> Bool {
    kind.held == type && name == value && new == nil
  }

  /// When something was given last, or came with the account; nil for as long as is known.
  ///
  /// - Parameter changes: order: the newest first.
  static func gained(
    _ type: EntitlementType, _ value: String, _ changes: [RecordedChange]
  ) -> Date? {
    changes.first { change in
      let isOwn = change.kind.held == type && change.name == value
      return change.old == nil && (isOwn || change.kind == .account)
    }.map { Date(timeIntervalSince1970: $0.at) }
  }
}

/// Reads what the history keeps.
struct HistoryReader {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Order: the newest first.
  func changes(of resource: HistoryResource) throws -> [RecordedChange] {
    guard let number = try number(of: resource) else { return [] }
    return try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT c.at, c.kind, n.text AS name, o.text AS old, w.text AS new
          FROM ledger_history_change c JOIN ledger_history_text n ON n.id = c.name
          LEFT JOIN ledger_history_text o ON o.id = c.old
          LEFT JOIN ledger_history_text w ON w.id = c.new
          WHERE c.resource = ? ORDER BY c.at DESC, c.kind DESC, n.text DESC
          """), arguments: [number]
    ).compactMap { row in
      guard let kind = HistoryKind(rawValue: row["kind"]) else { return nil }
      let change = RecordedChange(
        at: row["at"], kind: kind, name: row["name"], old: row["old"], new: row["new"])
      // What went there and back within a second is nothing.
      return change.old == change.new ? nil : change
    }
  }

  private func number(of resource: HistoryResource) throws -> Int64? {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT r.id FROM ledger_history_resource r
          JOIN ledger_history_text s ON s.id = r.server JOIN ledger_history_text t ON t.id = r.type
          WHERE r.hash = ? AND r.resource = ? AND s.text = ? AND t.text = ?
          """), arguments: [resource.hash, resource.id, resource.server, resource.type])
  }

  /// The accounts that were somebody's, and are not by now or are gone.
  func accounts(formerlyOf key: IdentityKey) throws -> [HistoryResource] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT s.text AS server, r.resource FROM ledger_history_owner o
          JOIN ledger_history_resource r ON r.id = o.resource
          JOIN ledger_history_text s ON s.id = r.server
          WHERE o.owner = ? ORDER BY s.text, r.resource
          """), arguments: [key.rawValue]
    ).map { .user($0["server"], $0["resource"]) }
  }

  /// When the history of each server begins. Order: by name.
  func starts() throws -> [HistoryStart] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT s.name, max(CASE WHEN c.type = 'User' THEN 1 ELSE 0 END) AS has_users,
          max(CASE WHEN c.type = 'User' AND c.history_since IS NULL THEN 1 ELSE 0 END) AS is_open,
          max(CASE WHEN c.type IN ('User', 'Group') THEN c.history_since END) AS since
        FROM mirror_server s JOIN mirror_collection c ON c.server = s.id
        GROUP BY s.name ORDER BY s.name
        """
    ).compactMap { row in
      let (hasUsers, isOpen): (Bool, Bool) = (row["has_users"], row["is_open"])
      guard hasUsers else { return nil }
      return HistoryStart(server: row["name"], begins: isOpen ? nil : row.date("since"))
    }
  }

  /// When a server's groups were read to the end first; nil before that.
  func groupsSince(_ server: Int64) throws -> Double? {
    try Double.fetchOne(
      database.cachedStatement(
        sql: "SELECT history_since FROM mirror_collection WHERE server = ? AND type = ?"),
      arguments: [server, Collection.groups])
  }

  /// Somebody who has no account any more, by a key or the value in it.
  func former(named text: String) throws -> IdentityKey? {
    let candidates =
      [text] + ["mail", "user", "employee", "external"].map { "\($0):\(text.lowercased())" }
    for candidate in candidates {
      let isKnown = try Bool.fetchOne(
        database.cachedStatement(
          sql: "SELECT EXISTS (SELECT 1 FROM ledger_history_owner WHERE owner = ?)"),
        arguments: [candidate])
      if isKnown == true { return IdentityKey(rawValue: candidate) }
    }
    return nil
  }
}
