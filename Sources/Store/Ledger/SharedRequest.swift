import Foundation
import Governance
import SCIM

/// An `AccessRequest` resource as its server sends it (design, section 12).
struct SharedRequest {
  /// The ids of the people on the server, to find them again when its users were read.
  struct Users: Hashable {
    var requester: String
    var beneficiary: String
  }

  /// Who decided it on the server, and on which plan.
  struct Verdict: Hashable {
    var by: String?
    var decided: Date?
    var planDigest: String?
    var outcome: String?

    /// Whether it is this very decision: the digest alone does not tell, since two approvers who
    /// were shown the same plan name the same digest. Some servers keep whole seconds.
    func isSame(as decision: Decision) -> Bool {
      guard let decided else { return false }
      return planDigest == decision.planDigest && outcome == decision.outcome.rawValue
        && abs(decided.timeIntervalSince(decision.decided)) < 1
    }
  }

  /// Its people stand under provisional keys until they are resolved.
  var request: AccessRequest
  var users: Users
  var verdict: Verdict?

  /// Throws: what is unreadable, for the audit log.
  init(_ id: String, _ bytes: ArraySlice<UInt8>, server: String, now: Date) throws(Unreadable) {
    guard let json = Self.parse(bytes) else { throw Unreadable(reason: "it is no JSON object") }
    users = Users(
      requester: json["requester"]?["value"]?.string ?? "",
      beneficiary: json["beneficiary"]?["value"]?.string ?? "")
    guard !users.beneficiary.isEmpty else { throw Unreadable(reason: "it has no beneficiary") }
    // Nobody could be kept from approving what they asked for.
    guard !users.requester.isEmpty else { throw Unreadable(reason: "it does not say who asks") }
    let status = Self.status(json["status"]?.string)
    var items: [RequestItem] = []
    for (index, item) in (json["items"]?.array ?? []).enumerated() {
      items.append(try Self.item(item, number: index + 1, server: server, status: status))
    }
    guard !items.isEmpty else { throw Unreadable(reason: "it asks for nothing") }
    // Plans tell items apart by their ids: one would be shown for the other.
    guard Set(items.map(\.id)).count == items.count else {
      throw Unreadable(reason: "two of its items have the same id")
    }
    request = AccessRequest(
      id: RequestID(rawValue: id), origin: .shared(server: server, resourceID: id),
      requester: Self.person(json["requester"], users.requester, server: server),
      beneficiary: Self.person(json["beneficiary"], users.beneficiary, server: server),
      items: items, justification: json["justification"]?.string ?? "",
      submitted: Self.date(json["submitted"]) ?? Self.date(json["meta"]?["created"]) ?? now,
      neededBy: Self.date(json["neededBy"]), expires: Self.date(json["expires"]), status: status,
      externalReference: json["externalReference"]?.string)
    verdict = Self.verdict(json)
  }

  /// Why a resource is not taken as a request.
  struct Unreadable: Error { var reason: String }

  private static func parse(_ bytes: ArraySlice<UInt8>) -> JSON? {
    do {
      let json = try JSON(parsing: bytes)
      return json.object == nil ? nil : json
    } catch { return nil }
  }

  private static func date(_ json: JSON?) -> Date? { json?.string.flatMap(SCIMDate.parse) }

  /// Absent means that it waits for a decision; unknown means "not approved", and not ours to decide.
  private static func status(_ text: String?) -> RequestStatus {
    guard let text else { return .pending }
    return RequestStatus(rawValue: text.lowercased()) ?? .draft
  }

  private static func person(_ json: JSON?, _ user: String, server: String) -> PersonReference {
    let name = json?["display"]?.string ?? ""
    return PersonReference(
      key: Correlation.accountKey(server: server, id: user), name: name.isEmpty ? user : name)
  }

  private static func item(
    _ json: JSON, number: Int, server: String, status: RequestStatus
  ) throws(Unreadable) -> RequestItem {
    let operation = json["operation"]?.string?.lowercased() ?? "grant"
    guard let operation = ItemOperation(rawValue: operation) else {
      throw Unreadable(reason: "item \(number) neither grants nor revokes")
    }
    let value = json["value"]?.string ?? ""
    let named = json["server"]?.string ?? ""
    let type = json["type"]?.string.flatMap { EntitlementType(rawValue: $0.lowercased()) }
    let display = json["display"]?.string ?? ""
    return RequestItem(
      id: json["id"]?.string ?? json["id"]?.int.map(String.init) ?? String(number),
      operation: operation,
      entitlement: EntitlementReference(
        server: named.isEmpty ? server : named, type: type ?? .manual, value: value),
      display: display.isEmpty ? value : display, duration: json["duration"]?.string,
      status: ItemStatus(of: status))
  }

  private static func verdict(_ json: JSON) -> Verdict? {
    // The first one counts: whoever decided after it did not see it.
    guard let first = json["decisions"]?.array?.first else { return nil }
    let authority = first["authority"] ?? first["hand"]
    let name =
      authority?.string ?? authority?["display"]?.string ?? authority?["value"]?.string
    return Verdict(
      by: name, decided: date(first["decided"]), planDigest: first["planDigest"]?.string,
      outcome: first["outcome"]?.string?.lowercased())
  }
}

extension ItemStatus {
  /// What a request's status says of its items.
  init(of status: RequestStatus) {
    switch status {
    case .approved: self = .approved
    case .denied: self = .denied
    case .cancelled, .expired: self = .withdrawn
    case .draft, .pending: self = .open
    }
  }
}
