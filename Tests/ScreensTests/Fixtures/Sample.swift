import Foundation
import Governance

/// The organisation that all tests of the screens look at. Every moment in it is fixed.
enum Sample {
  /// Tuesday 24 November 2026, 09:12 UTC.
  static let now = Date(timeIntervalSince1970: 1_795_511_520)
  static let day: TimeInterval = 86_400
  static let hour: TimeInterval = 3_600

  static func at(_ hours: Double) -> Date { now.addingTimeInterval(hours * hour) }

  static func person(_ name: String) -> PersonReference {
    let mail = name.lowercased().split(separator: " ").joined(separator: ".")
    return PersonReference(key: IdentityKey(rawValue: "mail:\(mail)@example.com"), name: name)
  }

  static let priya = person("Priya Nair")
  static let ada = person("Ada Okafor")
  static let chen = person("Chen Wei")
  static let bruno = person("Bruno Lima")
  static let ines = person("Ines Haddad")
  static let `operator` = Operator(name: "priya.nair", person: priya)

  static let servers: [ServerState] = [
    ServerState(
      name: "hr", baseURL: "https://hr.example.com/scim/v2", phase: .idle, lastSync: at(-3),
      userCount: 214, groupCount: 0,
      capabilities: ["filter", "incremental by lastModified", "index pagination"],
      limits: ["It has no groups: membership is not decided here."]),
    ServerState(
      name: "idp", baseURL: "https://id.example.com/scim/v2", phase: .idle, lastSync: at(-3),
      userCount: 212, groupCount: 31,
      capabilities: ["ETag", "cursor pagination", "filter", "PATCH", "shared requests"],
      pendingActionCount: 2),
    ServerState(
      name: "code", baseURL: "https://code.example.com/scim",
      phase: .syncing(
        type: "User", done: 122, total: 200),
      lastSync: at(-27), userCount: 122, groupCount: 18,
      capabilities: ["filter", "PATCH"],
      limits: ["Pages hold 50 resources at most.", "Without ETags a lost update cannot be told."]),
    ServerState(
      name: "chat", baseURL: "https://chat.example.com/api/scim/v2",
      phase: .failed(
        reason: "429 Too Many Requests", advice: "It asks to wait 60 s; the sync goes on by itself."
      ),
      lastSync: at(-51), userCount: 187, groupCount: 9, failedActionCount: 1),
  ]

  // MARK: Requests

  static let readers = EntitlementReference(server: "idp", type: .group, value: "9f2c0c1e-77aa")
  static let engineers = EntitlementReference(server: "code", type: .group, value: "311")
  static let finance = EntitlementReference(server: "idp", type: .role, value: "finance-approver")

  static func request(
    _ id: String, _ beneficiary: PersonReference, by requester: PersonReference? = nil,
    _ items: [RequestItem], why: String, submitted: Double, due: Double? = nil,
    status: RequestStatus = .pending, reference: String? = nil,
    origin: RequestOrigin = .shared(server: "idp", resourceID: "r-1")
  ) -> AccessRequest {
    AccessRequest(
      id: RequestID(rawValue: id), origin: origin, requester: requester ?? beneficiary,
      beneficiary: beneficiary, items: items, justification: why, submitted: at(submitted),
      neededBy: due.map(at), status: status, externalReference: reference)
  }

  static func item(
    _ operation: ItemOperation, _ reference: EntitlementReference, _ display: String,
    _ duration: String? = nil
  ) -> RequestItem {
    RequestItem(
      id: "1", operation: operation, entitlement: reference, display: display, duration: duration)
  }

  static let entries: [QueueEntry] = [
    QueueEntry(
      request: request(
        "r-1001", ines, by: chen, [item(.revoke, finance, "finance-approvers")],
        why: "Review Q4: unused for 120 days", submitted: -96, due: -15), riskScore: 35),
    QueueEntry(
      request: request(
        "r-1002", ada, [item(.grant, readers, "production-db-readers", "P7D")],
        why: "Slow report for the board pack", submitted: -19, due: 1, reference: "INC-4312"),
      riskScore: 72),
    QueueEntry(
      request: request(
        "r-1003", bruno, by: chen, [item(.grant, engineers, "platform-engineers")],
        why: "Joins Platform on 1 December", submitted: -18, due: 4), riskScore: 18),
    QueueEntry(
      request: request(
        "r-1004", priya, [item(.grant, readers, "production-db-readers", "P1D")],
        why: "On call this week", submitted: -6, due: 24), riskScore: 45,
      refusal: .operatorIsBeneficiary),
    QueueEntry(
      request: request(
        "r-1005", person("王小明"), by: chen,
        [
          item(.grant, engineers, "platform-engineers", "P3M"),
          item(.grant, readers, "production-db-readers"),
        ], why: "迁移到平台组", submitted: -5, due: 30), riskScore: 64),
    QueueEntry(
      request: request(
        "r-1006", person("ليلى حداد"), by: ines,
        [item(.grant, EntitlementReference(server: "chat", type: .account, value: ""), "")],
        why: "Contractor, needs the incident channel", submitted: -4, due: 200), riskScore: 22),
    QueueEntry(
      request: request(
        "r-1007", person("Mallory \u{1b}[31m\u{202e}nimda"),
        [item(.grant, readers, "production-db-readers")],
        why: "please\u{07} approve", submitted: -3), riskScore: 88),
    QueueEntry(
      request: request(
        "r-1008", person("Søren Åkesson-Vandenberghe"), by: ines,
        [
          item(
            .revoke, EntitlementReference(server: "code", type: .account, value: ""),
            "account on code")
        ], why: "Leaves on Friday", submitted: -2, due: 78), riskScore: 12),
  ]

  static let decided: [QueueEntry] = [
    QueueEntry(
      request: request(
        "r-0990", bruno, [item(.grant, readers, "production-db-readers", "P1D")],
        why: "Restore test", submitted: -200, status: .approved), riskScore: 41,
      refusal: .alreadyDecided(status: .approved, by: "Priya Nair"), actionStatus: .applied),
    QueueEntry(
      request: request(
        "r-0985", ines, [item(.grant, engineers, "platform-engineers")],
        why: "Project Kite", submitted: -300, status: .approved), riskScore: 20,
      refusal: .alreadyDecided(status: .approved, by: "Priya Nair"), actionStatus: .failed),
    QueueEntry(
      request: request(
        "r-0981", ada, [item(.grant, finance, "finance-approvers")],
        why: "", submitted: -400, status: .denied), riskScore: 66,
      refusal: .alreadyDecided(status: .denied, by: "Chen Wei")),
  ]

  static let counts: [QueueFolder: Int] = [
    .forMe: 8, .mine: 1, .open: 57, .overdue: 1, .decided: 3,
  ]
}
