import Foundation
import GRDB
import Governance

/// Takes the `AccessRequest` resources of a server into the ledger.
struct SharedRequests {
  private let database: Database
  private let collection: Collection
  private let now: Date

  init(_ database: Database, collection: Collection, now: Date) {
    self.database = database
    self.collection = collection
    self.now = now
  }

  /// Takes what the server says now.
  func take(_ resourceID: String, _ bytes: ArraySlice<UInt8>) throws {
    let shared: SharedRequest
    do throws(SharedRequest.Unreadable) {
      shared = try SharedRequest(
        resourceID, bytes, server: collection.serverName, now: now)
    } catch {
      try audit("request.unreadable", resourceID, ["reason": .string(error.reason)])
      return
    }
    guard let known = try knownID(resourceID) else { return try insert(shared) }
    try change(known, shared)
  }

  /// Ends a pending request whose resource is gone from the server.
  func withdraw(_ resourceID: String) throws {
    guard let id = try knownID(resourceID), try status(id) == .pending else { return }
    try RequestStatusRow.move(
      database, RequestID(rawValue: id), to: .cancelled, by: collection.serverName, at: now)
    try audit("request.cancelled", id, ["reason": "it is gone from its server"])
  }

  private func insert(_ shared: SharedRequest) throws {
    var request = try resolved(shared)
    request.id = try freeID(request.id)
    try RequestRows.insert(database, request, users: shared.users)
    if request.status != .pending && request.status != .draft {
      try noteVerdict(request.id, shared)
    }
    try audit(
      "request.received", request.id.rawValue,
      [
        "resource": .string(shared.request.id.rawValue),
        "status": .string(request.status.rawValue),
      ])
  }

  private func change(_ id: String, _ shared: SharedRequest) throws {
    let request = RequestID(rawValue: id)
    switch try status(id) {
    case .pending, .draft, nil:
      var changed = try resolved(shared)
      changed.id = request
      if let known = try RequestRows.find(database, request),
        known.concerned != changed.concerned
          || known.items.map(\.wish) != changed.items.map(\.wish)
      {
        // Who said yes has said it to something else.
        try PolicyRows.outdate(database, request)
      }
      try RequestRows.update(database, changed, users: shared.users)
      guard changed.status != .pending && changed.status != .draft else { return }
      try noteVerdict(request, shared)
      try audit(
        "request.decidedElsewhere", id,
        [
          "status": .string(changed.status.rawValue), "by": .optional(shared.verdict?.by),
        ])
    case .approved, .denied: try compareDecision(request, shared)
    case .cancelled, .expired: return
    }
  }

  /// We have decided: has the server our decision, or another's?
  private func compareDecision(_ id: RequestID, _ shared: SharedRequest) throws {
    guard let ours = try UnwrittenRows.find(database, request: id) else { return }
    switch shared.request.status {
    case .pending, .draft:
      guard let decided = try RequestRows.find(database, id), try !isSame(shared, decided) else {
        return
      }
      // What was decided on is not there any more; what is there was decided by nobody.
      try UnwrittenRows.markOutdated(database, ours, now: now)
      try insert(shared)
    case _ where shared.verdict?.isSame(as: ours.decision) ?? false:
      // The answer to the write-back was lost; the server has it.
      try UnwrittenRows.markWritten(database, ours.id, now: now)
    default:
      try UnwrittenRows.markOvertaken(
        database, ours, status: shared.request.status, by: shared.verdict?.by, now: now)
    }
  }

  /// Whether it still asks for what was decided: the same access, for and by the same people.
  private func isSame(_ shared: SharedRequest, _ decided: AccessRequest) throws -> Bool {
    let row = try Row.fetchOne(
      database, sql: "SELECT requester_user, beneficiary_user FROM ledger_request WHERE id = ?",
      arguments: [decided.id.rawValue])
    return row?["requester_user"] == shared.users.requester
      && row?["beneficiary_user"] == shared.users.beneficiary
      && shared.request.items.map(\.wish) == decided.items.map(\.wish)
  }

  private func noteVerdict(_ id: RequestID, _ shared: SharedRequest) throws {
    try database.execute(
      sql: "UPDATE ledger_request SET decided_by = ?, decided_at = ? WHERE id = ?",
      arguments: [
        shared.verdict?.by ?? collection.serverName,
        (shared.verdict?.decided ?? now).timeIntervalSince1970, id.rawValue,
      ])
  }

