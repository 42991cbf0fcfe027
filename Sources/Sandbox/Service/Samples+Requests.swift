import Foundation
import SCIM

extension Samples {
  func requestRecord(_ request: SampleRequest) -> Record {
    var json: JSON = ["schemas": [.string(Schema.accessRequest.id)]]
    json["requester"] = reference(to: request.requester)
    json["beneficiary"] = reference(to: request.beneficiary)
    json["items"] = .array(
      request.items.enumerated().map { item($0.element, number: $0.offset + 1) })
    json["justification"] = .string(request.justification)
    json["submitted"] = .string(SCIMDate.print(request.submitted))
    json["neededBy"] = request.neededBy.map { .string(SCIMDate.print($0)) }
    json["expires"] = request.expires.map { .string(SCIMDate.print($0)) }
    json["externalReference"] = request.ticket.map { .string($0) }
    guard let verdict = request.verdict else {
      json["status"] = "pending"
      return Record(json: json, created: request.submitted, modified: request.submitted)
    }
    json["status"] = verdict.isApproval ? "approved" : "denied"
    json["decisions"] = .array(
      request.items.indices.map { decision(verdict, item: String($0 + 1)) })
    return Record(
      json: json, created: request.submitted, modified: verdict.decided, version: 2)
  }

  private func item(_ item: SampleRequest.Item, number: Int) -> JSON {
    var json: JSON = [
      "id": .string(String(number)), "operation": item.isGrant ? "grant" : "revoke",
      "server": .string(item.server.rawValue),
    ]
    switch item.target {
    case .group(let slug):
      let slot = Self.groupSeeds(of: item.server)?.firstIndex { $0.slug == slug } ?? 0
      json["type"] = "group"
      json["value"] = .string(identifiers(item.server, "Group").id(slot))
      json["display"] = .string(slug)
    case .role(let seed):
      json["type"] = "role"
      json["value"] = .string(seed.value)
      json["display"] = .string(seed.display)
    case .licence(let seed):
      json["type"] = "entitlement"
      json["value"] = .string(seed.value)
      json["display"] = .string(seed.display)
    case .account:
      json["type"] = "account"
      json["display"] = .string("Account on \(item.server.rawValue)")
    }
    json["duration"] = item.duration.map { .string($0) }
    return json
  }

  private func decision(_ verdict: SampleRequest.Verdict, item: String) -> JSON {
    var json: JSON = ["item": .string(item), "step": "1"]
    json["authority"] = reference(to: verdict.approver)
    json["hand"] = reference(to: verdict.approver)
    json["outcome"] = verdict.isApproval ? "approved" : "denied"
    if !verdict.comment.isEmpty { json["comment"] = .string(verdict.comment) }
    json["decided"] = .string(SCIMDate.print(verdict.decided))
    return json
  }

  private func reference(to person: Int) -> JSON {
    var json: JSON = [:]
    json["value"] = accountID(ofPerson: person, on: .idp).map { .string($0) }
    json["display"] = .string(organisation.person(person).latinName)
    return json
  }
}
