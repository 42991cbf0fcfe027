import Foundation
import GRDB
import Governance

/// What was said about drifts, between rows and values.
enum DriftRows {
  struct Acceptance {
    var by: String
    var reason: String
    var at: Date
  }

  private static func arguments(
    _ key: IdentityKey, _ reference: EntitlementReference
  ) -> StatementArguments {
    [key.rawValue, reference.server, reference.type.rawValue, reference.value]
  }

  private static let isAbout = "person_key = ? AND server = ? AND type = ? AND value = ?"

  /// The newest word that something may stay as it is; nil for none.
  ///
  /// - Parameter kinds: what it was said about.
  static func acceptance(
    _ database: Database, _ key: IdentityKey, _ reference: EntitlementReference,
    kinds: [Drift.Kind], until moment: Date? = nil
  ) throws -> Acceptance? {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT * FROM ledger_drift_acceptance WHERE \(isAbout) ORDER BY at DESC, id DESC
          """), arguments: arguments(key, reference)
    ).first { row in
      let at: Double = row["at"]
      return kinds.map(\.rawValue).contains(row["kind"])
        && moment.map { at <= $0.timeIntervalSince1970 } ?? true
    }.map { row in
      Acceptance(
        by: row["actor_name"], reason: row["reason"],
        at: Date(timeIntervalSince1970: row["at"]))
    }
  }

  static func accept(
    _ database: Database, _ drift: Drift, reason: String, by actor: PersonReference, now: Date
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO ledger_drift_acceptance
          (person_key, server, type, value, kind, actor_key, actor_name, reason, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: arguments(drift.person.key, drift.entitlement) + [
        drift.kind.rawValue, actor.key.rawValue, actor.name, reason, now.timeIntervalSince1970,
      ])
  }

  /// The question that was asked about it last, since it is so.
  static func question(_ database: Database, _ drift: Drift) throws -> DriftQuestion? {
    try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT * FROM ledger_drift_question WHERE \(isAbout) AND kind = ? AND asked >= ?
          ORDER BY asked DESC, id DESC LIMIT 1
          """),
      arguments: arguments(drift.person.key, drift.entitlement) + [
        drift.kind.rawValue, drift.since.timeIntervalSince1970,
      ]
    ).map { row in
      func person(_ column: String) -> PersonReference {
        PersonReference(
          key: IdentityKey(rawValue: row["\(column)_key"] ?? ""), name: row["\(column)_name"] ?? "")
      }
      let text: String? = row["answer"]
      let answer = text.map { text in
        Question.Answer(
          by: person("answered"), text: text, answered: row.date("answered") ?? .distantPast)
      }
      return DriftQuestion(
        by: person("by"), of: person("of"), text: row["text"],
        asked: Date(timeIntervalSince1970: row["asked"]), answer: answer)
    }
  }

  static func ask(_ database: Database, _ drift: Drift, _ question: DriftQuestion) throws {
    try database.execute(
      sql: """
        INSERT INTO ledger_drift_question
          (person_key, server, type, value, kind, by_key, by_name, of_key, of_name, text, asked)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: arguments(drift.person.key, drift.entitlement) + [
        drift.kind.rawValue, question.by.key.rawValue, question.by.name, question.of.key.rawValue,
        question.of.name, question.text, question.asked.timeIntervalSince1970,
      ])
  }

  static func answer(
    _ database: Database, _ drift: Drift, _ answer: Question.Answer
  ) throws {
    try database.execute(
      sql: """
        UPDATE ledger_drift_question SET answer = ?, answered = ?, answered_key = ?,
          answered_name = ?
        WHERE id = (SELECT id FROM ledger_drift_question WHERE \(isAbout) AND kind = ?
          ORDER BY asked DESC, id DESC LIMIT 1)
        """,
      arguments: [
        answer.text, answer.answered.timeIntervalSince1970, answer.by.key.rawValue,
        answer.by.name,
      ] + arguments(drift.person.key, drift.entitlement) + [drift.kind.rawValue])
  }
}
