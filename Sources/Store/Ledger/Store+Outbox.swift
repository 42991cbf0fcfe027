import Foundation
import GRDB
import Governance

extension Store {
  /// What may be sent to a server now. Order: of sending.
  ///
  /// An action waits for those that it needs, and an ending for the grant that it ends; those of a
  /// shared request wait until the decision is written back. What a person does by hand is not
  /// among them. Actions in `sending` were cut off and are: read their target again before
  /// anything is sent. Call it only while holding the `OutboxLock`.
  public func dueActions(server: String, now: Date) throws(StoreError) -> [Action] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT a.* FROM ledger_action a WHERE a.server = ? AND \(Self.isSendable)
            AND (a.due IS NULL OR a.due <= ?2
              OR (a.status IN ('waiting', 'sending') AND a.due > ?2 + ?3))
          ORDER BY a.id
          """, arguments: [server, now.timeIntervalSince1970, Self.longestRetrySeconds]
      ).map(ActionRows.action)
    }
  }

  /// Nobody is asked to try again later than that: the clock was set back since, and waiting for the
  /// day that it said would be for ever. Units: seconds.
  public static let longestRetrySeconds: Double = 25 * 3600

  private static let isSendable = """
    a.status IN ('queued', 'sending', 'waiting') AND a.held_by IS NULL AND NOT a.is_manual
      AND NOT EXISTS (
        SELECT 1 FROM ledger_need n
        JOIN ledger_action b ON b.request = n.request AND b.number = n.needs
        WHERE n.request = a.request AND n.number = a.number
          AND b.status NOT IN ('applied', 'satisfied'))
      AND NOT EXISTS (
        SELECT 1 FROM ledger_decision d WHERE d.request = a.request AND d.writing = 'unwritten')
    """

  /// When the next action or write-back is due, in the past for what is due at once; nil when
  /// nothing waits.
  public func nextDue(server: String? = nil) throws(StoreError) -> Date? {
    try read { database in
      let seconds = try Double.fetchOne(
        database,
        sql: """
          SELECT min(due) FROM (
            SELECT ifnull(a.due, a.updated) AS due FROM ledger_action a
            WHERE (?1 IS NULL OR a.server = ?1) AND \(Self.isSendable)
            UNION ALL
            SELECT ifnull(d.due, d.decided) FROM ledger_decision d
            JOIN ledger_request r ON r.id = d.request
            WHERE d.writing = 'unwritten' AND (?1 IS NULL OR r.origin_server = ?1))
          """, arguments: [server])
      return seconds.map { Date(timeIntervalSince1970: $0) }
    }
  }

  public func action(_ id: Int64) throws(StoreError) -> Action? {
    try read { database in try ActionRows.find(database, id) }
  }

  /// Order: as they are sent.
  public func actions(for id: RequestID) throws(StoreError) -> [Action] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM ledger_action WHERE request = ? ORDER BY id",
        arguments: [id.rawValue]
      ).map(ActionRows.action)
    }
  }

  /// The outbox. Order: newest first.
  public func activity(
    order: ListOrder<ActivityColumn> = ListOrder(), offset: Int, count: Int
  ) throws(StoreError) -> Window<Action> {
    try read { database in
      let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM ledger_action") ?? 0
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM ledger_action ORDER BY \(order.sql) LIMIT ? OFFSET ?",
        arguments: [count, offset])
      return Window(offset: offset, rows: try rows.map(ActionRows.action), total: total)
    }
  }

  /// Claims an action before its call is made: `sending`, one attempt more.
  ///
  /// Returns false when it is no longer to be sent.
  public func startSending(_ id: Int64, now: Date) throws(StoreError) -> Bool {
    try startSending([id], now: now).contains(id)
  }

  /// Claims many actions in one transaction. Returns those that are still to be sent.
  public func startSending(_ ids: [Int64], now: Date) throws(StoreError) -> Set<Int64> {
    try writeDurably { database in
      Set(try ids.filter { try claim(database, $0, now: now) })
    }
  }

  private func claim(_ database: Database, _ id: Int64, now: Date) throws -> Bool {
    guard let action = try ActionRows.find(database, id),
      let status = action.status.applying(.send).status
    else { return false }
    try database.execute(
      sql: """
        UPDATE ledger_action SET status = ?, attempts = attempts + 1, updated = ?,
          sent_call = NULL,
          is_in_doubt = is_in_doubt OR status = 'sending' WHERE id = ?
        """, arguments: [status.rawValue, now.timeIntervalSince1970, id])
    guard let sending = try ActionRows.find(database, id) else { return false }
    try audit(sending, database, now: now)
    return true
  }

  /// Records, before it is made, that another call than the planned one is about to be made for an
  /// action in `sending`.
  ///
  /// - Parameter savedMembers: a group's members as a JSON array, to put them back should the call
  ///   empty it; nil keeps what was saved.
  public func recordSending(
    _ id: Int64, of call: Call, savedMembers: String?, now: Date
  ) throws(StoreError) {
    try writeDurably { database in
      try database.execute(
        sql: """
          UPDATE ledger_action SET sent_call = ?, saved_members = ifnull(?, saved_members),
            updated = ? WHERE id = ? AND status = 'sending'
          """,
        arguments: [
          String(decoding: try JSONEncoder().encode(call), as: UTF8.self), savedMembers,
          now.timeIntervalSince1970, id,
        ])
      guard let action = try ActionRows.find(database, id) else { throw Self.noAction(id) }
      try audit(action, database, now: now)
    }
  }

  /// Records how an action ended, or when to try again (`waiting`), with its audit record.
  ///
  /// When it was applied or satisfied, the ending that belongs to it gets its due date. When it
  /// conflicted, which is final, all that needs it ends with it, in the same transaction. What does
  /// not follow from where the action stands changes nothing. `isInDoubt` says that the attempt may have worked all the same.
  public func finish(
    _ id: Int64, status: ActionStatus, answer: ServerAnswer?, advice: String? = nil,
    createdID: String? = nil, retryAt: Date? = nil, isInDoubt: Bool = false,
    actor: PersonReference? = nil, now: Date
  ) throws(StoreError) {
    try writeDurably { database in
      guard let action = try ActionRows.find(database, id) else { throw Self.noAction(id) }
      // What has ended stays as it is, and what failed waits for a person.
      guard action.status.applying(ActionEvent(leadingTo: status)).status == status else { return }
      if isInDoubt {
        try database.execute(
          sql: "UPDATE ledger_action SET is_in_doubt = 1 WHERE id = ?", arguments: [id])
      }
      try record(action, database, status, answer, advice, createdID, retryAt, actor, now)
      guard status == .conflicted else { return }
      let text = "It needs operation \(action.operation.number), which was not carried out."
      for lost in try ActionRows.openDependents(database, of: action) {
        try record(
          lost, database, .conflicted, ServerAnswer(status: 0, text: text),
          "Nothing was sent. Make a new request if the change is still wanted.", nil, nil, actor,
          now)
      }
    }
  }

  private func record(
    _ action: Action, _ database: Database, _ status: ActionStatus, _ answer: ServerAnswer?,
    _ advice: String?, _ createdID: String?, _ retryAt: Date?, _ actor: PersonReference?,
    _ now: Date
  ) throws {
    try database.execute(
      sql: """
        UPDATE ledger_action SET status = ?, answer_status = ?, answer_text = ?, advice = ?,
          created_id = ifnull(?, created_id), due = ?, updated = ?, applied_at = ?,
          saved_members = iif(?, NULL, saved_members) WHERE id = ?
        """,
      arguments: [
        status.rawValue, answer?.status, answer?.text, advice, createdID,
        retryAt?.timeIntervalSince1970, now.timeIntervalSince1970,
        status.isDone ? now.timeIntervalSince1970 : nil, status.isTerminal, action.id,
      ])
    guard let finished = try ActionRows.find(database, action.id) else { return }
    if status.isDone { try ActionRows.startEndings(database, of: finished, now: now) }
    try audit(finished, database, actor: actor, now: now)
  }

  /// Puts a failed action back into the queue, at the operator's word.
  ///
  /// - Parameter address: where its server is now, which the operator means: it goes there, and with
  ///   it what waits for it. nil for where it was.
  public func retry(
    _ id: Int64, address: ServerAddress? = nil, actor: PersonReference, now: Date
  ) throws(StoreError) {
    try writeDurably { database in
      guard let action = try ActionRows.find(database, id) else { throw Self.noAction(id) }
      guard let status = action.status.applying(.requeue).status else { return }
      if let address, action.address != address.text {
        try ActionRows.move(database, action, to: address)
      }
      try database.execute(
        sql: """
          UPDATE ledger_action SET status = ?, due = NULL, advice = NULL, updated = ? WHERE id = ?
          """, arguments: [status.rawValue, now.timeIntervalSince1970, id])
      try AuditWriter.append(
        database, "action.retried", subject: action.request.rawValue,
        detail: ActionRows.detail(try ActionRows.find(database, id) ?? action), actor: actor,
        now: now)
    }
  }

  private func audit(
    _ action: Action, _ database: Database, actor: PersonReference? = nil, now: Date
  ) throws {
    try AuditWriter.append(
      database, "action.\(action.status.rawValue)", subject: action.request.rawValue,
      detail: ActionRows.detail(action), actor: actor ?? AuditWriter.program, now: now)
  }

  private static func noAction(_ id: Int64) -> StoreError {
    StoreError(
      .notFound, "There is no action \(id) in the outbox.", advice: "Look it up in Activity.")
  }
}
