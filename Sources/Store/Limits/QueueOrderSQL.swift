import Governance

extension QueueSort {
  /// What follows ORDER BY: the group, the columns, and at last the due date, so that the order is
  /// always the same.
  func sql(in folder: QueueFolder) -> String {
    var parts: [String] = []
    if let group { parts.append(group.groupSQL + (group.isText ? " COLLATE NOCASE" : "")) }
    for key in keys {
      // Decided ones have no date that they are needed by any more: the newest decision comes first.
      let column = key.column == .due && folder == .decided
      parts.append(column ? "decided_at \(key.isReversed ? "ASC" : "DESC")" : key.sql)
    }
    if !keys.contains(where: { $0.column == .due }) {
      parts.append("needed_by IS NULL, needed_by")
    }
    return (parts + ["submitted", "id"]).joined(separator: ", ")
  }
}

extension SortKey<QueueColumn> {
  fileprivate var sql: String {
    let expression = column.sql
    switch column {
    case .risk: return "risk \(isReversed ? "ASC" : "DESC")"
    case .due, .expires, .ticket:
      // What has none comes last, whichever way round.
      let collation = column == .ticket ? " COLLATE NOCASE" : ""
      return "\(expression) IS NULL, \(expression)\(collation) \(isReversed ? "DESC" : "ASC")"
    case .submitted: return "submitted \(isReversed ? "DESC" : "ASC")"
    case .state, .person, .access, .place, .requester, .reason, .origin:
      return "\(expression) COLLATE NOCASE \(isReversed ? "DESC" : "ASC")"
    }
  }
}

extension QueueColumn {
  fileprivate var sql: String {
    switch self {
    case .risk: "risk"
    case .due: "needed_by"
    case .state: "status"
    case .person: "beneficiary_name"
    case .requester: "requester_name"
    case .access: Self.firstItem("display")
    case .place: Self.firstItem("server")
    case .reason: "justification"
    case .submitted: "submitted"
    case .expires: "expires"
    case .ticket: "external_reference"
    case .origin: "origin"
    }
  }

  /// What requests of one group have in common. Persons are told apart by key, and access by server.
  /// NOCASE reads no further than a zero, so that a one parts them.
  var groupSQL: String {
    switch self {
    case .risk: "(CASE WHEN risk >= 60 THEN 0 WHEN risk >= 30 THEN 1 ELSE 2 END)"
    case .person: "(beneficiary_name || char(1) || beneficiary_key)"
    case .requester: "(requester_name || char(1) || requester_key)"
    case .access: "(\(Self.firstItem("display")) || char(1) || \(Self.firstItem("server")))"
    default: sql
    }
  }

  fileprivate var isText: Bool { self != .risk }

  private static func firstItem(_ column: String) -> String {
    "(SELECT i.\(column) FROM ledger_item i WHERE i.request = ledger_request.id AND i.position = 0)"
  }
}
