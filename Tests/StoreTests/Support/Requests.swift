import Foundation
import Governance

@testable import Store

extension AccessRequest {
  /// Chen asks that Ada joins a group.
  static func sample(
    _ id: String, beneficiary: PersonReference = People.ada,
    requester: PersonReference = People.chen, items: [RequestItem] = [.group("g1")],
    justification: String = "needed", submitted: Date = Moment.start, neededBy: Date? = nil,
    expires: Date? = nil, origin: RequestOrigin = .local, reference: String? = nil
  ) -> AccessRequest {
    AccessRequest(
      id: RequestID(rawValue: id), origin: origin, requester: requester, beneficiary: beneficiary,
      items: items, justification: justification, submitted: submitted, neededBy: neededBy,
      expires: expires, externalReference: reference)
  }
}

extension RequestItem {
  static func group(
    _ value: String, on server: String = "idp", id: String = "1", duration: String? = nil,
    operation: ItemOperation = .grant
  ) -> RequestItem {
    RequestItem(
      id: id, operation: operation,
      entitlement: EntitlementReference(server: server, type: .group, value: value),
      display: "engineers", duration: duration)
  }
}

extension PlannedOperation {
  static func sample(
    _ number: Int, server: String = "idp", item: String = "1", needs: [Int] = [],
    ends: Int? = nil, delay: String? = nil, isManual: Bool = false
  ) -> PlannedOperation {
    let call = Call(method: "PATCH", path: "/Groups/g\(number)", body: "{}")
    return PlannedOperation(
      number: number, item: item, server: server, call: isManual ? nil : call, presumes: [],
      target: "/Groups/g\(number)", effect: "add Ada Okafor to engineers", before: "", after: "",
      inverse: nil, needs: needs, ends: ends, delay: delay)
  }
}

extension Plan {
  static func sample(_ id: String, _ operations: [PlannedOperation] = [.sample(1)]) -> Plan {
    Plan(request: RequestID(rawValue: id), operations: operations)
  }
}

extension Decision {
  static func sample(
    _ plan: Plan, _ outcome: DecisionOutcome = .approved, by person: PersonReference = People.priya,
    comment: String = "fine", at now: Date = Moment.start
  ) -> Decision {
    Decision(
      request: plan.request, outcome: outcome, authority: person, hand: person, comment: comment,
      decided: now, planDigest: plan.digest)
  }
}

extension Store {
  /// Submits and approves; the plan's actions are in the outbox then.
  func approve(
    _ request: AccessRequest, _ operations: [PlannedOperation] = [.sample(1)],
    at now: Date = Moment.start
  ) throws -> [Action] {
    try submit([request], actor: request.requester, now: now)
    let plan = Plan(request: request.id, operations: operations)
    let refusal = try decide(.sample(plan, at: now), plan: plan, now: now)
    if let refusal { throw Refused(refusal: refusal) }
    return try actions(for: request.id)
  }

  func isAuditIntact() throws -> Bool {
    let records = try auditRecords(after: 0, count: 10_000)
    if case .intact = AuditChain.verify(records) { return true }
    return false
  }

  func events() throws -> [String] {
    try auditRecords(after: 0, count: 10_000).map(\.event)
  }
}

struct Refused: Error { var refusal: DecisionRefusal }
