import Foundation

@testable import Governance

/// Tuesday 24 November 2026, 09:00 UTC.
let morning = Date(timeIntervalSince1970: 1_795_510_800)

let ada = PersonReference(key: IdentityKey(rawValue: "mail:ada@example.com"), name: "Ada Okafor")
let bruno = PersonReference(
  key: IdentityKey(rawValue: "mail:bruno@example.com"), name: "Bruno Lima")
let priya = PersonReference(
  key: IdentityKey(rawValue: "mail:priya@example.com"), name: "Priya Nair")

func sampleRequest(
  id: String = "r1", requester: PersonReference = bruno, beneficiary: PersonReference = ada,
  status: RequestStatus = .pending, expires: Date? = nil, submitter: PersonReference? = nil
) -> AccessRequest {
  AccessRequest(
    id: RequestID(rawValue: id), origin: .local, requester: requester, beneficiary: beneficiary,
    items: [
      RequestItem(
        id: "1", operation: .grant,
        entitlement: EntitlementReference(server: "idp", type: .group, value: "g1"),
        display: "platform-admins")
    ],
    justification: "INC-4312", submitted: morning, expires: expires, status: status,
    submitter: submitter)
}

func samplePlan(request: String = "r1", obstacles: [String] = []) -> Plan {
  Plan(
    request: RequestID(rawValue: request),
    operations: [
      PlannedOperation(
        item: "1", server: "idp",
        call: Call(method: "PATCH", path: "/Groups/g1", body: #"{"schemas":[]}"#),
        presumes: [
          PresumedFact(
            kind: .notMember, subject: "u1", object: "g1",
            sentence: "Ada Okafor is not a member of platform-admins")
        ],
        establishes: [
          PresumedFact(
            kind: .member, subject: "u1", object: "g1",
            sentence: "Ada Okafor is a member of platform-admins")
        ],
        target: "/Groups/g1", effect: "add Ada Okafor to platform-admins", before: "not a member",
        after: "member", inverse: Call(method: "PATCH", path: "/Groups/g1", body: "{}"))
    ], obstacles: obstacles)
}
