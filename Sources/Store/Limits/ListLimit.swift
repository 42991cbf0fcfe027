import Foundation
import GRDB
import Governance
import SCIM

/// A limit as somebody typed it, as a condition of SQL.
struct ListLimit {
  let condition: String
  let arguments: StatementArguments
  let isNone: Bool

  /// A limit of the queue: a condition on `ledger_request`.
  ///
  /// Throws: `invalidLimit`, with the offset of what is wrong.
  ///
  /// - Parameter prefix: Tells its arguments from those of other limits of the same list.
  init(
    queue text: String?, _ settings: StoreSettings, now: Date, prefix: String = "limit",
    seenBy visibility: Visibility = .unlimited
  ) throws(StoreError) {
    switch try LimitText(text) {
    case .none: self.init(condition: "1", [:], isNone: true)
    case .filter(let filter):
      let sql = try LimitSQL(
        filter, .queue(privileged: settings.privileged), text: text ?? "", prefix: prefix,
        visibility: visibility, now: now)
      self.init(condition: sql.condition, sql.arguments, isNone: false)
    case .words(let words):
      let limit = LimitWords(words, prefix: prefix, seenBy: visibility)
      self.init(condition: limit.condition, limit.arguments, isNone: false)
    }
  }

  /// A limit of the people: a condition on `mirror_person`; nil when the text is words.
  init?(
    people text: String, now: Date, seenBy visibility: Visibility = .unlimited
  ) throws(StoreError) {
    guard case .filter(let filter) = try LimitText(text) else { return nil }
    let sql = try LimitSQL(
      filter, .people, text: text, prefix: "limit", visibility: visibility, now: now)
    self.init(condition: sql.condition, sql.arguments, isNone: false)
  }

  private init(condition: String, _ arguments: [String: DatabaseValue], isNone: Bool) {
    self.condition = condition
    self.arguments = StatementArguments(arguments)
    self.isNone = isNone
  }
}

/// Bare words: each has to be somewhere in what the queue shows of a request.
struct LimitWords {
  let condition: String
  private(set) var arguments: [String: DatabaseValue] = [:]

  /// - Parameter words: folded.
  init(_ words: [String], prefix: String, seenBy visibility: Visibility = .unlimited) {
    let columns = PeopleSight.columns.filter { visibility.sight(of: $0.attribute) == .shown }
      .map { "p.\($0.name)" }.joined(separator: " || ' ' || ")
    var conditions: [String] = []
    for (index, word) in words.enumerated() {
      let name = "\(prefix)Word\(index)"
      arguments[name] = "%\(LimitText.pattern(word))%".databaseValue
      conditions.append(Self.anywhere(name, columns, isPlain: word.utf8.allSatisfy { $0 < 0x80 }))
    }
    condition = conditions.isEmpty ? "1" : "(\(conditions.joined(separator: " AND ")))"
  }

  private static func anywhere(_ name: String, _ columns: String, isPlain: Bool) -> String {
    func has(_ text: String) -> String {
      let like = "LIKE :\(name) ESCAPE '\\'"
      // A text beyond ASCII is compared without its marks; few are, and folding costs most.
      let folded = "(\(text)) GLOB '*[^ -~]*' AND folded(\(text)) \(like)"
      return isPlain ? "((\(text)) \(like) OR (\(folded)))" : "(\(folded))"
    }
    func person(_ role: String) -> String {
      if columns.isEmpty { return "0" }
      return """
        EXISTS (SELECT 1 FROM mirror_person_key k JOIN mirror_person p ON p.pid = k.pid
          WHERE k.key_hash = person_hash(ledger_request.\(role)_key)
            AND p.key = ledger_request.\(role)_key AND
            \(has(columns)))
        """
    }
    let own = """
      beneficiary_name || ' ' || requester_name || ' ' || status || ' ' || id
      || ' ' || justification || ' ' || ifnull(external_reference, '')
      """
    let item = "i.display || ' ' || i.server || ' ' || i.type"
    return """
      (\(has(own))
        OR EXISTS (SELECT 1 FROM ledger_item i
          WHERE i.request = ledger_request.id AND \(has(item)))
        OR \(person("beneficiary"))
        OR (requester_key <> beneficiary_key AND \(person("requester"))))
      """
  }
}
