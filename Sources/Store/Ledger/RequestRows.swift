import Foundation
import GRDB
import Governance

/// Requests between their rows and their values.
enum RequestRows {
  static func insert(
    _ database: Database, _ request: AccessRequest, users: SharedRequest.Users? = nil
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO ledger_request
          (id, origin, origin_server, origin_resource, requester_key, requester_name,
           beneficiary_key, beneficiary_name, requester_user, beneficiary_user, justification,
           submitted, needed_by, expires, status, external_reference, submitter_key,
           submitter_name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        request.id.rawValue, request.origin.name, request.origin.server, request.origin.resourceID,
        request.requester.key.rawValue, request.requester.name, request.beneficiary.key.rawValue,
        request.beneficiary.name, users?.requester, users?.beneficiary, request.justification,
        request.submitted.timeIntervalSince1970, request.neededBy?.timeIntervalSince1970,
        request.expires?.timeIntervalSince1970, request.status.rawValue, request.externalReference,
        request.submitter?.key.rawValue, request.submitter?.name,
      ])
    try insertItems(database, request.id, request.items)
  }

  /// Takes over what a shared request's server says now; id and origin stay.
  static func update(
    _ database: Database, _ request: AccessRequest, users: SharedRequest.Users
  ) throws {
    try database.execute(
      sql: """
        UPDATE ledger_request SET requester_key = ?, requester_name = ?, beneficiary_key = ?,
          beneficiary_name = ?, requester_user = ?, beneficiary_user = ?, justification = ?,
          submitted = ?, needed_by = ?, expires = ?, status = ?, external_reference = ?
        WHERE id = ?
        """,
      arguments: [
        request.requester.key.rawValue, request.requester.name, request.beneficiary.key.rawValue,
        request.beneficiary.name, users.requester, users.beneficiary, request.justification,
        request.submitted.timeIntervalSince1970, request.neededBy?.timeIntervalSince1970,
        request.expires?.timeIntervalSince1970, request.status.rawValue, request.externalReference,
        request.id.rawValue,
      ])
    try replaceItems(database, request.id, request.items)
  }

  /// What it asks for is something else from now on.
  static func replaceItems(
    _ database: Database, _ id: RequestID, _ items: [RequestItem]
  ) throws {
    try database.execute(
      sql: "DELETE FROM ledger_item WHERE request = ?", arguments: [id.rawValue])
    try insertItems(database, id, items)
  }

  private static func insertItems(
    _ database: Database, _ id: RequestID, _ items: [RequestItem]
  ) throws {
    for (position, item) in items.enumerated() {
      try database.execute(
        sql: "INSERT INTO ledger_item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          id.rawValue, position, item.id, item.operation.rawValue,
          item.entitlement.server, item.entitlement.type.rawValue, item.entitlement.value,
          item.display, item.duration, item.status.rawValue,
        ])
    }
  }

  static func find(_ database: Database, _ id: RequestID) throws -> AccessRequest? {
    try fetch(database, ids: [id.rawValue]).first
  }

  /// Order: as given. Those that are not there are left out.
  static func fetch(_ database: Database, ids: [String]) throws -> [AccessRequest] {
    var found: [String: AccessRequest] = [:]
    // SQLite takes 32,766 parameters at most; a window has fewer than that, a whole folder may not.
    for start in stride(from: 0, to: ids.count, by: 500) {
      let some = Array(ids[start..<min(start + 500, ids.count)])
      for request in try fetchSome(database, ids: some) { found[request.id.rawValue] = request }
    }
    return ids.compactMap { found[$0] }
  }

  private static func fetchSome(_ database: Database, ids: [String]) throws -> [AccessRequest] {
    let marks = databaseQuestionMarks(count: ids.count)
    let itemRows = try Row.fetchAll(
      database,
      sql: "SELECT * FROM ledger_item WHERE request IN (\(marks)) ORDER BY request, position",
      arguments: StatementArguments(ids))
    let items = Dictionary(grouping: itemRows) { row -> String in row["request"] }
    return try Row.fetchAll(
      database, sql: "SELECT * FROM ledger_request WHERE id IN (\(marks))",
      arguments: StatementArguments(ids)
    ).map { row in
      let id: String = row["id"]
      return request(row, items: (items[id] ?? []).map(item))
    }
  }

  private static func item(_ row: Row) -> RequestItem {
    RequestItem(
      id: row["id"], operation: ItemOperation(rawValue: row["operation"]) ?? .grant,
      entitlement: EntitlementReference(
        server: row["server"], type: EntitlementType(rawValue: row["type"]) ?? .manual,
        value: row["value"]),
      display: row["display"], duration: row["duration"],
      status: ItemStatus(rawValue: row["status"]) ?? .open)
  }

  private static func request(_ row: Row, items: [RequestItem]) -> AccessRequest {
    AccessRequest(
      id: RequestID(rawValue: row["id"]), origin: RequestOrigin(row),
      requester: PersonReference(
        key: IdentityKey(rawValue: row["requester_key"]), name: row["requester_name"]),
      beneficiary: PersonReference(
        key: IdentityKey(rawValue: row["beneficiary_key"]), name: row["beneficiary_name"]),
      items: items, justification: row["justification"],
      submitted: Date(timeIntervalSince1970: row["submitted"]),
      neededBy: row.date("needed_by"), expires: row.date("expires"),
      // An unknown status means "not approved" (design, section 3).
      status: RequestStatus(rawValue: row["status"]) ?? .draft,
      externalReference: row["external_reference"], submitter: submitter(row))
  }

  private static func submitter(_ row: Row) -> PersonReference? {
    guard let key: String = row["submitter_key"] else { return nil }
    return PersonReference(key: IdentityKey(rawValue: key), name: row["submitter_name"] ?? key)
  }
}

extension Row {
  func date(_ column: String) -> Date? {
    let seconds: Double? = self[column]
    return seconds.map { Date(timeIntervalSince1970: $0) }
  }
}

extension RequestOrigin {
  fileprivate init(_ row: Row) {
    let name: String = row["origin"]
    switch name {
    case "shared":
      // A request that was changed after its decision has let its resource go.
      self = .shared(server: row["origin_server"] ?? "", resourceID: row["origin_resource"] ?? "")
    case "imported": self = .imported
    default: self = .local
    }
  }

  var name: String {
    switch self {
    case .local: "local"
    case .imported: "imported"
    case .shared: "shared"
    }
  }

  var server: String? { if case .shared(let server, _) = self { server } else { nil } }
  var resourceID: String? { if case .shared(_, let id) = self { id } else { nil } }
}
