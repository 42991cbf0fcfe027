import Foundation
import SCIM

/// What the tests put on a foreign server before Countersign sees it.
struct ForeignOrganisation: Sendable {
  static let userCount = 200
  static let groupCount = 12

  /// The server's ids, in the order of creation.
  var users: [String] = []
  var groups: [String] = []

  /// Creates 200 users and 12 groups by plain SCIM.
  static func seed(_ server: ForeignServer) async throws -> ForeignOrganisation {
    var organisation = ForeignOrganisation()
    for index in 0..<userCount {
      let created = try await server.call("POST", "/Users", user(index, organisation))
      organisation.users.append(try id(created))
    }
    for index in 0..<groupCount {
      let created = try await server.call("POST", "/Groups", group(index, organisation))
      organisation.groups.append(try id(created))
    }
    return organisation
  }

  /// The name of a group that has the first users and no changes of its own.
  var lasting: String { Self.groupName(Self.groupCount - 1) }

  static func userName(_ index: Int) -> String { "person\(index)@example.com" }

  static func groupName(_ index: Int) -> String { "team-\(index)" }

  /// The first members of each group are the first users; user 100 and later are in none.
  static func memberCount(ofGroup index: Int) -> Int { 3 + index }

  private static func id(_ resource: JSON) throws -> String {
    guard let id = resource["id"]?.string else {
      throw InteropFailure(description: "created without an id: \(resource.text)")
    }
    return id
  }

  private static func user(_ index: Int, _ organisation: ForeignOrganisation) -> JSON {
    let mail = JSON.string(userName(index))
    var enterprise: JSON = ["department": index.isMultiple(of: 2) ? "Sales" : "Support"]
    if index > 0 { enterprise["manager"] = ["value": .string(organisation.users[index / 8])] }
    return [
      "schemas": [.string(SchemaURN.user), .string(SchemaURN.enterpriseUser)],
      "userName": mail, "externalId": .string("hr-\(index)"),
      "displayName": .string("Person \(index)"),
      "name": ["givenName": "Person", "familyName": .string(String(index))],
      "active": true, "emails": [["value": mail, "type": "work", "primary": true]],
      .init(SchemaURN.enterpriseUser): enterprise,
    ]
  }

  private static func group(_ index: Int, _ organisation: ForeignOrganisation) -> JSON {
    let members = organisation.users.prefix(memberCount(ofGroup: index))
    return [
      "schemas": [.string(SchemaURN.group)], "displayName": .string(groupName(index)),
      "members": .array(members.map { ["value": .string($0)] }),
    ]
  }
}
