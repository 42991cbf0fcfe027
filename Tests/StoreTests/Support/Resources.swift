import Foundation
import SCIM

@testable import Store

/// JSON documents as servers send them.
enum Sample {
  static func user(
    _ id: String, name: String? = nil, userName: String? = nil, mail: String? = nil,
    title: String? = nil, department: String? = nil, manager: String? = nil, active: Bool? = true,
    roles: [String] = [], employeeNumber: String? = nil, externalID: String? = nil,
    version: String? = nil, created: String? = nil
  ) -> JSON {
    var json: JSON = [
      "schemas": [.string(SchemaURN.user)], "id": .string(id),
      "userName": .string(userName ?? mail ?? id),
    ]
    if let name { json["displayName"] = .string(name) }
    if let externalID { json["externalId"] = .string(externalID) }
    if let title { json["title"] = .string(title) }
    if let active { json["active"] = .bool(active) }
    if let mail { json["emails"] = [["value": .string(mail), "primary": true]] }
    if !roles.isEmpty {
      json["roles"] = .array(roles.map { ["value": .string($0), "display": .string($0)] })
    }
    var enterprise: JSON = [:]
    if let department { enterprise["department"] = .string(department) }
    if let employeeNumber { enterprise["employeeNumber"] = .string(employeeNumber) }
    if let manager { enterprise["manager"] = ["value": .string(manager)] }
    if enterprise != [:] { json[SchemaURN.enterpriseUser] = enterprise }
    var meta: JSON = ["resourceType": "User"]
    if let version { meta["version"] = .string(version) }
    if let created {
      meta["created"] = .string(created)
      meta["lastModified"] = .string(created)
    }
    json["meta"] = meta
    return json
  }

  /// `members` nil leaves the attribute out.
  static func group(_ id: String, _ name: String, members: [String]? = []) -> JSON {
    var json: JSON = [
      "schemas": [.string(SchemaURN.group)], "id": .string(id), "displayName": .string(name),
    ]
    if let members { json["members"] = .array(members.map { ["value": .string($0)] }) }
    return json
  }

  static func accessRequest(
    _ id: String, beneficiary: String, requester: String, status: String? = "pending",
    items: [JSON] = [group(item: "g1")], justification: String = "needed",
    decisions: [JSON] = []
  ) -> JSON {
    var json: JSON = [
      "id": .string(id), "requester": ["value": .string(requester), "display": "Someone"],
      "beneficiary": ["value": .string(beneficiary), "display": "Somebody"],
      "items": .array(items), "justification": .string(justification),
      "submitted": "2026-11-30T10:00:00Z",
    ]
    if let status { json["status"] = .string(status) }
    if !decisions.isEmpty { json["decisions"] = .array(decisions) }
    return json
  }

  static func group(item value: String) -> JSON {
    [
      "id": "1", "operation": "grant", "type": "group", "value": .string(value),
      "display": "engineers",
    ]
  }
}

extension MirrorPage {
  /// A list response with these resources.
  init(_ resources: [JSON], total: Int? = nil) {
    var bytes = Array(#"{"Resources":["#.utf8)
    var ranges: [Range<Int>] = []
    for (index, resource) in resources.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      let start = bytes.count
      bytes += resource.bytes
      ranges.append(start..<bytes.count)
    }
    bytes += "]}".utf8
    self.init(bytes: bytes, resources: ranges, total: total)
  }
}

extension Store {
  static func inMemory(_ settings: StoreSettings = StoreSettings()) throws -> Store {
    try Store(path: ":memory:", settings: settings)
  }

  /// One complete walk, a page each.
  @discardableResult
  func walk(
    _ server: String, _ type: String, _ pages: [[JSON]], at now: Date = Moment.start
  ) throws -> WalkOutcome {
    let walk = try beginWalk(server: server, type: type, from: .index(1), now: now)
    var next = 1
    for page in pages {
      next += page.count
      _ = try savePage(MirrorPage(page), walk: walk, next: .index(next), now: now)
    }
    return try finishWalk(walk, isComplete: true, now: now)
  }

  @discardableResult
  func users(
    _ server: String, _ users: [JSON], at now: Date = Moment.start
  ) throws -> WalkOutcome {
    try walk(server, "User", [users], at: now)
  }

  @discardableResult
  func groups(
    _ server: String, _ groups: [JSON], at now: Date = Moment.start
  ) throws -> WalkOutcome {
    try walk(server, "Group", [groups], at: now)
  }

  func names(_ search: String = "", offset: Int = 0, count: Int = 50) throws -> [String] {
    try people(search: search, offset: offset, count: count).rows.map(\.person.name)
  }
}
