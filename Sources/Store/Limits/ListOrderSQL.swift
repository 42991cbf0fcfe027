import GRDB
import Governance

extension ListOrder<PeopleColumn> {
  /// What follows ORDER BY over `mirror_person p`; names at last, so that the order is always the same.
  var sql: String {
    let parts = keys.map { key in
      switch key.column {
      case .name: "p.name_order \(key.up)"
      case .title: key.text("p.title")
      case .department: key.text("p.department")
      case .userName: key.text("p.user_name")
      case .accounts:
        "(SELECT count(*) FROM mirror_account a WHERE a.pid = p.pid) \(key.down)"
      }
    }
    return (parts + ["p.name_order", "p.pid"]).joined(separator: ", ")
  }
}

extension ListOrder<ActivityColumn> {
  /// What follows ORDER BY over `ledger_action`; the newest first at last.
  var sql: String {
    let parts = keys.map { key in
      switch key.column {
      case .time: "updated \(key.down)"
      case .state: key.text("status")
      case .place: key.text("server")
      case .effect: key.text("json_extract(operation, '$.effect')")
      case .answer:
        "answer_status IS NULL, answer_status \(key.up), answer_text COLLATE NOCASE \(key.up)"
      }
    }
    return (parts + ["id DESC"]).joined(separator: ", ")
  }
}

extension ListOrder<AuditColumn> {
  /// What follows ORDER BY over `ledger_audit`; the newest first at last.
  var sql: String {
    let parts = keys.map { key in
      switch key.column {
      case .number: "sequence \(key.down)"
      case .time: "milliseconds \(key.down)"
      case .actor: key.text("actor_name")
      case .event: key.text("event")
      case .subject:
        key.text(
          "ifnull((SELECT r.beneficiary_name FROM ledger_request r WHERE r.id = subject), subject)")
      }
    }
    return (parts + ["sequence DESC"]).joined(separator: ", ")
  }
}

extension SortKey {
  fileprivate var up: String { isReversed ? "DESC" : "ASC" }
  fileprivate var down: String { isReversed ? "ASC" : "DESC" }

  /// Without case; what has no text comes last, whichever way round.
  fileprivate func text(_ expression: String) -> String {
    "ifnull(\(expression), '') = '', \(expression) COLLATE NOCASE \(up)"
  }
}

extension PeopleOrder {
  /// A stretch of those who were found: as they were found, unless another order is asked for.
  static func stretch(
    _ database: Database, _ order: ListOrder<PeopleColumn>, of found: [Int64], offset: Int,
    count: Int
  ) throws -> [Int64] {
    guard order.keys.isEmpty else {
      return try window(database, order, of: found, offset: offset, count: count)
    }
    return Array(found.dropFirst(max(0, offset)).prefix(max(0, count)))
  }

  /// A stretch of people in an order of somebody's own.
  ///
  /// - Parameter found: Those to sort; nil for all.
  static func window(
    _ database: Database, _ order: ListOrder<PeopleColumn>, of found: [Int64]?, offset: Int,
    count: Int
  ) throws -> [Int64] {
    let condition = found == nil ? "" : "WHERE p.pid IN (SELECT value FROM json_each(:found))"
    let text = found.map { "[\($0.map(String.init).joined(separator: ","))]" }
    return try Int64.fetchAll(
      database,
      sql: """
        SELECT p.pid FROM mirror_person p \(condition)
        ORDER BY \(order.sql) LIMIT :count OFFSET :offset
        """,
      arguments: ["count": max(0, count), "offset": max(0, offset)]
        &+ (text.map { ["found": $0] } ?? [:]))
  }
}
