import Foundation
import GRDB
import Governance

/// Actions of the outbox between their rows and their values.
enum ActionRows {
  /// Puts a plan's operations into the outbox. Returns the actions' ids, in order.
  static func insert(
    _ database: Database, _ plan: Plan, digest: String, addresses: [String: ServerAddress],
    now: Date
  ) throws -> [Int64] {
    try plan.operations.map { operation in
      for need in operation.needs {
        try database.execute(
          sql: "INSERT OR IGNORE INTO ledger_need VALUES (?, ?, ?)",
          arguments: [plan.request.rawValue, operation.number, need])
      }
      try database.execute(
        sql: """
          INSERT INTO ledger_action
            (request, number, item, server, operation, plan_digest, status, is_ending, is_manual,
             held_by, due, updated, address)
          VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          plan.request.rawValue, operation.number, operation.item, operation.server,
          try encoded(operation), digest, operation.ends != nil, operation.isManual,
          operation.ends, due(operation, after: now)?.timeIntervalSince1970,
          now.timeIntervalSince1970, addresses[operation.server]?.text,
        ])
      return database.lastInsertedRowID
    }
  }

  /// For what ends by itself, counted from when it took effect; nil for at once.
  static func due(_ operation: PlannedOperation, after date: Date) -> Date? {
    operation.delay.flatMap(ISODuration.init(iso:))?.end(from: date)
  }

  private static func encoded(_ operation: PlannedOperation) throws -> String {
    String(decoding: try JSONEncoder().encode(operation), as: UTF8.self)
  }

  static func find(_ database: Database, _ id: Int64) throws -> Action? {
    try Row.fetchOne(
      database, sql: "SELECT * FROM ledger_action WHERE id = ?", arguments: [id]
    ).map(action)
  }

  /// Throws: `unreadable` when somebody changed the stored operation by hand.
  static func action(_ row: Row) throws -> Action {
    let id: Int64 = row["id"]
    let text: String = row["operation"]
    guard let status = ActionStatus(rawValue: row["status"]) else { throw unreadable(id) }
    let operation: PlannedOperation
    do {
      operation = try JSONDecoder().decode(PlannedOperation.self, from: Data(text.utf8))
    } catch { throw unreadable(id) }
    return Action(
      id: id, request: RequestID(rawValue: row["request"]), operation: operation,
      planDigest: row["plan_digest"], status: status, attempts: row["attempts"],
      due: row.date("due"), createdID: row["created_id"], answer: ServerAnswer(row),
      advice: row["advice"], updated: Date(timeIntervalSince1970: row["updated"]),
      address: row["address"], sent: try sent(row, id), savedMembers: row["saved_members"],
      isInDoubt: row["is_in_doubt"])
  }

  /// The number of the operation that a stored one ends; nil where it ends none.
  static func ends(_ operation: String) throws -> Int? {
    try JSONDecoder().decode(PlannedOperation.self, from: Data(operation.utf8)).ends
  }

  private static func sent(_ row: Row, _ id: Int64) throws -> Call? {
    guard let text: String = row["sent_call"] else { return nil }
    do { return try JSONDecoder().decode(Call.self, from: Data(text.utf8)) } catch {
      throw unreadable(id)
    }
  }

  private static func unreadable(_ id: Int64) -> StoreError {
    StoreError(
      .unreadable, "Action \(id) of the outbox cannot be read.",
      advice: "Run `countersign audit verify`; put the database back from a backup.")
  }

  /// Ends the actions of a request that must never be sent.
  static func abandon(
    _ database: Database, _ request: RequestID, advice: String, now: Date
  ) throws {
    try database.execute(
      sql: """
        UPDATE ledger_action SET status = 'conflicted', advice = ?, updated = ?
        WHERE request = ? AND status IN ('queued', 'waiting')
        """, arguments: [advice, now.timeIntervalSince1970, request.rawValue])
  }

  /// What cannot be done any more once an action will not be: all that needs it, also by way of
  /// others. Order: of sending.
  static func openDependents(_ database: Database, of action: Action) throws -> [Action] {
    try Row.fetchAll(
      database,
      sql: """
        WITH RECURSIVE lost(number) AS (
          VALUES (?2)
          UNION SELECT n.number FROM ledger_need n JOIN lost ON n.needs = lost.number
            WHERE n.request = ?1)
        SELECT * FROM ledger_action WHERE request = ?1 AND number <> ?2
          AND number IN (SELECT number FROM lost) AND status IN ('queued', 'waiting', 'failed')
        ORDER BY id
        """, arguments: [action.request.rawValue, action.operation.number]
    ).map(self.action)
  }

  /// Sends an action to another address of its server, and all there that waits for it. What was
  /// tried at the old one was not tried at this one.
  static func move(
    _ database: Database, _ action: Action, to address: ServerAddress
  ) throws {
    let waiting = try openDependents(database, of: action)
      .filter { $0.operation.server == action.operation.server && $0.address == action.address }
    for moved in [action] + waiting {
      try database.execute(
        sql: """
          UPDATE ledger_action SET address = ?1, attempts = iif(address IS NULL, attempts, 0),
            sent_call = NULL, saved_members = NULL, is_in_doubt = 0
          WHERE id = ?2
          """, arguments: [address.text, moved.id])
    }
  }

  /// An action that took effect sets the clock of the one that ends it.
  static func startEndings(_ database: Database, of action: Action, now: Date) throws {
    let held = try Row.fetchAll(
      database, sql: "SELECT * FROM ledger_action WHERE request = ? AND held_by = ?",
      arguments: [action.request.rawValue, action.operation.number])
    for row in held {
      let ending = try self.action(row)
      try database.execute(
        sql: "UPDATE ledger_action SET held_by = NULL, due = ? WHERE id = ?",
        arguments: [
          due(ending.operation, after: now)?.timeIntervalSince1970 ?? now.timeIntervalSince1970,
          ending.id,
        ])
    }
  }

  /// What the audit log keeps of an action.
  static func detail(_ action: Action) -> CanonicalJSON {
    [
      "action": .number(.init(action.id)),
      "server": .string(action.operation.server),
      "address": .optional(action.address),
      "effect": .string(action.operation.effect),
      "establishes": .array(action.operation.establishes.map(\.canonical)),
      "call": action.operation.call?.canonical ?? nil,
      "sent": action.sent?.canonical ?? nil,
      "planDigest": .string(action.planDigest),
      "attempt": .optional(action.attempts),
      "answer": .optional(action.answer?.status),
      "createdID": .optional(action.createdID),
    ]
  }
}
