import Foundation
import GRDB
import Governance

/// The policies of requests and the votes under them, between their rows and their values.
enum PolicyRows {
  struct Current {
    var id: Int64
    var policy: RequestPolicy
  }

  /// Whether the request has, or had, a policy of its own.
  static func wasTaken(_ database: Database, _ request: RequestID) throws -> Bool {
    try Bool.fetchOne(
      database.cachedStatement(sql: "SELECT 1 FROM ledger_policy WHERE request = ?"),
      arguments: [request.rawValue]) ?? false
  }

  /// The policy that counts for the request; nil when none was taken.
  ///
  /// Throws: `unreadable` when somebody changed it by hand: then nothing passes.
  static func current(_ database: Database, _ request: RequestID) throws -> Current? {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT id, snapshot FROM ledger_policy WHERE request = ? AND is_current"),
      arguments: [request.rawValue])
    guard let row else { return nil }
    let text: String = row["snapshot"]
    do {
      return Current(
        id: row["id"],
        policy: try JSONDecoder().decode(RequestPolicy.self, from: Data(text.utf8)))
    } catch {
      throw StoreError(
        .unreadable, "The policy of request \(request.rawValue) cannot be read.",
        advice: "Run `countersign audit verify`; put the database back from a backup.")
    }
  }

  @discardableResult
  static func insert(
    _ database: Database, _ policy: RequestPolicy, for request: RequestID, now: Date
  ) throws -> Current {
    let text = try snapshot(policy)
    try database.execute(
      sql: """
        INSERT INTO ledger_policy (request, digest, snapshot, taken, has_clock)
        VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        request.rawValue, policy.policyDigest, text, now.timeIntervalSince1970,
        policy.time != nil,
      ])
    return Current(id: database.lastInsertedRowID, policy: policy)
  }

  private static func snapshot(_ policy: RequestPolicy) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(policy), as: UTF8.self)
  }

  /// What was asked is something else by now: the policy is taken anew, and no vote counts.
  static func outdate(_ database: Database, _ request: RequestID) throws {
    try database.execute(
      sql: "UPDATE ledger_policy SET is_current = 0 WHERE request = ? AND is_current",
      arguments: [request.rawValue])
    try database.execute(
      sql: "UPDATE ledger_vote SET counts = 0 WHERE request = ?", arguments: [request.rawValue])
    try endWaiting(database, request)
  }

  static func endWaiting(_ database: Database, _ request: RequestID) throws {
    try database.execute(
      sql: "DELETE FROM ledger_waiting WHERE request = ?", arguments: [request.rawValue])
  }

  // MARK: Votes

  /// Order: oldest first.
  static func votes(_ database: Database, under policy: Int64) throws -> [Vote] {
    try Row.fetchAll(
      database.cachedStatement(sql: "SELECT * FROM ledger_vote WHERE policy = ? ORDER BY id"),
      arguments: [policy]
    ).map { row in
      Vote(
        step: row["step"], outcome: DecisionOutcome(rawValue: row["outcome"]) ?? .denied,
        authority: PersonReference(
          key: IdentityKey(rawValue: row["authority_key"]), name: row["authority_name"]),
        hand: PersonReference(key: IdentityKey(rawValue: row["hand_key"]), name: row["hand_name"]),
        comment: row["comment"], decided: Date(timeIntervalSince1970: row["decided"]),
        planDigest: row["plan_digest"])
    }
  }

  static func insert(
    _ database: Database, _ vote: Vote, for request: RequestID, under policy: Int64
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO ledger_vote
          (request, policy, step, outcome, authority_key, authority_name, hand_key, hand_name,
           comment, decided, plan_digest, counts)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
        """,
      arguments: [
        request.rawValue, policy, vote.step, vote.outcome.rawValue, vote.authority.key.rawValue,
        vote.authority.name, vote.hand.key.rawValue, vote.hand.name, vote.comment,
        vote.decided.timeIntervalSince1970, vote.planDigest,
      ])
  }

  /// What the audit log keeps of a policy that was taken: for people, and all of it for a repair.
  static func detail(_ policy: RequestPolicy) throws -> CanonicalJSON {
    [
      "snapshot": .string(try snapshot(policy)),
      "policyDigest": .string(policy.policyDigest),
      "order": .string(policy.order.rawValue),
      "steps": .array(
        policy.steps.map { step in
          [
            "name": .string(step.name), "quorum": .number(.init(step.quorum)),
            "approvers": .array(step.approvers.map { .string($0.text) }),
            "fallbacks": .array(step.fallbacks.map { .string($0.text) }),
            "because": .string(step.because),
          ]
        }),
      "rules": .array(policy.fired.map { .string($0.sentence) }),
    ]
  }

  /// What the audit log keeps of a vote that others must follow.
  static func detail(_ vote: Vote, missing: [String]) -> CanonicalJSON {
    [
      "step": .string(vote.step), "outcome": .string(vote.outcome.rawValue),
      "authority": [
        "key": .string(vote.authority.key.rawValue), "name": .string(vote.authority.name),
      ],
      "comment": .string(vote.comment), "planDigest": .string(vote.planDigest),
      "waitsFor": .array(missing.map { .string($0) }),
    ]
  }
}
