import Foundation
import GRDB
import Governance

/// Decisions between their rows and their values.
enum DecisionRows {
  static func insert(
    _ database: Database, _ decision: Decision, plan: Plan, isShared: Bool,
    address: ServerAddress?
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO ledger_decision
          (request, outcome, authority_key, authority_name, hand_key, hand_name, comment, decided,
           plan_digest, plan, writing, address)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        decision.request.rawValue, decision.outcome.rawValue, decision.authority.key.rawValue,
        decision.authority.name, decision.hand.key.rawValue, decision.hand.name, decision.comment,
        decision.decided.timeIntervalSince1970, decision.planDigest, plan.canonical.text,
        isShared ? "unwritten" : "none", address?.text,
      ])
  }

  static func decision(_ row: Row) -> Decision {
    Decision(
      request: RequestID(rawValue: row["request"]),
      // Nothing but these two is ever written; whatever is not an approval gives nothing.
      outcome: DecisionOutcome(rawValue: row["outcome"]) ?? .denied,
      authority: PersonReference(
        key: IdentityKey(rawValue: row["authority_key"]), name: row["authority_name"]),
      hand: PersonReference(key: IdentityKey(rawValue: row["hand_key"]), name: row["hand_name"]),
      comment: row["comment"], decided: Date(timeIntervalSince1970: row["decided"]),
      planDigest: row["plan_digest"])
  }

  /// What the audit log keeps: the whole plan, so that the log alone proves what was allowed.
  static func detail(_ decision: Decision, plan: Plan, actions: [Int64]) -> CanonicalJSON {
    [
      "outcome": .string(decision.outcome.rawValue),
      "authority": [
        "key": .string(decision.authority.key.rawValue), "name": .string(decision.authority.name),
      ],
      "comment": .string(decision.comment),
      "planDigest": .string(decision.planDigest),
      "plan": plan.canonical,
      "actions": .array(actions.map { .number(.init($0)) }),
    ]
  }
}

/// Decisions on their way back to the server of a shared request.
enum UnwrittenRows {
  private static let select = """
    SELECT d.*, r.origin_server, r.origin_resource FROM ledger_decision d
    JOIN ledger_request r ON r.id = d.request WHERE d.writing = 'unwritten'
    """

  static func fetch(_ database: Database, server: String?) throws -> [UnwrittenDecision] {
    try Row.fetchAll(
      database, sql: "\(select) AND (?1 IS NULL OR r.origin_server = ?1) ORDER BY d.id",
      arguments: [server]
    ).compactMap { try unwritten(database, $0) }
  }

  static func find(_ database: Database, id: Int64) throws -> UnwrittenDecision? {
    try Row.fetchOne(database, sql: "\(select) AND d.id = ?", arguments: [id])
      .flatMap { try unwritten(database, $0) }
  }

  static func find(_ database: Database, request: RequestID) throws -> UnwrittenDecision? {
    try Row.fetchOne(
      database, sql: "\(select) AND d.request = ?", arguments: [request.rawValue]
    ).flatMap { try unwritten(database, $0) }
  }

  private static func unwritten(_ database: Database, _ row: Row) throws -> UnwrittenDecision? {
    let decision = DecisionRows.decision(row)
    guard let request = try RequestRows.find(database, decision.request),
      case .shared(let server, let resourceID) = request.origin
    else { return nil }
    return UnwrittenDecision(
      id: row["id"], decision: decision, request: request, server: server, resourceID: resourceID,
      attempts: row["attempts"], due: row.date("due"), answer: ServerAnswer(row),
      advice: row["advice"], address: row["address"])
  }

  static func markWritten(_ database: Database, _ id: Int64, now: Date) throws {
    guard let ours = try find(database, id: id) else { return }
    try end(database, id, "written")
    if ours.decision.outcome == .approved {
      try GrantExtension(database: database, request: ours.request, now: now).run(
        actor: ours.decision.hand)
    }
    try AuditWriter.append(
      database, "decision.written", subject: ours.request.id.rawValue,
      detail: [
        "server": .string(ours.server), "planDigest": .string(ours.decision.planDigest),
      ], now: now)
  }

  static func markOvertaken(
    _ database: Database, _ ours: UnwrittenDecision, status: RequestStatus, by name: String?,
    now: Date
  ) throws {
    let who = name ?? "somebody else"
    try end(database, ours.id, "overtaken")
    try RequestStatusRow.move(database, ours.request.id, to: status, by: who, at: now)
    try ActionRows.abandon(
      database, ours.request.id,
      advice: "\(who) decided this request on \(ours.server) first: nothing was sent.", now: now)
    try AuditWriter.append(
      database, "decision.overtaken", subject: ours.request.id.rawValue,
      detail: [
        "server": .string(ours.server), "status": .string(status.rawValue), "by": .string(who),
      ], now: now)
  }

  /// The server asks for something else by now: the decision ends, and lets the resource go to a
  /// request of its own.
  static func markOutdated(_ database: Database, _ ours: UnwrittenDecision, now: Date) throws {
    try end(database, ours.id, "overtaken")
    try RequestStatusRow.move(database, ours.request.id, to: .cancelled, by: ours.server, at: now)
    try ActionRows.abandon(
      database, ours.request.id,
      advice: "The request was changed on \(ours.server) before the decision arrived: nothing was"
        + " sent. Decide on it as it is now.", now: now)
    try database.execute(
      sql: "UPDATE ledger_request SET origin_resource = NULL WHERE id = ?",
      arguments: [ours.request.id.rawValue])
    try AuditWriter.append(
      database, "decision.outdated", subject: ours.request.id.rawValue,
      detail: ["server": .string(ours.server), "resource": .string(ours.resourceID)], now: now)
  }

  private static func end(_ database: Database, _ id: Int64, _ writing: String) throws {
    try database.execute(
      sql: "UPDATE ledger_decision SET writing = ?, due = NULL WHERE id = ?",
      arguments: [writing, id])
  }
}

extension ServerAnswer {
  /// From the columns `answer_status` and `answer_text`; nil before the first answer.
  init?(_ row: Row) {
    guard let status: Int = row["answer_status"] else { return nil }
    self.init(status: status, text: row["answer_text"] ?? "")
  }
}
