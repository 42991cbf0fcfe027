import Foundation
import GRDB
import Governance

/// Questions and offers between their rows and their values.
enum ConversationRows {
  /// Order: oldest first.
  static func questions(_ database: Database, _ request: RequestID) throws -> [Question] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT * FROM ledger_question WHERE request = ? ORDER BY id"),
      arguments: [request.rawValue]
    ).map { row in
      var question = Question(
        by: PersonReference(
          key: IdentityKey(rawValue: row["asker_key"]), name: row["asker_name"]),
        text: row["question"], asked: Date(timeIntervalSince1970: row["asked"]),
        lapsed: row.date("lapsed"))
      if let answered = row.date("answered") {
        let key: String = row["answerer_key"] ?? ""
        question.answer = Question.Answer(
          by: PersonReference(key: IdentityKey(rawValue: key), name: row["answerer_name"] ?? key),
          text: row["answer"] ?? "", answered: answered)
      }
      return question
    }
  }

  static func openQuestion(_ database: Database, _ request: RequestID) throws -> Int64? {
    try Int64.fetchOne(
      database,
      sql: """
        SELECT id FROM ledger_question
        WHERE request = ? AND answered IS NULL AND lapsed IS NULL LIMIT 1
        """, arguments: [request.rawValue])
  }

  /// The newest question that nobody has answered, in time or not.
  static func unanswered(
    _ database: Database, _ request: RequestID
  ) throws -> (id: Int64, isOpen: Bool)? {
    try Row.fetchOne(
      database,
      sql: """
        SELECT id, lapsed IS NULL AS is_open FROM ledger_question
        WHERE request = ? AND answered IS NULL ORDER BY id DESC LIMIT 1
        """, arguments: [request.rawValue]
    ).map { (id: $0["id"], isOpen: $0["is_open"]) }
  }

  /// How long the clock of a request stood still. Units: seconds.
  static func pauseSeconds(_ database: Database, _ request: RequestID) throws -> TimeInterval {
    try questions(database, request).map(\.pauseSeconds).reduce(0, +)
  }

  /// The request has no dates while it waits for an answer: nothing is due, nothing lapses.
  static func insert(
    _ database: Database, _ question: Question, on request: AccessRequest
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO ledger_question
          (request, asker_key, asker_name, question, asked, needed_by, expires)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        request.id.rawValue, question.by.key.rawValue, question.by.name, question.text,
        question.asked.timeIntervalSince1970, request.neededBy?.timeIntervalSince1970,
        request.expires?.timeIntervalSince1970,
      ])
    try database.execute(
      sql: "UPDATE ledger_request SET needed_by = NULL, expires = NULL WHERE id = ?",
      arguments: [request.id.rawValue])
  }

  static func answer(
    _ database: Database, _ id: Int64, _ answer: Question.Answer
  ) throws {
    try database.execute(
      sql: """
        UPDATE ledger_question SET answerer_key = ?1, answerer_name = ?2, answer = ?3, answered = ?4
        WHERE id = ?5
        """,
      arguments: [
        answer.by.key.rawValue, answer.by.name, answer.text,
        answer.answered.timeIntervalSince1970, id,
      ])
  }

  /// The dates come back, later by as long as the clock stood still.
  static func resume(
    _ database: Database, _ id: Int64, on request: RequestID, at moment: Date
  ) throws {
    try database.execute(
      sql: """
        UPDATE ledger_request SET (needed_by, expires) = (
          SELECT needed_by + max(0, ?1 - asked), expires + max(0, ?1 - asked)
          FROM ledger_question WHERE id = ?2)
        WHERE id = ?3
        """, arguments: [moment.timeIntervalSince1970, id, request.rawValue])
  }

  /// Its request's clock goes on without an answer.
  static func lapse(_ database: Database, _ id: Int64, at moment: Date) throws {
    try database.execute(
      sql: "UPDATE ledger_question SET lapsed = ? WHERE id = ?",
      arguments: [moment.timeIntervalSince1970, id])
  }

  // MARK: Offers

  static func openOffer(
    _ database: Database, _ request: RequestID
  ) throws -> CounterOffer? {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT offer FROM ledger_offer WHERE request = ? AND status = 'open' ORDER BY id DESC"
      ),
      arguments: [request.rawValue])
    guard let row else { return nil }
    let text: String = row["offer"]
    do {
      return try JSONDecoder().decode(CounterOffer.self, from: Data(text.utf8))
    } catch {
      throw StoreError(
        .unreadable, "An offer for request \(request.rawValue) cannot be read.",
        advice: "Run `countersign audit verify`; offer it anew.")
    }
  }

  static func insert(_ database: Database, _ offer: CounterOffer) throws {
    try close(database, offer.request, as: .superseded)
    let text = String(decoding: try JSONEncoder().encode(offer), as: UTF8.self)
    try database.execute(
      sql: "INSERT INTO ledger_offer (request, status, offer) VALUES (?, ?, ?)",
      arguments: [offer.request.rawValue, CounterOffer.Status.open.rawValue, text])
  }

  static func close(
    _ database: Database, _ request: RequestID, as status: CounterOffer.Status
  ) throws {
    try database.execute(
      sql: "UPDATE ledger_offer SET status = ? WHERE request = ? AND status = 'open'",
      arguments: [status.rawValue, request.rawValue])
  }

  /// What the audit log keeps of an offer.
  static func detail(_ offer: CounterOffer, asked: [RequestItem]) -> CanonicalJSON {
    [
      "authority": [
        "key": .string(offer.by.key.rawValue), "name": .string(offer.by.name),
      ],
      "changes": .array(offer.changes(from: asked).map { .string($0) }),
      "items": .array(offer.items.map(\.canonical)), "comment": .string(offer.comment),
    ]
  }
}
