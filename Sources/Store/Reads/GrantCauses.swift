import Foundation
import GRDB
import Governance

/// Why somebody holds something, by what was asked, decided and sent here.
struct GrantCauses {
  private let database: Database
  private let key: IdentityKey
  /// What was applied later does not count; nil for now.
  private let moment: Date?

  init(_ database: Database, of key: IdentityKey, at moment: Date? = nil) {
    self.database = database
    self.key = key
    self.moment = moment
  }

  struct Cause {
    var reason: GrantReason
    var endsAt: Date?
  }

  /// - Parameters:
  ///   - since: when it was first seen; nil for as long as the server is known.
  ///   - history: when the server was first read to the end; nil when that is not done.
  ///   - lost: when it was seen to be gone last: what was decided before gave another grant.
  func cause(
    of reference: EntitlementReference, since: Date?, history: Date?, lost: Date? = nil
  ) throws -> Cause {
    if let decided = try decided(reference, after: lost) { return decided }
    if let accepted = try accepted(reference, since: since ?? history) { return accepted }
    let isOlder = since.map { seen in history.map { seen <= $0 } ?? true } ?? true
    guard isOlder, let begin = history ?? since else {
      return Cause(reason: .unexplained, endsAt: nil)
    }
    return Cause(reason: .beforeFirstSync(begin), endsAt: nil)
  }

  private func accepted(_ reference: EntitlementReference, since: Date?) throws -> Cause? {
    let word = try DriftRows.acceptance(
      database, key, reference, kinds: [.given, .ended], until: moment)
    guard let word, let since, word.at >= since else { return nil }
    return Cause(
      reason: .accepted(by: word.by, reason: word.reason, at: word.at), endsAt: nil)
  }

  /// The newest action of ours that granted it, unless a later one took it away.
  private func decided(_ reference: EntitlementReference, after lost: Date?) throws -> Cause? {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT i.operation, i.request, a.item, a.is_ending, max(a.applied_at) AS at,
            d.authority_key, d.authority_name
          FROM ledger_item i
          JOIN ledger_request r ON r.id = i.request AND r.beneficiary_key = ?
          JOIN ledger_action a ON a.request = i.request AND a.item = i.id AND a.status = 'applied'
            AND a.applied_at <= ?
          JOIN ledger_decision d ON d.request = i.request
          WHERE i.server = ? AND i.type = ? AND i.value = ?
          """),
      arguments: [
        key.rawValue, (moment ?? .distantFuture).timeIntervalSince1970, reference.server,
        reference.type.rawValue, reference.value,
      ])
    guard let row, let at = row.date("at"), row["operation"] == "grant", row["is_ending"] == false
    else { return nil }
    // The history has whole seconds.
    if let lost, lost > at { return nil }
    return Cause(reason: try reason(row, at), endsAt: try end(row))
  }

  private func reason(_ row: Row, _ at: Date) throws -> GrantReason {
    let request = RequestID(rawValue: row["request"])
    if row["authority_key"] == PersonReference.program.key.rawValue,
      let rule = try PolicyRows.current(database, request)?.policy.verdict
    {
      return .ruled(request: request, rule: rule.name, at: at)
    }
    return .decided(request: request, by: row["authority_name"], at: at)
  }

  private func end(_ row: Row) throws -> Date? {
    try Double.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT due FROM ledger_action WHERE request = ? AND item = ? AND is_ending
            AND status IN ('queued', 'waiting', 'sending') LIMIT 1
          """), arguments: [row["request"] as String, row["item"] as String]
    ).map { Date(timeIntervalSince1970: $0) }
  }
}
