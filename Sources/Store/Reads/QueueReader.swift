import Foundation
import GRDB
import Governance

/// Reads the queue: which requests, in which order, and each as a row.
struct QueueReader {
  private let database: Database
  private let now: Date

  init(_ database: Database, now: Date) {
    self.database = database
    self.now = now
  }

  /// The ids of a folder. Order: by `sort`.
  func ids(_ folder: QueueFolder, _ person: PersonReference?, sort: QueueSort) throws -> [String] {
    let arguments = try arguments(folder, person)
    return try String.fetchAll(
      database,
      sql: """
        SELECT id FROM ledger_request WHERE \(Self.condition(folder))
        ORDER BY \(Self.order(sort, in: folder))
        """, arguments: arguments)
  }

  /// A stretch of a folder, without reading the rest.
  func window(
    _ folder: QueueFolder, _ person: PersonReference?, sort: QueueSort, offset: Int, count: Int
  ) throws -> (ids: [String], total: Int) {
    let arguments = try arguments(folder, person)
    let total = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM ledger_request WHERE \(Self.condition(folder))",
      arguments: arguments)
    let ids = try String.fetchAll(
      database,
      sql: """
        SELECT id FROM ledger_request WHERE \(Self.condition(folder))
        ORDER BY \(Self.order(sort, in: folder)) LIMIT :count OFFSET :offset
        """, arguments: arguments &+ ["count": max(0, count), "offset": max(0, offset)])
    return (ids, total ?? 0)
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

  private static func order(_ sort: QueueSort, in folder: QueueFolder) -> String {
    switch sort {
    case .due where folder == .decided: "decided_at DESC, id"
    case .due: "needed_by IS NULL, needed_by, submitted, id"
    case .risk: "risk DESC, needed_by IS NULL, needed_by, submitted, id"
    case .submitted: "submitted, id"
    case .beneficiary: "beneficiary_name COLLATE NOCASE, submitted, id"
    }
  }

  /// Order: as given. `operator` nil leaves the refusal out.
  func entries(_ ids: [String], operator person: PersonReference?) throws -> [QueueEntry] {
    let details = try details(ids)
    let waiting = try WaitingReader(database, person)
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
