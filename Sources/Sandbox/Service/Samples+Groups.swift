import Foundation
import SCIM

extension Samples {
  func groupRecord(_ seed: GroupSeed, number: Int, on tenant: TenantName) -> Record {
    var json: JSON = [
      "schemas": [.string(SchemaURN.group)], "displayName": .string(seed.slug),
    ]
    if tenant == .idp {
      json["schemas"] = [.string(SchemaURN.group), .string(Schema.stewardship.id)]
      var stewardship: JSON = ["description": .string(seed.description)]
      stewardship["privileged"] = .bool(seed.isPrivileged)
      stewardship["owner"] = owner(of: seed)
      json[Schema.stewardship.id] = stewardship
    }
    return Record(
      json: json, created: organisation.days(-1_400 + number), modified: groupStamp(number))
  }

  func groupStamp(_ number: Int) -> Date {
    let share = SplitMix.share(organisation.seed, stream: .stamp, index: -1 - number)
    return organisation.days(-Int(share * 300) - 1, seconds: number)
  }

  private func owner(of seed: GroupSeed) -> JSON? {
    guard let number = Department.all.firstIndex(where: { $0.slug == seed.owner }) else {
      return nil
    }
    let head = organisation.departmentRanges[number].lowerBound
    guard let id = accountID(ofPerson: head, on: .idp) else { return nil }
    let name = organisation.displayName(of: organisation.person(head), on: .idp)
    return ["value": .string(id), "display": .string(name)]
  }
}

extension AssignmentSeed {
  /// The resource that announces the value.
  func json(_ schema: Schema) -> JSON {
    var json: JSON = [
      "schemas": [.string(schema.id)], "value": .string(value), "display": .string(display),
      "type": .string(type), "supported": true,
      "limitedAssignmentsPermitted": .bool(permitted != nil),
    ]
    json["totalAssignmentsPermitted"] = permitted.map { .number(JSONNumber($0)) }
    return json
  }
}