  private func resolved(_ shared: SharedRequest) throws -> AccessRequest {
    var request = shared.request
    let finder = PersonFinder(database)
    let server = collection.serverName
    if let found = try finder.find(server: server, userID: shared.users.requester) {
      request.requester = found
    }
    if let found = try finder.find(server: server, userID: shared.users.beneficiary) {
      request.beneficiary = found
    }
    return request
  }

  private func knownID(_ resourceID: String) throws -> String? {
    try String.fetchOne(
      database,
      sql: "SELECT id FROM ledger_request WHERE origin_server = ? AND origin_resource = ?",
      arguments: [collection.serverName, resourceID])
  }

  /// The id itself, or with its server's name before it, or numbered.
  private func freeID(_ id: RequestID) throws -> RequestID {
    if try !isTaken(id) { return id }
    let named = RequestID(rawValue: "\(collection.serverName)/\(id.rawValue)")
    var free = named
    var number = 1
    while try isTaken(free) {
      number += 1
      free = RequestID(rawValue: "\(named.rawValue)/\(number)")
    }
    return free
  }

  private func isTaken(_ id: RequestID) throws -> Bool {
    try Bool.fetchOne(
      database, sql: "SELECT 1 FROM ledger_request WHERE id = ?", arguments: [id.rawValue]) ?? false
  }

  private func status(_ id: String) throws -> RequestStatus? {
    try String.fetchOne(
      database, sql: "SELECT status FROM ledger_request WHERE id = ?", arguments: [id]
    ).flatMap(RequestStatus.init)
  }

  private func audit(_ event: String, _ subject: String, _ detail: CanonicalJSON) throws {
    var detail = detail
    if case .object(let members) = detail {
      detail = .object(members + [.init("server", .string(collection.serverName))])
    }
    try AuditWriter.append(database, event, subject: subject, detail: detail, now: now)
  }
}

extension RequestItem {
  /// What an approver says yes to; names and statuses are left out.
  fileprivate var wish: RequestItem {
    var wish = self
    wish.display = ""
    wish.status = .open
    return wish
  }
}

extension SharedRequests {
  /// The request as its server's users are known now: a person's key may have changed since it was
  /// read, and who asks must not pass for somebody else.
  static func current(
    _ database: Database, _ request: AccessRequest
  ) throws -> AccessRequest {
    guard let server = request.origin.server,
      let row = try Row.fetchOne(
        database, sql: "SELECT requester_user, beneficiary_user FROM ledger_request WHERE id = ?",
        arguments: [request.id.rawValue])
    else { return request }
    var current = request
    let finder = PersonFinder(database)
    let requester = try finder.find(server: server, userID: row["requester_user"] ?? "")
    let beneficiary = try finder.find(server: server, userID: row["beneficiary_user"] ?? "")
    current.requester = requester ?? request.requester
    current.beneficiary = beneficiary ?? request.beneficiary
    return current
  }

  /// Finds the people of pending requests whose server's users were read only now.
  static func resolvePeople(
    _ database: Database, after users: Collection, _ outcome: PageOutcome, tail: MirrorTail
  ) throws {
    guard users.type == Collection.users, outcome.added + outcome.changed > 0 else { return }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, requester_user, beneficiary_user FROM ledger_request
        WHERE status = 'pending' AND origin_server = ? AND
          (requester_key LIKE 'account:%' OR beneficiary_key LIKE 'account:%')
        """, arguments: [users.serverName])
    if rows.isEmpty { return }
    try tail.catchUp()
    let finder = PersonFinder(database)
    for row in rows {
      for role in ["requester", "beneficiary"] {
        let user: String = row["\(role)_user"] ?? ""
        guard let found = try finder.find(server: users.serverName, userID: user) else { continue }
        try database.execute(
          sql: "UPDATE ledger_request SET \(role)_key = ?, \(role)_name = ? WHERE id = ?",
          arguments: [found.key.rawValue, found.name, row["id"] as String])
        try PolicyRows.outdate(database, RequestID(rawValue: row["id"]))
      }
    }
  }
}
