import Foundation
import GRDB
import Governance

/// Reads the queue: which requests, in which order, and each as a row.
struct QueueReader {
  private let database: Database
  private let now: Date
  private let settings: StoreSettings

  init(_ database: Database, _ settings: StoreSettings, now: Date) {
    self.database = database
    self.settings = settings
    self.now = now
  }

  /// Which requests a list holds, and in which order.
  struct Listing {
    var folder: QueueFolder
    var person: PersonReference?
    var limits: [ListLimit] = []
    var sort = QueueSort.due

    var condition: String {
      ([QueueReader.condition(folder)] + limits.filter { !$0.isNone }.map(\.condition))
        .joined(separator: " AND ")
    }

    var isLimited: Bool { limits.contains { !$0.isNone } }
  }

  /// The ids of a list. Order: by its sort.
  func ids(_ listing: Listing) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT id FROM ledger_request WHERE \(listing.condition)
        ORDER BY \(listing.sort.sql(in: listing.folder))
        """, arguments: try arguments(listing))
  }

  func count(_ listing: Listing) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM ledger_request WHERE \(listing.condition)",
      arguments: try arguments(listing)) ?? 0
  }

  /// A stretch of a list, without reading the rest. What a limit keeps is found once: it is mostly
  /// little, and counting it costs as much as finding it.
  func window(_ listing: Listing, offset: Int, count: Int) throws -> (ids: [String], total: Int) {
    let (offset, count) = (max(0, offset), max(0, count))
    if listing.isLimited {
      let all = try ids(listing)
      return (Array(all.dropFirst(offset).prefix(count)), all.count)
    }
    let total = try self.count(listing)
    guard count > 0 else { return ([], total) }
    let ids = try String.fetchAll(
      database,
      sql: """
        SELECT id FROM ledger_request WHERE \(listing.condition)
        ORDER BY \(listing.sort.sql(in: listing.folder)) LIMIT :count OFFSET :offset
        """, arguments: try arguments(listing) &+ ["count": count, "offset": offset])
    return (ids, total)
  }

  /// The ids of the requests that are in the same group as one of them. Order: by the list's sort.
  func ids(_ listing: Listing, inGroupOf id: String) throws -> [String] {
    guard let group = listing.sort.group else { return [id] }
    return try String.fetchAll(
      database,
      sql: """
        SELECT id FROM ledger_request WHERE \(listing.condition)
          AND \(group.groupSQL) = (SELECT \(group.groupSQL) FROM ledger_request WHERE id = :one)
        ORDER BY \(listing.sort.sql(in: listing.folder))
        """, arguments: try arguments(listing) &+ ["one": id])
  }

  private func arguments(_ listing: Listing) throws -> StatementArguments {
    try listing.limits.reduce(arguments(listing.folder, listing.person)) { $0 &+ $1.arguments }
  }

  private func arguments(
    _ folder: QueueFolder, _ person: PersonReference?
  ) throws -> StatementArguments {
    switch folder {
    case .forMe:
      [
        "now": now.timeIntervalSince1970, "me": person?.key.rawValue ?? "",
        "kin": try Self.kin(of: person, database),
        "names": try WaitingReader.names(of: person, database),
        "lent": try WaitingReader.lent(to: person, database, settings, now: now),
      ]
    case .mine: ["me": person?.key.rawValue ?? ""]
    case .overdue: ["now": now.timeIntervalSince1970]
    case .open, .decided: StatementArguments()
    }
  }

  /// Shape: a JSON array of keys.
  private static func kin(of person: PersonReference?, _ database: Database) throws -> String {
    guard let person else { return "[]" }
    let keys = try Kinship(database).keys(of: person.key).map(\.rawValue)
    return String(decoding: try JSONEncoder().encode(keys), as: UTF8.self)
  }

  private static func condition(_ folder: QueueFolder) -> String {
    switch folder {
    case .forMe:
      """
      status = 'pending' AND (expires IS NULL OR expires > :now)
        AND beneficiary_key <> :me AND requester_key <> :me
        AND NOT EXISTS (SELECT 1 FROM json_each(:kin) k
          WHERE k.value IN (beneficiary_key, requester_key, submitter_key))
        AND submitter_key IS NOT :me AND \(WaitingReader.waitsForMe)
      """
    case .mine: "(requester_key = :me OR beneficiary_key = :me)"
    case .open: "status = 'pending'"
    case .overdue: "status = 'pending' AND needed_by < :now"
    case .decided: "status IN ('approved', 'denied', 'cancelled', 'expired')"
    }
  }

  /// Order: as given. `operator` nil leaves the refusal out.
  func entries(_ ids: [String], operator person: PersonReference?) throws -> [QueueEntry] {
    let details = try details(ids)
    let waiting = try WaitingReader(database, person, settings, now: now)
    let kin = try person.map { try Kinship(database).keys(of: $0.key) } ?? []
    return try RequestRows.fetch(database, ids: ids).map { request in
      let detail = details[request.id.rawValue]
      var refusal = person.flatMap {
        DecisionRule.refusal(
          for: request, operator: Operator($0, kin: kin), now: now, decidedBy: detail?.decidedBy)
      }
      let place = try waiting.place(of: request)
      if person != nil { refusal = refusal ?? place.refusal }
      return QueueEntry(
        request: request, riskScore: detail?.risk ?? 0, refusal: refusal,
        actionStatus: detail?.worst, step: place.step)
    }
  }

  private struct Detail {
    var risk: Int
    var decidedBy: String?
    var worst: ActionStatus?
  }

  // Order: worst first.
  private static let severity: [ActionStatus] = [
    .failed, .conflicted, .waiting, .sending, .queued, .applied, .satisfied,
  ]

  private func details(_ ids: [String]) throws -> [String: Detail] {
    let request = try database.cachedStatement(
      sql: "SELECT risk, decided_by FROM ledger_request WHERE id = ?")
    // An ending that waits for its day says nothing about the grant.
    let actions = try database.cachedStatement(
      sql: """
        SELECT DISTINCT status FROM ledger_action
        WHERE request = ? AND NOT (is_ending AND status = 'queued')
        """)
    var details: [String: Detail] = [:]
    for id in ids {
      guard let row = try Row.fetchOne(request, arguments: [id]) else { continue }
      let statuses = try String.fetchAll(actions, arguments: [id])
        .compactMap(ActionStatus.init(rawValue:))
      details[id] = Detail(
        risk: row["risk"], decidedBy: row["decided_by"],
        worst: Self.severity.first(where: statuses.contains))
    }
    return details
  }
}
