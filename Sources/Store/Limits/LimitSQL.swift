import Foundation
import GRDB
import Governance
import SCIM

/// A limit as a condition of SQL, with its arguments: it means what `Filter.matches` means of the
/// same values (RFC 7644 §3.4.2.2). No condition is ever NULL, or `not` would keep too little.
struct LimitSQL {
  private(set) var condition = "1"
  private(set) var arguments: [String: DatabaseValue] = [:]
  private let vocabulary: LimitVocabulary
  private let text: String
  private let prefix: String
  private let visibility: Visibility
  /// The rows of which one was chosen already, within brackets.
  private var chosen: String?

  /// Throws: `invalidLimit` for a name or a value that makes no sense, and for what is hidden from
  /// whoever asks, with its offset in `text`.
  init(
    _ filter: Filter, _ vocabulary: LimitVocabulary, text: String, prefix: String,
    visibility: Visibility = .unlimited, now: Date
  ) throws(StoreError) {
    self.visibility = visibility
    self.vocabulary = vocabulary
    self.text = text
    self.prefix = prefix
    condition = try sql(filter, within: nil)
    if condition.contains(":limitNow") {
      condition = condition.replacing(
        ":limitNow", with: bind(now.timeIntervalSince1970.databaseValue))
    }
  }

  private mutating func sql(
    _ filter: Filter, within outer: AttributePath?
  ) throws(StoreError) -> String {
    switch filter {
    case .and(let left, let right):
      return "(\(try sql(left, within: outer)) AND \(try sql(right, within: outer)))"
    case .or(let left, let right):
      return "(\(try sql(left, within: outer)) OR \(try sql(right, within: outer)))"
    case .not(let inner): return "(NOT (\(try sql(inner, within: outer))))"
    case .complex(let path, let inner): return try complex(path, inner)
    case .present(let path):
      let (source, _) = try source(path, within: outer)
      // An empty text is no value (RFC 7644 table 3, `pr`).
      return exists(source, "\(source.expression) <> ''")
    case .compare(let path, let comparison, let value):
      let (source, full) = try source(path, within: outer)
      return try compare(source, comparison, value, full)
    }
  }

  /// All comparisons of one and the same value: of one item, say.
  private mutating func complex(
    _ path: AttributePath, _ inner: Filter
  ) throws(StoreError) -> String {
    guard let rows = try source(path, within: nil).0.rows else {
      return try sql(inner, within: path)
    }
    chosen = rows
    defer { chosen = nil }
    return "EXISTS (SELECT 1 FROM \(rows) AND \(try sql(inner, within: path)))"
  }

  private func source(
    _ path: AttributePath, within outer: AttributePath?
  ) throws(StoreError) -> (LimitSource, AttributePath) {
    let full = outer.map { AttributePath(schema: $0.schema, $0.attribute, path.attribute) } ?? path
    if let source = vocabulary.source(of: full) {
      if let refusal = vocabulary.refusal(of: full, visibility) {
        throw StoreError(
          .hiddenAttribute, refusal.sentence, advice: refusal.advice,
          offset: LimitText.offset(of: path, in: text))
      }
      return (source, full)
    }
    throw StoreError(
      .invalidLimit, "\(vocabulary.what) have no attribute “\(full)”.",
      advice: "There are \(vocabulary.names.joined(separator: ", ")).",
      offset: LimitText.offset(of: path, in: text))
  }

  // MARK: Comparisons

  private func exists(_ source: LimitSource, _ condition: String) -> String {
    if let rows = source.rows, rows != chosen {
      return "EXISTS (SELECT 1 FROM \(rows) AND (\(condition)))"
    }
    return source.isRequired ? "(\(condition))" : "ifnull((\(condition)), 0)"
  }

