import Foundation
import Governance
import SCIM

@testable import Store

/// Ada reports to Chen, Chen to Dara; Bruno and Priya are the security group; Egon is inactive.
enum Hierarchy {
  static let dara = People.reference("dara@example.com", "Dara Quinn")
  static let egon = People.reference("egon@example.com", "Egon Roth")

  static func store(security: [String] = ["bruno", "priya", "egon"]) throws -> Store {
    let store = try Store.inMemory()
    try store.users(
      "idp",
      [user("dara", "Dara Quinn"), user("egon", "Egon Roth", active: false)]
        + [
          user("chen", "Chen Wei", manager: "dara"), user("ada", "Ada Okafor", manager: "chen"),
          user("bruno", "Bruno Lima"), user("priya", "Priya Nair"),
        ])
    var owned = Sample.group("g1", "engineers")
    owned["urn:example:stewardship"] = ["owner": ["value": "bruno"]]
    var payers = Sample.group("pay", "payers", members: [])
    payers["members"] = [["value": "inner", "type": "Group"]]
    try store.groups(
      "idp",
      [
        owned, Sample.group("sec", "security", members: security), payers,
        Sample.group("inner", "inner-circle"), Sample.group("aud", "auditors", members: ["ada"]),
      ])
    return store
  }

  private static func user(
    _ id: String, _ name: String, manager: String? = nil, active: Bool = true
  ) -> JSON {
    Sample.user(
      id, name: name, userName: id, mail: "\(id)@example.com", department: "Data",
      manager: manager, active: active)
  }
}

extension Store {
  /// Takes the policy for a request and judges it against a plan.
  func take(_ policy: Policy, _ plan: Plan, at now: Date = Moment.start) throws {
    try takePolicy(policy, for: [(plan.request, 0)], now: now)
    try keepWaiting([(plan.request, plan.digest)])
  }

  /// What the queue has for somebody. Shape: `r1 manager as the manager`.
  func waiting(for person: PersonReference) throws -> [String] {
    try queue(
      folder: .forMe, operator: person, offset: 0, count: 50, now: Moment.start
    ).rows.map { entry in
      [entry.request.id.rawValue, entry.step?.name, entry.step?.reason].compactMap { $0 }
        .joined(separator: " ")
    }
  }
}
