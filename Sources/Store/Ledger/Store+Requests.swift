import Foundation
import GRDB
import Governance

extension Store {
  /// Takes requests into the ledger, all or none, each with its audit record.
  ///
  /// A request that is there already, word for word, is passed over, so that an import can be
  /// repeated. Returns how many were new. Throws: `duplicate`.
  @discardableResult
  public func submit(
    _ requests: [AccessRequest], actor: PersonReference, now: Date
  ) throws(StoreError) -> Int {
    try writeDurably { try submit(requests, actor: actor, now: now, $0) }
  }

  /// The same within a transaction.
  func submit(
    _ requests: [AccessRequest], actor: PersonReference, now: Date, _ database: Database
  ) throws -> Int {
    var count = 0
    for var request in requests where try isNew(request, database) {
      // Whoever brings a request in has asked for it, in whatever name.
      if actor.key != request.requester.key { request.submitter = actor }
      try RequestRows.insert(database, request)
      try AuditWriter.append(
        database, request.status == .draft ? "request.drafted" : "request.submitted",
        subject: request.id.rawValue, detail: request.canonical, actor: actor, now: now)
      count += 1
    }
    return count
  }

  private func isNew(_ request: AccessRequest, _ database: Database) throws -> Bool {
    guard let known = try RequestRows.find(database, request.id) else { return true }
    // What was decided, answered and offered since does not make it another request.
    let submitted = try String.fetchOne(
      database,
      sql: """
        SELECT detail FROM ledger_audit WHERE subject = ?
          AND event IN ('request.submitted', 'request.drafted') ORDER BY sequence LIMIT 1
        """, arguments: [request.id.rawValue])
    if submitted == request.canonical.text || known.canonical == request.canonical { return false }
    throw StoreError(
      .duplicate, "There is another request \(request.id.rawValue) already.",
      advice: "Give this one an id of its own.")
  }

  /// Withdraws a pending request. Returns: nil when it was recorded, else why not.
  public func cancel(
    _ id: RequestID, actor: PersonReference, reason: String, now: Date
  ) throws(StoreError) -> DecisionRefusal? {
    try writeDurably { try cancel(id, actor: actor, reason: reason, now: now, $0) }
  }

  /// The same within a transaction.
  func cancel(
    _ id: RequestID, actor: PersonReference, reason: String, now: Date, _ database: Database
  ) throws -> DecisionRefusal? {
    guard let request = try RequestRows.find(database, id) else {
      return .requestUnknown(id: id.rawValue)
    }
    if request.status.applying(.cancel).status == nil {
      return .alreadyDecided(
        status: request.status, by: try RequestStatusRow.decidedBy(database, id))
    }
    if let server = request.origin.server {
      return .planBlocked(reason: "it is shared: withdraw it on \(server).")
    }
    try RequestStatusRow.move(database, id, to: .cancelled, by: actor.name, at: now)
    try PolicyRows.endWaiting(database, id)
    try ConversationRows.close(database, id, as: .superseded)
    try AuditWriter.append(
      database, "request.cancelled", subject: id.rawValue, detail: ["reason": .string(reason)],
      actor: actor, now: now)
    return nil
  }

  /// Ends the pending requests that nobody decided in time. Returns how many.
  @discardableResult
  public func expireRequests(now: Date) throws(StoreError) -> Int {
    try lapseQuestions(now: now)
    let late = try read { database in
      try String.fetchAll(
        database,
        sql: "SELECT id FROM ledger_request WHERE status = 'pending' AND expires <= ?",
        arguments: [now.timeIntervalSince1970])
    }
    // Most of the time there are none: then nothing is written.
    if late.isEmpty { return 0 }
    return try writeDurably { database in
      var count = 0
      for id in late {
        let id = RequestID(rawValue: id)
        guard let request = try RequestRows.find(database, id),
          DecisionRule.isExpired(request, now: now)
        else { continue }
        try RequestStatusRow.move(database, id, to: .expired, by: nil, at: now)
        try PolicyRows.endWaiting(database, id)
        try ConversationRows.close(database, id, as: .superseded)
        _ = try ClockRows.note(database, id, ClockNotice.Kind.expired.rawValue, at: now)
        try AuditWriter.append(
          database, "request.expired", subject: id.rawValue, detail: .object([]), now: now)
        count += 1
      }
      return count
    }
  }

  /// The pending request with a reference to something elsewhere; nil for none.
  public func pendingRequest(reference: String) throws(StoreError) -> RequestID? {
    try read { database in
      try String.fetchOne(
        database,
        sql: """
          SELECT id FROM ledger_request WHERE status = 'pending' AND external_reference = ?
          """, arguments: [reference])
    }.map(RequestID.init(rawValue:))
  }

  /// Keeps the risk of a pending request; that of a decided one stays as it was.
  public func saveRisk(_ risk: Risk, for id: RequestID) throws(StoreError) {
    let isSame = try read { database in
      try Bool.fetchOne(
        database,
        sql: "SELECT risk = ? OR status <> 'pending' FROM ledger_request WHERE id = ?",
        arguments: [risk.score, id.rawValue]) ?? true
    }
    if isSame { return }
    try write { database in
      try database.execute(
        sql: "UPDATE ledger_request SET risk = ? WHERE id = ? AND status = 'pending'",
        arguments: [risk.score, id.rawValue])
    }
  }
}

extension AccessRequest {
  /// What was asked, without what became of it.
  var canonical: CanonicalJSON {
    [
      "id": .string(id.rawValue),
      "origin": .string(origin.name),
      "requester": ["key": .string(requester.key.rawValue), "name": .string(requester.name)],
      "beneficiary": [
        "key": .string(beneficiary.key.rawValue), "name": .string(beneficiary.name),
      ],
      "items": .array(items.map(\.canonical)),
      "justification": .string(justification),
      "submitted": .milliseconds(submitted),
      "neededBy": .milliseconds(neededBy),
      "expires": .milliseconds(expires),
      "externalReference": .optional(externalReference),
    ]
  }
}

extension RequestItem {
  var canonical: CanonicalJSON {
    [
      "id": .string(id),
      "operation": .string(operation.rawValue),
      "server": .string(entitlement.server),
      "type": .string(entitlement.type.rawValue),
      "value": .string(entitlement.value),
      "display": .string(display),
      "duration": .optional(duration),
    ]
  }
}

extension CanonicalJSON {
  /// Whole milliseconds since 1970, or null.
  static func milliseconds(_ date: Date?) -> CanonicalJSON {
    guard let date,
      let number = FiniteNumber((date.timeIntervalSince1970 * 1000).rounded())
    else { return .null }
    return .number(number)
  }
}
