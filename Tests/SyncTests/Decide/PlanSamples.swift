import Foundation
import Governance
import SCIM
import Store

@testable import Sync

/// Facts and requests that plans are made from in these tests.
enum PlanSamples {
  /// Tuesday 24 November 2026, 09:00 UTC.
  static let now = Date(timeIntervalSince1970: 1_795_510_800)
  static let readAt = now.addingTimeInterval(-14)

  static let ada = PersonReference(
    key: IdentityKey(rawValue: "mail:ada@example.com"), name: "Ada Okafor")
  static let bruno = PersonReference(
    key: IdentityKey(rawValue: "mail:bruno@example.com"), name: "Bruno Lima")

  static func item(
    _ operation: ItemOperation, _ type: EntitlementType, _ value: String = "", id: String = "1",
    server: String = "idp", display: String = "", duration: String? = nil,
    status: ItemStatus = .open
  ) -> RequestItem {
    RequestItem(
      id: id, operation: operation,
      entitlement: EntitlementReference(server: server, type: type, value: value),
      display: display.isEmpty ? value : display, duration: duration, status: status)
  }

  static func request(_ items: RequestItem...) -> AccessRequest {
    AccessRequest(
      id: RequestID(rawValue: "r1"), origin: .local, requester: bruno, beneficiary: ada,
      items: items, justification: "INC-4312", submitted: now)
  }

  static func account(
    id: String = "u1", isActive: Bool? = true, server: String = "idp"
  ) -> Account {
    Account(
      server: server, id: id, userName: "ada", displayName: "Ada Okafor", isActive: isActive,
      lastModified: nil, version: "W/\"3\"", readAt: readAt)
  }

  /// A group that Ada is, or is not, a member of.
  static func group(
    isMember: Bool = false, account: Account? = account(), name: String = "platform-admins"
  ) -> ItemFacts {
    ItemFacts(
      account: account,
      entitlement: Entitlement(
        reference: EntitlementReference(server: "idp", type: .group, value: "g1"), display: name),
      membership: KnownFact(value: isMember, readAt: readAt, version: "W/\"9\""))
  }

  static func values(_ values: String..., account: Account? = account()) -> ItemFacts {
    ItemFacts(
      account: account,
      values: KnownFact(
        value: values.map { AccountValue(value: $0, display: $0) }, readAt: readAt))
  }

  static let document = AccountDocument(
    person: ada,
    accounts: [
      [
        "userName": "ada", "externalId": "4711",
        "name": ["givenName": "Ada", "familyName": "Okafor"], "displayName": "Ada Okafor",
      ]
    ], takesEnterprise: false)

  static func plan(_ request: AccessRequest, _ facts: [String: ItemFacts]) -> Plan {
    PlanBuilder.plan(for: request, facts: PlanFacts(items: facts))
  }
}

extension Plan {
  /// The plan as a test reads it: a line an operation, then what it presumes and makes so.
  var lines: [String] {
    operations.flatMap { operation in
      let needs = operation.needs.isEmpty ? "" : " needs \(operation.needs)"
      let delay = operation.delay.map { " \($0) after \(operation.ends ?? 0)" } ?? ""
      return [
        "\(operation.number). \(operation.server) \(operation.effect)\(needs)\(delay)",
        "   \(operation.before) → \(operation.after)",
        "   \(operation.call?.line ?? "by hand")",
      ] + operation.presumes.map { "   if \($0.line)" }
        + operation.establishes.map { "   so \($0.line)" }
        + (operation.inverse.map { ["   undo \($0.line)"] } ?? [])
    } + obstacles.map { "no: \($0)" } + notes.map { "note: \($0)" }
  }
}

extension Call {
  var line: String {
    let prefix = #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":["#
    let text = body ?? ""
    let short = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count).dropLast(2)) : text
    return "\(method) \(path) \(short)"
  }
}

extension PresumedFact {
  var line: String {
    "\(kind.rawValue) \(subject)\(object.isEmpty ? "" : " \(object)"): \(sentence)"
  }
}
