import GRDB
import Governance

/// What a search may look at: a person who is found by a hidden title has told it.
struct PeopleSight {
  private let visible: [String]
  private let hidden: [String]
  /// Whether the numbers of accounts may be searched: they stand in the index alone.
  private let seesNumbers: Bool

  /// What a search looks at besides names, and what tells it.
  static let columns = [
    (name: "user_name", attribute: "userName"), (name: "title", attribute: "title"),
    (name: "department", attribute: "enterprise.department"), (name: "mail", attribute: "emails"),
  ]

  init(_ visibility: Visibility) {
    func isShown(_ attribute: String) -> Bool { visibility.sight(of: attribute) == .shown }
    visible = ["name"] + Self.columns.filter { isShown($0.attribute) }.map(\.name)
    hidden = Self.columns.filter { !isShown($0.attribute) }.map(\.name)
    seesNumbers = isShown("enterprise.employeeNumber")
  }

  /// Why people may not be put in an order: it would tell what is hidden. nil when they may.
  static func refusal(
    of order: ListOrder<PeopleColumn>, _ visibility: Visibility
  ) -> VisibilityRefusal? {
    for key in order.keys {
      let attribute: String? =
        switch key.column {
        case .title: "title"
        case .department: "enterprise.department"
        case .userName: "userName"
        case .name, .accounts: nil
        }
      if let refusal = attribute.flatMap(visibility.refusal(ofLimitOn:)) { return refusal }
    }
    return nil
  }

  /// The columns with addresses that may be looked at. Order: the mail first.
  var addressColumns: [String] { ["mail", "user_name"].filter(visible.contains) }

  var isLimited: Bool { !hidden.isEmpty || !seesNumbers }

  /// Those whom each word finds by what may be seen. Order: as given.
  func keep(_ pids: [Int64], _ text: String, _ database: Database) throws -> [Int64] {
    let words = text.split(whereSeparator: \.isWhitespace).map {
      Self.tokens(SearchText.local(String($0)))
    }
    let rows = try HotStatement(
      database,
      """
      SELECT \(Self.joined(visible)), \(Self.joined(hidden)), search FROM mirror_person
      WHERE pid = ?
      """)
    return try pids.filter { (pid: Int64) throws -> Bool in
      let known = try rows.first(.integer(pid)) { row in
        searched(shown: row.text(0), hidden: row.text(1), indexed: row.text(2))
      }
      guard let known else { return false }
      return words.allSatisfy { Self.finds($0, known) }
    }
  }

  private func searched(shown: String, hidden: String, indexed: String) -> Set<String> {
    let shown = Set(Self.tokens(shown))
    if !seesNumbers { return shown }
    return shown.union(Set(Self.tokens(indexed)).subtracting(Self.tokens(hidden)))
  }

  /// As ``SearchWords`` reads a word: all its parts, the last as a beginning; or all of it in one.
  private static func finds(_ parts: [String], _ tokens: Set<String>) -> Bool {
    guard let last = parts.last else { return true }
    func begins(_ word: String) -> Bool { tokens.contains { $0.hasPrefix(word) } }
    return parts.dropLast().allSatisfy(tokens.contains) && begins(last)
      || begins(parts.joined())
  }

  private static func tokens(_ text: String) -> [String] {
    TextFolding.folded(text).split { !$0.isLetter && !$0.isNumber }.map { String($0) }
  }

  /// Addresses without their domains, as the index has them.
  private static func joined(_ columns: [String]) -> String {
    if columns.isEmpty { return "''" }
    return columns.map { column in
      ["mail", "user_name"].contains(column)
        ? "substr(\(column), 1, instr(\(column) || '@', '@') - 1)" : column
    }.joined(separator: " || ' ' || ")
  }
}
