/// The order of a list: by one column, and by others where that one is equal.
public struct ListOrder<Column: SortColumn>: Hashable, Sendable {
  /// Order: the first counts most. Empty for the list's own order.
  public private(set) var keys: [SortKey<Column>]

  public init(_ keys: [SortKey<Column>] = []) { self.keys = SortKey.withoutRepeats(keys) }

  /// Throws: the first name that is no column.
  public init(parsing text: String) throws(UnknownSortColumn<Column>) {
    self.init(try SortKey<Column>.keys(parsing: text))
  }

  /// Shape: `title,-name`; empty for the list's own order.
  public var text: String { SortKey.text(keys) }

  /// Puts rows in order; those that are equal stay as they were.
  ///
  /// - Parameter compare: Less than 0 where the first of two comes first by a column's own direction.
  public func sorted<Row>(_ rows: [Row], by compare: (Column, Row, Row) -> Int) -> [Row] {
    guard !keys.isEmpty else { return rows }
    return rows.enumerated().sorted { left, right in
      for key in keys {
        let order = compare(key.column, left.element, right.element)
        if order != 0 { return key.isReversed ? order > 0 : order < 0 }
      }
      return left.offset < right.offset
    }.map(\.element)
  }
}

public enum PeopleColumn: String, SortColumn {
  case name, title, department
  case userName = "user-name"
  /// How many there are, the most first.
  case accounts
}

public enum ActivityColumn: String, SortColumn {
  /// The newest first.
  case time
  case state
  case place = "where"
  case effect = "what"
  case answer
}

public enum AuditColumn: String, SortColumn {
  /// The newest first.
  case number = "no"
  case time
  case actor = "who"
  case event = "what"
  case subject = "about"
}

public enum FindingColumn: String, SortColumn {
  case kind
  case person = "who"
  case account
  case sentence = "what"
}

public enum ServerColumn: String, SortColumn {
  case name, state
  /// What was read longest ago first.
  case synced
  /// The most first, as the others.
  case users, groups, calls
}

/// How each list but the queue is sorted.
public struct ListOrders: Hashable, Sendable {
  public var people = ListOrder<PeopleColumn>()
  public var activity = ListOrder<ActivityColumn>()
  public var audit = ListOrder<AuditColumn>()
  public var findings = ListOrder<FindingColumn>()
  public var servers = ListOrder<ServerColumn>()

  public init() {}
}

extension ListOrder<FindingColumn> {
  public func sorted(_ findings: [Finding]) -> [Finding] {
    sorted(findings) { column, left, right in
      switch column {
      case .kind: comparedText(left.kind.title, right.kind.title)
      case .person: comparedText(left.person?.name, right.person?.name)
      case .account: comparedText(left.account?.name, right.account?.name)
      case .sentence: comparedText(left.sentence, right.sentence)
      }
    }
  }
}

extension ListOrder<ServerColumn> {
  public func sorted(_ servers: [ServerState]) -> [ServerState] {
    sorted(servers) { column, left, right in
      switch column {
      case .name: comparedText(left.name, right.name)
      case .state: left.phase.urgency - right.phase.urgency
      case .synced: compared(left.lastSync ?? .distantPast, right.lastSync ?? .distantPast)
      case .users: right.userCount - left.userCount
      case .groups: right.groupCount - left.groupCount
      case .calls: right.dueCount - left.dueCount
      }
    }
  }
}

extension ServerState {
  fileprivate var dueCount: Int { failedActionCount + pendingActionCount }
}

extension ServerState.Phase {
  /// What needs somebody comes first.
  fileprivate var urgency: Int {
    switch self {
    case .failed: 0
    case .neverSynced: 1
    case .stopped: 2
    case .syncing: 3
    case .idle: 4
    }
  }
}

private func compared<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
  left == right ? 0 : left < right ? -1 : 1
}

/// Without case; what has no text comes last.
private func comparedText(_ left: String?, _ right: String?) -> Int {
  let (left, right) = (left?.lowercased() ?? "", right?.lowercased() ?? "")
  if left.isEmpty != right.isEmpty { return left.isEmpty ? 1 : -1 }
  return compared(left, right)
}
