import Foundation
import GRDB
import Governance
import SCIM

/// Tells what happened to a person: by the servers, by what changed between syncs, and here.
struct TimelineReader {
  private let database: Database

  private static let most = 200

  init(_ database: Database) { self.database = database }

  /// Order: newest first.
  func timeline(of key: IdentityKey, _ accounts: [AccountRecord]) throws -> [TimelineEntry] {
    var entries = try requests(key) + decisions(key) + actions(key)
    for account in accounts { entries += try events(account) + link(account) }
    return Array(entries.sorted { $0.time > $1.time }.prefix(Self.most))
  }

  private func events(_ account: AccountRecord) throws -> [TimelineEntry] {
    let server = account.server
    var entries = try Row.fetchAll(
      database,
      sql: """
        SELECT time, sentence FROM mirror_change WHERE ref = ? AND server = ?
        ORDER BY time DESC LIMIT ?
        """, arguments: [account.ref, account.serverID, Self.most]
    ).compactMap { row in
      row.date("time").map { TimelineEntry(time: $0, sentence: row["sentence"], server: server) }
    }
    let created = Self.created(account.bytes)
    if let created {
      entries.append(
        TimelineEntry(time: created, sentence: "account created", server: server))
    }
    if let changed = account.account.lastModified, changed != created {
      entries.append(
        TimelineEntry(time: changed, sentence: "account last changed", server: server))
    }
    entries.append(
      TimelineEntry(time: account.firstSeen, sentence: "account first read", server: server))
    return entries
  }

  private func link(_ account: AccountRecord) -> [TimelineEntry] {
    guard let link = account.account.link else { return [] }
    return [
      TimelineEntry(
        time: link.since, sentence: "account \(link.sentence)", server: account.server)
    ]
  }

  private static func created(_ bytes: [UInt8]) -> Date? {
    do {
      return try JSON(parsing: bytes)["meta"]?["created"]?.string.flatMap(SCIMDate.parse)
    } catch { return nil }
  }

  private func requests(_ key: IdentityKey) throws -> [TimelineEntry] {
    let ids = try String.fetchAll(
      database,
      sql:
        "SELECT id FROM ledger_request WHERE beneficiary_key = ? ORDER BY submitted DESC LIMIT ?",
      arguments: [key.rawValue, Self.most])
    return try RequestRows.fetch(database, ids: ids).map { request in
      let items = request.items.map { item in
        (item.operation == .grant ? "+ " : "− ") + item.display
      }
      let by = request.requester.key == key ? "" : " by \(request.requester.name)"
      return TimelineEntry(
        time: request.submitted, sentence: "asked\(by): \(items.joined(separator: ", "))")
    }
  }

  private func decisions(_ key: IdentityKey) throws -> [TimelineEntry] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT r.status, r.decided_by, r.decided_at, d.comment FROM ledger_request r
        LEFT JOIN ledger_decision d ON d.request = r.id
        WHERE r.beneficiary_key = ? AND r.decided_at IS NOT NULL
        ORDER BY r.decided_at DESC LIMIT ?
        """, arguments: [key.rawValue, Self.most]
    ).compactMap { row in
      guard let time = row.date("decided_at") else { return nil }
      let status: String = row["status"]
      let by: String? = row["decided_by"]
      let comment: String = row["comment"] ?? ""
      let sentence =
        "request \(status)" + (by.map { " by \($0)" } ?? "")
        + (comment.isEmpty ? "" : ": \(comment)")
      return TimelineEntry(time: time, sentence: sentence)
    }
  }

  private func actions(_ key: IdentityKey) throws -> [TimelineEntry] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT a.* FROM ledger_action a JOIN ledger_request r ON r.id = a.request
        WHERE r.beneficiary_key = ? AND a.applied_at IS NOT NULL
        ORDER BY a.applied_at DESC LIMIT ?
        """, arguments: [key.rawValue, Self.most]
    ).compactMap { row in
      guard let time = row.date("applied_at") else { return nil }
      let action = try ActionRows.action(row)
      let so = action.status == .satisfied ? " (was so already)" : ""
      return TimelineEntry(
        time: time, sentence: action.operation.effect + so, server: action.operation.server)
    }
  }
}
