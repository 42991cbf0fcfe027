/// The columns of the queue. The raw value is what sort orders and column lists call them.
public enum QueueColumn: String, Hashable, Sendable, CaseIterable {
  case risk, due, state
  /// The beneficiary's name.
  case person = "for"
  /// What the first item is about.
  case access
  /// The server of the first item.
  case place = "where"
  case requester = "asked-by"
  case reason = "why"
  case submitted, expires
  /// The reference to a ticket elsewhere.
  case ticket
  case origin
}

/// The order of the queue: by one column, and by others where that one is equal.
public struct QueueSort: Hashable, Sendable {
  /// One column with its direction.
  public struct Key: Hashable, Sendable {
    public var column: QueueColumn
    /// Against the column's own direction: riskiest, soonest, oldest, or A comes first by itself.
    public var isReversed: Bool

    public init(_ column: QueueColumn, isReversed: Bool = false) {
      self.column = column
      self.isReversed = isReversed
    }
  }

  /// Order: the first counts most. Never empty.
  public private(set) var keys: [Key]

  /// What the list is divided by before anything else; nil for one undivided list.
  public var group: QueueColumn?

  /// A column that is named twice counts where it stands first; no columns at all mean by due date.
  public init(_ keys: [Key], group: QueueColumn? = nil) {
    var seen: Set<QueueColumn> = []
    let kept = keys.filter { seen.insert($0.column).inserted }
    self.keys = kept.isEmpty ? [Key(.due)] : kept
    self.group = group
  }

  /// What a queue can be divided by.
  public static let groups: [QueueColumn] = [.person, .access, .requester, .place, .risk]

  /// Soonest needed first, then oldest; what has no date comes last. Decided ones: newest first.
  public static let due = QueueSort([Key(.due)])
  /// Highest first.
  public static let risk = QueueSort([Key(.risk)])
  /// Oldest first.
  public static let submitted = QueueSort([Key(.submitted)])
}

extension QueueSort {
  /// What a text of column names means, such as `risk,-due`; a minus turns a column round.
  ///
  /// Throws: the first name that is no column.
  public init(parsing text: String) throws(UnknownColumn) {
    var keys: [Key] = []
    for word in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      let isReversed = word.hasPrefix("-")
      let name = isReversed ? word.dropFirst() : word
      guard let column = QueueColumn(named: String(name)) else {
        throw UnknownColumn(name: String(name))
      }
      keys.append(Key(column, isReversed: isReversed))
    }
    self.init(keys)
  }

  /// A name in a sort order or a column list that no column has.
  public struct UnknownColumn: Error, Hashable, Sendable {
    public var name: String

    public init(name: String) { self.name = name }

    public var sentence: String { "There is no column \(name)." }
    public var advice: String {
      "There are: \(QueueColumn.allCases.map(\.rawValue).joined(separator: ", "))."
    }
  }

  /// Shape: `risk,-due`.
  public var text: String {
    keys.map { ($0.isReversed ? "-" : "") + $0.column.rawValue }.joined(separator: ",")
  }
}

extension QueueColumn {
  /// By its name, or by what limits and people call it.
  public init?(named name: String) {
    switch name.lowercased() {
    case "person", "beneficiary": self = .person
    case "requester": self = .requester
    case "server": self = .place
    case let name: self.init(rawValue: name)
    }
  }
}
