import GRDB
import Governance
import SCIM

extension Store {
  /// Values that an attribute of a limit has, for completion: those of what waits lately, or of some
  /// people, never of everybody.
  ///
  /// Order: by name. Empty for a name that limits do not know. Throws: `hiddenAttribute` for what is
  /// hidden from whoever asks.
  public func limitValues(
    of attribute: String, ofPeople: Bool, containing text: String, count: Int,
    seenBy visibility: Visibility = .unlimited
  ) throws(StoreError) -> [String] {
    let vocabulary = ofPeople ? LimitVocabulary.people : .queue(privileged: settings.privileged)
    guard let source = vocabulary.sources[attribute.lowercased()], source.kind == .text else {
      return []
    }
    if let refusal = vocabulary.refusal(of: AttributePath(attribute), visibility) {
      throw StoreError(.hiddenAttribute, refusal.sentence, advice: refusal.advice)
    }
    let table = ofPeople ? "mirror_person" : "ledger_request"
    let some = ofPeople ? "" : "WHERE status = 'pending'"
    let rows = source.rows.map { ", \($0) AND" } ?? "WHERE"
    return try read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT \(source.expression) AS found
          FROM (SELECT * FROM \(table) \(some) LIMIT \(Self.looked)) AS \(table) \(rows)
            found LIKE ? ESCAPE '\\'
          ORDER BY found COLLATE NOCASE LIMIT ?
          """, arguments: ["%\(LimitText.pattern(text))%", max(0, count)])
    }
  }

  /// How many rows are looked through: a few milliseconds at most.
  private static var looked: Int { 2_000 }
}
