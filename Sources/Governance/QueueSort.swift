/// The columns of the queue. The raw value is what sort orders and column lists call them.
public enum QueueColumn: String, SortColumn {
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
  public typealias Key = SortKey<QueueColumn>
  public typealias UnknownColumn = UnknownSortColumn<QueueColumn>

  /// Order: the first counts most. Never empty.
  public private(set) var keys: [Key]

  /// What the list is divided by before anything else; nil for one undivided list.
  public var group: QueueColumn?

  /// A column that is named twice counts where it stands first; no columns at all mean by due date.
  public init(_ keys: [Key], group: QueueColumn? = nil) {
    let kept = Key.withoutRepeats(keys)
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
    self.init(try Key.keys(parsing: text))
  }

  /// Shape: `risk,-due`.
  public var text: String { Key.text(keys) }
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
