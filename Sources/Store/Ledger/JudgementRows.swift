import Foundation
import GRDB
import Governance

/// What decisions were judged by, between rows and values.
enum JudgementRows {
  /// Keeps what a decision was judged by. Returns what the audit log says of it.
  static func insert(
    _ database: Database, _ judgement: Judgement?, of decision: Decision, step: String?
  ) throws -> CanonicalJSON {
    guard let judgement else { return nil }
    let text = try judgement.text()
    let digest = Digest.sha256(Array(text.utf8))
    // From the text as it is kept: reading it back must come to the same.
    guard let risk = try Judgement(text: text).risk else { return nil }
    try database.execute(
      sql: """
        INSERT INTO ledger_judgement (request, authority_key, authority_name, outcome, step, decided,
          rule, score, input, input_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        decision.request.rawValue, decision.authority.key.rawValue, decision.authority.name,
        decision.outcome.rawValue, step, decision.decided.timeIntervalSince1970, judgement.rule,
        risk.score, text, digest,
      ])
    return [
      "score": .number(.init(risk.score)), "rule": .number(.init(judgement.rule)),
      "inputDigest": .string(digest),
    ]
  }

  /// Order: oldest first.
  static func fetch(_ database: Database, _ request: RequestID) throws -> [KeptJudgement] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM ledger_judgement WHERE request = ? ORDER BY id",
      arguments: [request.rawValue]
    ).map { row in
      KeptJudgement(
        input: row["input"], digest: row["input_digest"], score: row["score"], rule: row["rule"],
        authority: PersonReference(
          key: IdentityKey(rawValue: row["authority_key"]), name: row["authority_name"]),
        outcome: DecisionOutcome(rawValue: row["outcome"]) ?? .denied, step: row["step"],
        decided: Date(timeIntervalSince1970: row["decided"]))
    }
  }
}

extension CanonicalJSON {
  /// The object with one member more; anything else as it is.
  func adding(_ name: String, _ value: CanonicalJSON) -> CanonicalJSON {
    guard case .object(let members) = self, value != .null else { return self }
    return .object(members + [Member(name, value)])
  }
}
