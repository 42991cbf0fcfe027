import Foundation
import GRDB
import Governance

/// For whom pending requests wait, as they were judged last. What is decided is judged anew.
struct WaitingReader {
  private let database: Database
  private let person: PersonReference?
  private let names: Set<String>
  private let borrowed: [RequestID: DelegationRows.Borrowed]

  init(
    _ database: Database, _ person: PersonReference?, _ settings: StoreSettings, now: Date
  ) throws {
    self.database = database
    self.person = person
    let lent = try person.map {
      try DelegationRows.borrowed(database, by: $0, settings, now: now)
    }
    borrowed = Dictionary((lent ?? []).map { ($0.request, $0) }) { first, _ in first }
    names = try person.map { Set(try ApproverReader.names(of: $0.key, database)) } ?? []
  }

  /// The argument `names` of ``waitsForMe``. Shape: a JSON array.
  static func names(of person: PersonReference?, _ database: Database) throws -> String {
    guard let person else { return "[]" }
    let names = try ApproverReader.names(of: person.key, database)
    return String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
  }

  /// The argument `lent` of ``waitsForMe``: what the person may decide in another's place. Shape: a
  /// JSON array.
  static func lent(
    to person: PersonReference?, _ database: Database, _ settings: StoreSettings, now: Date
  ) throws -> String {
    guard let person else { return "[]" }
    let ids = try DelegationRows.borrowed(database, by: person, settings, now: now)
      .map(\.request.rawValue)
    return String(decoding: try JSONEncoder().encode(ids), as: UTF8.self)
  }

  /// A condition on `ledger_request`, with the arguments `me`, `names` and `lent`.
  static let waitsForMe = """
    (id IN (SELECT value FROM json_each(:lent)) OR NOT EXISTS (SELECT 1 FROM ledger_waiting w WHERE w.request = ledger_request.id)
      OR (EXISTS (
          SELECT 1 FROM ledger_waiting w WHERE w.request = ledger_request.id
            AND w.audience IN (SELECT value FROM json_each(:names)))
        AND NOT EXISTS (
          SELECT 1 FROM ledger_vote v WHERE v.request = ledger_request.id AND v.counts
            AND (v.authority_key = :me OR v.hand_key = :me))))
    """

  struct Place {
    var step: WaitingStep?
    var refusal: DecisionRefusal?
  }

  func place(of request: AccessRequest) throws -> Place {
    guard request.status == .pending else { return Place() }
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT step, audience, why FROM ledger_waiting WHERE request = ?"),
      arguments: [request.id.rawValue])
    guard let first = rows.first else { return Place() }
    let step: String = first["step"]
    if let lent = borrowed[request.id], !rows.contains(where: { names.contains($0["audience"]) }) {
      return Place(
        step: WaitingStep(
          name: lent.step, reason: "in place of \(lent.from.name), \(lent.why)"))
    }
    if let voted = try votedStep(request.id) {
      return Place(
        step: WaitingStep(name: step, reason: nil), refusal: .alreadyVoted(step: voted))
    }
    if let mine = rows.first(where: { names.contains($0["audience"]) }) {
      return Place(step: WaitingStep(name: mine["step"], reason: mine["why"]))
    }
    let policy = try PolicyRows.current(database, request.id)?.policy
    let who = policy?.steps.first { $0.name == step }?.words ?? "other people"
    return Place(
      step: WaitingStep(name: step, reason: nil), refusal: .notAnApprover(step: step, who: who))
  }

  private func votedStep(_ id: RequestID) throws -> String? {
    guard let key = person?.key.rawValue else { return nil }
    return try String.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT step FROM ledger_vote WHERE request = ?1 AND counts
            AND (authority_key = ?2 OR hand_key = ?2)
          """), arguments: [id.rawValue, key])
  }
}
