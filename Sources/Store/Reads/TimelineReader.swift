import Foundation
import GRDB
import Governance
import SCIM

/// Tells what happened to a person: by the servers, by what changed between syncs, and here.
struct TimelineReader {
  private let database: Database
  private let settings: StoreSettings
  /// Of each kind of entry.
  private let most: Int

  init(_ database: Database, settings: StoreSettings, most: Int = 200) {
    self.database = database
    self.settings = settings
    self.most = most
  }

  /// Order: newest first.
  ///
  /// - Parameters:
  ///   - accounts: those of which the server's own dates are told too.
  ///   - moment: nothing later is told; nil for everything.
  func timeline(
    of key: IdentityKey, _ accounts: [AccountRecord], until moment: Date? = nil
  ) throws -> [TimelineEntry] {
    var entries = try requests(key) + decisions(key) + actions(key) + changes(key)
    for account in accounts { entries += try events(account) + link(account) }
    if let moment { entries.removeAll { $0.time > moment } }
    return Array(entries.sorted { $0.time > $1.time }.prefix(most))
  }

  /// What the history keeps of all accounts that are or were theirs, as long as they were.
  private func changes(_ key: IdentityKey) throws -> [TimelineEntry] {
    let reader = PastAccountReader(database, settings: settings)
    return try reader.accounts(of: key).flatMap { now, changes -> [TimelineEntry] in
      var owner = now.owner
      var entries: [TimelineEntry] = []
      // That an account is gone says that its values are.
      let ends = Set(changes.filter { $0.kind == .account && $0.new == nil }.map(\.at))
      for change in changes {
        let before = change.kind == .owner ? change.old.map(IdentityKey.init(rawValue:)) : owner
        let isTheirs =
          try reader.isTheirs(owner, key, now: now.owner)
          || reader.isTheirs(before, key, now: now.owner)
        if change.kind == .field && ends.contains(change.at) { continue }
        if isTheirs, let entry = try entry(change, now.resource.server, of: key) {
          entries.append(entry)
        }
        owner = before
      }
      return entries
    }
  }

  private func entry(
    _ change: RecordedChange, _ server: String, of key: IdentityKey
  ) throws -> TimelineEntry? {
    var entry = TimelineEntry(
      time: Date(timeIntervalSince1970: change.at), sentence: "", server: server,
      isRecorded: true)
    let name = change.new ?? change.old ?? ""
    let isGain = change.old == nil
    switch change.kind {
    case .field:
      let field = try fieldChange(change, server)
      (entry.change, entry.sentence) = (field, field.sentence)
    case .group: entry.sentence = "\(isGain ? "joined" : "left") \(name)"
    case .goneGroup: entry.sentence = "left \(name), which is gone"
    case .role, .entitlement:
      let type = change.kind == .role ? "role" : "entitlement"
      entry.sentence = "\(isGain ? "given" : "lost") \(type) \(name)"
    case .account: entry.sentence = isGain ? "account appeared" : "account gone"
    case .owner:
      guard let new = change.new else { return nil }
      entry.sentence =
        new == key.rawValue
        ? "account came from \(change.old ?? "nobody")" : "account went to \(new)"
    case .subgroup: return nil
    }
    return entry
  }

  /// Managers are told by their names.
  private func fieldChange(_ change: RecordedChange, _ server: String) throws -> FieldChange {
    func words(_ value: String?) throws -> String? {
      guard change.name == AccountValues.manager, let value else { return value }
      return try PersonFinder(database).find(server: server, userID: value)?.name ?? value
    }
    return FieldChange(
      attribute: change.name, old: try words(change.old), new: try words(change.new))
  }

  private func events(_ account: AccountRecord) throws -> [TimelineEntry] {
    let server = account.server
    // What was noted before the history was kept.
    var entries = try Row.fetchAll(
      database,
      sql: """
        SELECT time, sentence FROM mirror_change WHERE ref = ? AND server = ?
        ORDER BY time DESC LIMIT ?
        """, arguments: [account.ref, account.serverID, most]
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
      arguments: [key.rawValue, most])
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
        """, arguments: [key.rawValue, most]
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
        """, arguments: [key.rawValue, most]
    ).compactMap { row in
      guard let time = row.date("applied_at") else { return nil }
      let action = try ActionRows.action(row)
      let so = action.status == .satisfied ? " (was so already)" : ""
      return TimelineEntry(
        time: time, sentence: action.operation.effect + so, server: action.operation.server)
    }
  }
}
