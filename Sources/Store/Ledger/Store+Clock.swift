import Foundation
import GRDB
import Governance

extension Store {
  /// Reminds and escalates what is late, each once, with its audit record. Returns how much was new.
  ///
  /// What has happened stays, wherever the clock goes later.
  @discardableResult
  public func advanceClocks(now: Date) throws(StoreError) -> Int {
    try lapseQuestions(now: now)
    let late = try read { database in try Self.late(database, now: now) }
    if late.isEmpty { return 0 }
    return try writeDurably { database in
      var count = 0
      for (request, event) in try Self.late(database, now: now) {
        let isNew: Bool
        switch event {
        case .reminder:
          isNew = try ClockRows.note(
            database, request.id, ClockNotice.Kind.reminded.rawValue, at: now)
        case .escalation(let level):
          isNew = try ClockRows.noteEscalation(database, request.id, level: level, at: now)
        }
        guard isNew else { continue }
        count += 1
        try AuditWriter.append(
          database, event.name, subject: request.id.rawValue, detail: event.detail, now: now)
      }
      return count
    }
  }

  private enum Lateness {
    case reminder
    case escalation(Int)

    var name: String {
      if case .reminder = self { "request.reminded" } else { "request.escalated" }
    }

    var detail: CanonicalJSON {
      if case .escalation(let level) = self {
        ["level": .number(.init(level))]
      } else {
        .object([])
      }
    }
  }

  private static func late(
    _ database: Database, now: Date
  ) throws -> [(AccessRequest, Lateness)] {
    let ids = try String.fetchAll(
      database,
      sql: """
        SELECT r.id FROM ledger_request r JOIN ledger_policy p ON p.request = r.id
        WHERE r.status = 'pending' AND p.is_current AND p.has_clock
          AND NOT EXISTS (
            SELECT 1 FROM ledger_question q
            WHERE q.request = r.id AND q.answered IS NULL AND q.lapsed IS NULL)
        ORDER BY r.id
        """)
    var late: [(AccessRequest, Lateness)] = []
    for request in try RequestRows.fetch(database, ids: ids) {
      guard let policy = try PolicyRows.current(database, request.id)?.policy,
        let rules = policy.time
      else { continue }
      let deadlines = Deadlines(
        of: request, rules, hours: policy.hours,
        pauseSeconds: try ConversationRows.pauseSeconds(database, request.id))
      let known = try ClockRows.clock(database, request)
      if let remind = deadlines.remind, remind <= now, known.remindedAt == nil {
        late.append((request, .reminder))
      }
      for (index, moment) in deadlines.escalations.enumerated()
      where moment <= now && index >= known.escalatedAt.count {
        late.append((request, .escalation(index + 1)))
      }
    }
    return late
  }

  /// What the clock has done to a request.
  public func clock(of request: AccessRequest) throws(StoreError) -> RequestClock {
    try read { database in try ClockRows.clock(database, request) }
  }

  /// Reminders, escalations and lapses that were not told yet. Order: as they came.
  ///
  /// - Parameter marks: from now on they count as told.
  public func clockNotices(marks: Bool) throws(StoreError) -> [ClockNotice] {
    let notices = try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT request, event, at FROM ledger_clock WHERE NOT is_told ORDER BY at, request"
      ).compactMap { row -> ClockNotice? in
        guard
          let request = try RequestRows.find(database, RequestID(rawValue: row["request"])),
          let at = row.date("at")
        else { return nil }
        let event: String = row["event"]
        guard let kind = ClockNotice.Kind(rawValue: String(event.prefix { $0 != "-" })) else {
          return nil
        }
        // What was decided meanwhile needs nobody any more.
        if kind != .expired && kind != .breakglass && request.status != .pending { return nil }
        return ClockNotice(
          request: request, kind: kind, at: at, due: try ClockRows.clock(database, request).due)
      }
    }
    guard marks, !notices.isEmpty else { return notices }
    try writeDurably { database in
      for notice in notices {
        try database.execute(
          sql: "UPDATE ledger_clock SET is_told = 1 WHERE request = ? AND at = ?",
          arguments: [notice.request.id.rawValue, notice.at.timeIntervalSince1970])
      }
    }
    return notices
  }
}
