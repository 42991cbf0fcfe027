import Foundation
import GRDB
import Governance

/// What the clock has done to a request.
enum ClockRows {
  private static let escalated = "escalated-"

  /// Notes an event once. Returns false when it was noted before.
  static func note(
    _ database: Database, _ request: RequestID, _ event: String, at now: Date
  ) throws -> Bool {
    try database.execute(
      sql: "INSERT OR IGNORE INTO ledger_clock (request, event, at) VALUES (?, ?, ?)",
      arguments: [request.rawValue, event, now.timeIntervalSince1970])
    return database.changesCount > 0
  }

  static func noteEscalation(
    _ database: Database, _ request: RequestID, level: Int, at now: Date
  ) throws -> Bool {
    try note(database, request, escalated + String(level), at: now)
  }

  /// How often the request was escalated.
  static func level(_ database: Database, _ request: RequestID) throws -> Int {
    try Int.fetchOne(
      database.cachedStatement(
        sql: "SELECT count(*) FROM ledger_clock WHERE request = ? AND event LIKE 'escalated-%'"),
      arguments: [request.rawValue]) ?? 0
  }

  static func clock(_ database: Database, _ request: AccessRequest) throws -> RequestClock {
    var clock = RequestClock(due: request.neededBy)
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT event, at FROM ledger_clock WHERE request = ? ORDER BY at, event"),
      arguments: [request.id.rawValue])
    for row in rows {
      guard let at = row.date("at") else { continue }
      let event: String = row["event"]
      if event == ClockNotice.Kind.reminded.rawValue { clock.remindedAt = at }
      if event.hasPrefix(escalated) { clock.escalatedAt.append(at) }
    }
    if try ConversationRows.openQuestion(database, request.id) != nil { return clock }
    if clock.due == nil, let policy = try PolicyRows.current(database, request.id)?.policy,
      let rules = policy.time
    {
      let pause = try ConversationRows.pauseSeconds(database, request.id)
      clock.due =
        Deadlines(
          of: request, rules, hours: policy.hours, pauseSeconds: pause
        ).due
    }
    return clock
  }

  /// The latest moment that anything about the request was recorded at: its time does not run back.
  static func latest(_ database: Database, _ request: RequestID) throws -> Date? {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: "SELECT max(milliseconds) FROM ledger_audit WHERE subject = ?"),
      arguments: [request.rawValue]
    ).map { Date(timeIntervalSince1970: Double($0) / 1000) }
  }
}
