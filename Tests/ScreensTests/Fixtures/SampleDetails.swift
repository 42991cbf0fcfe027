import Foundation
import Governance
import Screens

extension Sample {
  static func detail(_ id: RequestID) -> RequestDetail? {
    guard let entry = (entries + decided).first(where: { $0.request.id == id }) else { return nil }
    let plan = plan(for: entry.request)
    return RequestDetail(
      request: entry.request, risk: risk(entry), plan: plan,
      planDigest: "d1-\(id.rawValue)-" + String(repeating: "0", count: 54),
      refusal: entry.refusal ?? plan.obstacles.first.map { .planBlocked(reason: $0) },
      decisions: decisions(entry.request), actions: actions.filter { $0.request == id },
      beneficiary: profile(entry.request.beneficiary.key), dataAgeSeconds: 10_800)
  }

  static func risk(_ entry: QueueEntry) -> Risk {
    switch entry.riskScore {
    case 72:
      Risk(reasons: [
        .init(points: 30, sentence: "production-db-readers is privileged"),
        .init(points: 25, sentence: "only 1 of 11 peers in Data Platform holds it"),
        .init(points: 17, sentence: "the account is 9 days old"),
      ])
    case ..<13: Risk(reasons: [])
    default:
      Risk(reasons: [.init(points: entry.riskScore, sentence: "few peers hold it")])
    }
  }

  static func plan(for request: AccessRequest) -> Plan {
    if request.id.rawValue == "r-1006" {
      return Plan(
        request: request.id, operations: [],
        obstacles: ["chat has not been read for 2 days: sync it first."])
    }
    if request.id.rawValue == "r-1008" {
      return Plan(
        request: request.id, operations: [],
        notes: ["The account on code is off already: nothing to send."])
    }
    return Plan(
      request: request.id,
      operations: request.items.flatMap { operations($0, for: request.beneficiary) })
  }

  private static func operations(
    _ item: RequestItem, for person: PersonReference
  ) -> [PlannedOperation] {
    let name = person.name
    let isGrant = item.operation == .grant
    let add = call(isGrant ? "add" : "remove", item)
    let remove = call(isGrant ? "remove" : "add", item)
    let first = PlannedOperation(
      item: item.id, server: item.entitlement.server, call: add,
      presumes: [
        PresumedFact(
          kind: isGrant ? .notMember : .member, subject: "u1", object: item.entitlement.value,
          sentence: "\(name) is \(isGrant ? "not " : "")a member of \(item.display)",
          readAt: at(-3)),
        PresumedFact(
          kind: .active, subject: "u1", sentence: "The account of \(name) is active", readAt: at(-3)
        ),
      ], target: add.path,
      effect: "\(isGrant ? "add" : "remove") \(name) \(isGrant ? "to" : "from") \(item.display)",
      before: "\(isGrant ? "not " : "")a member", after: "\(isGrant ? "" : "not ")a member",
      inverse: remove)
    guard let duration = item.duration else { return [first] }
    let ending = PlannedOperation(
      number: 2, item: item.id, server: item.entitlement.server, call: remove, presumes: [],
      target: add.path, effect: "remove \(name) from \(item.display) again", before: "a member",
      after: "not a member", inverse: add, ends: 1, delay: duration)
    return [first, ending]
  }

  private static func call(_ operation: String, _ item: RequestItem) -> Call {
    let path = operation == "add" ? "members" : "members[value eq \\\"2819c223\\\"]"
    let value = operation == "add" ? ",\"value\":[{\"value\":\"2819c223\"}]" : ""
    return Call(
      method: "PATCH", path: "/Groups/\(item.entitlement.value)",
      body: "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],"
        + "\"Operations\":[{\"op\":\"\(operation)\",\"path\":\"\(path)\"\(value)}]}")
  }

  private static func decisions(_ request: AccessRequest) -> [Decision] {
    guard request.status == .approved || request.status == .denied else { return [] }
    return [
      Decision(
        request: request.id, outcome: request.status == .approved ? .approved : .denied,
        authority: priya, hand: priya, comment: "As agreed with the owner.", decided: at(-190),
        planDigest: "d1")
    ]
  }

  static let actions: [Action] = [
    action(
      42, "r-0985", .failed, ServerAnswer(status: 403, text: "Insufficient permissions"),
      advice: "Give the token the right to change groups, then press r to send it again."),
    action(41, "r-0990", .applied, ServerAnswer(status: 204, text: "No Content")),
    action(40, "r-0990", .queued, nil),
  ]

  private static func action(
    _ id: Int64, _ request: String, _ status: ActionStatus, _ answer: ServerAnswer?,
    advice: String? = nil
  ) -> Action {
    let entry = decided.first { $0.request.id.rawValue == request } ?? decided[0]
    let operations = plan(for: entry.request).operations
    return Action(
      id: id, request: entry.request.id,
      operation: status == .queued ? operations[operations.count - 1] : operations[0],
      planDigest: "d1c9a0b1e2f3a4b5", status: status, attempts: status == .queued ? 0 : 1,
      due: status == .queued ? at(20) : nil, answer: answer, advice: advice, updated: at(-2))
  }

  /// Every other request of the log is still known by name.
  static let subjects = Dictionary(
    uniqueKeysWithValues: (1...40).filter { $0 % 8 == 1 }.map {
      ("r-10\($0)", "Ada Okafor + production-db-readers 7d")
    })

  static let auditNames = AuditNames(
    subjects: subjects,
    signers: Dictionary(
      uniqueKeysWithValues: (3...40).map {
        ($0, "priya.nair@example.com · 3f2a9b0c11d2e4f5")
      }))

  static let records: [AuditRecord] = (1...40).reversed().map { number in
    let events = ["request.submitted", "decision.approved", "action.applied", "sync.finished"]
    let event = events[number % 4]
    return AuditRecord(
      sequence: Int64(number), time: at(Double(number - 41)), actor: number % 2 == 0 ? priya : chen,
      event: event, subject: event == "sync.finished" ? "idp" : "r-10\(number)",
      detail: "{\"outcome\":\"done\",\"count\":\(number)}",
      previousDigest: String(repeating: "a", count: 64),
      digest: String(repeating: "b", count: 64))
  }
}