  private mutating func compare(
    _ source: LimitSource, _ comparison: Filter.Operator, _ value: JSON, _ path: AttributePath
  ) throws(StoreError) -> String {
    let some = exists(source, "\(source.expression) IS NOT NULL")
    if value == .null { return comparison == .equal ? "(NOT (\(some)))" : isNot(comparison, some) }
    let fits = exists(source, try comparisonSQL(source, comparison, value, path))
    // What has no value fits `ne`.
    return comparison == .notEqual && !source.isRequired ? "(\(fits) OR (NOT (\(some))))" : fits
  }

  private func isNot(_ comparison: Filter.Operator, _ some: String) -> String {
    comparison == .notEqual ? some : "0"
  }

  private mutating func comparisonSQL(
    _ source: LimitSource, _ comparison: Filter.Operator, _ value: JSON, _ path: AttributePath
  ) throws(StoreError) -> String {
    switch (source.kind, value) {
    case (.number, .number(let number)):
      guard let sign = Self.signs[comparison] else {
        throw wrong(path, "\(path) is a number: compare it with eq, ne, gt, ge, lt or le.")
      }
      return "\(source.expression) \(sign) \(bind((Double(number.text) ?? 0).databaseValue))"
    case (.flag, .bool(let flag)):
      guard comparison == .equal || comparison == .notEqual else {
        throw wrong(path, "\(path) is true or false: compare it with eq or ne.")
      }
      let sign = comparison == .equal ? "=" : "<>"
      return "\(source.expression) \(sign) \(flag ? 1 : 0)"
    case (.date, .string(let text)):
      guard let date = SCIMDate.parse(text) ?? SCIMDate.parse("\(text)T00:00:00Z"),
        let sign = Self.signs[comparison]
      else {
        throw wrong(
          path, "\(path) is a date: write it as \"2026-12-01\" or \"2026-12-01T09:00:00Z\".")
      }
      return "\(source.expression) \(sign) \(bind(date.timeIntervalSince1970.databaseValue))"
    case (.text, .string(let text)), (.choice, .string(let text)):
      return textSQL(source.expression, comparison, text)
    default: throw wrong(path, "\(path) is \(source.kind.words), and this is not.")
    }
  }

  private mutating func textSQL(
    _ expression: String, _ comparison: Filter.Operator, _ text: String
  ) -> String {
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    // SQLite knows the small letters of ASCII only.
    let (left, right) = isPlain ? (expression, text) : ("lowered(\(expression))", text.lowercased())
    let like = { (pattern: String, limit: inout LimitSQL) in
      "\(left) LIKE \(limit.bind(pattern.databaseValue)) ESCAPE '\\'"
    }
    let pattern = LimitText.pattern(right)
    switch comparison {
    case .contains: return like("%\(pattern)%", &self)
    case .startsWith: return like("\(pattern)%", &self)
    case .endsWith: return like("%\(pattern)", &self)
    default:
      let sign = Self.signs[comparison] ?? "="
      return "\(left) \(sign) \(bind(right.databaseValue)) COLLATE NOCASE"
    }
  }

  private static let signs: [Filter.Operator: String] = [
    .equal: "=", .notEqual: "<>", .greater: ">", .greaterOrEqual: ">=", .less: "<",
    .lessOrEqual: "<=",
  ]

  private func wrong(_ path: AttributePath, _ sentence: String) -> StoreError {
    StoreError(
      .invalidLimit, sentence, advice: "Such as: risk ge 40 and item.server eq \"idp\".",
      offset: LimitText.offset(of: path.subAttribute.map { AttributePath($0) } ?? path, in: text))
  }

  private mutating func bind(_ value: DatabaseValue) -> String {
    let name = "\(prefix)\(arguments.count)"
    arguments[name] = value
    return ":\(name)"
  }
}

extension LimitAttribute.Kind {
  fileprivate var words: String {
    switch self {
    case .text: "a text between double quotes"
    case .number: "a number"
    case .date: "a date between double quotes"
    case .flag: "true or false"
    case .choice(let choices): "one of \(choices.joined(separator: ", ")) between double quotes"
    }
  }
}
