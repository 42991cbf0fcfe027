import Foundation
import GRDB
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
    queue text: String?, _ settings: StoreSettings, now: Date, prefix: String = "limit"
  ) throws(StoreError) {
    let text = text ?? ""
    if text.allSatisfy(\.isWhitespace) {
      self.init(condition: "1", [:], isNone: true)
    } else if Self.isMeantAsFilter(text) {
      let vocabulary = LimitVocabulary.queue(privileged: settings.privileged)
      let sql = try LimitSQL(Self.filter(text), vocabulary, text: text, prefix: prefix, now: now)
      self.init(condition: sql.condition, sql.arguments, isNone: false)
    } else {
      let words = LimitWords(text, prefix: prefix)
      self.init(condition: words.condition, words.arguments, isNone: false)
    }
  }

  /// A limit of the people: a condition on `mirror_person`; nil when the text is words.
  init?(people text: String, now: Date) throws(StoreError) {
    guard Self.isMeantAsFilter(text) else { return nil }
    let sql = try LimitSQL(
      Self.filter(text), .people, text: text, prefix: "limit", now: now)
    self.init(condition: sql.condition, sql.arguments, isNone: false)
  }

  private init(condition: String, _ arguments: [String: DatabaseValue], isNone: Bool) {
    self.condition = condition
    self.arguments = StatementArguments(arguments)
    self.isNone = isNone
  }

  private static func filter(_ text: String) throws(StoreError) -> Filter {
    do throws(FilterError) { return try Filter(parsing: text) } catch {
      throw StoreError(.invalidLimit, error.sentence, advice: error.advice, offset: error.offset)
    }
  }

  /// Words are a filter when a comparison stands among them, behind a name.
  ///
  /// So `le mans` is two words to search for, and `risk ge` a filter that lacks its end.
  private static func isMeantAsFilter(_ text: String) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.dropFirst().contains { word in
      // `pr` may end a group: `not (externalReference pr)`.
      let word = word.lowercased().filter { $0 != ")" && $0 != "]" }
      return word == "pr" || Filter.Operator(rawValue: word) != nil
    }
  }
}

/// Bare words: each has to be somewhere in what the queue shows of a request.
struct LimitWords {
  let condition: String
  private(set) var arguments: [String: DatabaseValue] = [:]

  init(_ text: String, prefix: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map { TextFolding.folded(String($0)) }
    var conditions: [String] = []
    for (index, word) in words.enumerated() {
      let name = "\(prefix)Word\(index)"
      arguments[name] = "%\(LimitSQL.pattern(word))%".databaseValue
      conditions.append(Self.anywhere(name, isPlain: word.utf8.allSatisfy { $0 < 0x80 }))
    }
    condition = conditions.isEmpty ? "1" : "(\(conditions.joined(separator: " AND ")))"
  }

  private static func anywhere(_ name: String, isPlain: Bool) -> String {
    func has(_ text: String) -> String {
      let like = "LIKE :\(name) ESCAPE '\\'"
      // A text beyond ASCII is compared without its marks; few are, and folding costs most.
      let folded = "(\(text)) GLOB '*[^ -~]*' AND folded(\(text)) \(like)"
      return isPlain ? "((\(text)) \(like) OR (\(folded)))" : "(\(folded))"
    }
    func person(_ role: String) -> String {
      """
      EXISTS (SELECT 1 FROM mirror_person_key k JOIN mirror_person p ON p.pid = k.pid
        WHERE k.key_hash = person_hash(ledger_request.\(role)_key)
          AND p.key = ledger_request.\(role)_key AND
          \(has("p.department || ' ' || p.title || ' ' || p.user_name || ' ' || p.mail")))
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
