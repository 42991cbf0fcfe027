import SCIM

/// A resource type as one service offers it.
public struct ResourceKind: Sendable {
  public let name: String
  /// Shape: `/Users`.
  public let endpoint: String
  let about: String
  /// Order: the core schema first.
  let schemas: SchemaSet
  /// Whether it only answers GET.
  let isReadOnly: Bool

  init(
    _ name: String, endpoint: String, about: String, schemas: [Schema], isReadOnly: Bool = false
  ) {
    self.name = name
    self.endpoint = endpoint
    self.about = about
    self.schemas = SchemaSet(schemas)
    self.isReadOnly = isReadOnly
  }

  var core: Schema { schemas.schemas[0] }
  var extensions: [Schema] { Array(schemas.schemas.dropFirst()) }

  /// Whether resources list their members.
  var hasMembers: Bool { core.id == SchemaURN.group }

  static let employee = ResourceKind(
    "User", endpoint: "/Users", about: "Everybody who works here, did or will",
    schemas: [.user, .enterpriseUser])
  static let directoryUser = ResourceKind(
    "User", endpoint: "/Users", about: "Account in the directory",
    schemas: [.user, .enterpriseUser, .signIn])
  static let plainUser = ResourceKind(
    "User", endpoint: "/Users", about: "Account", schemas: [.user, .enterpriseUser])
  static let directoryGroup = ResourceKind(
    "Group", endpoint: "/Groups", about: "Group of the directory",
    schemas: [.group, .stewardship])
  static let plainGroup = ResourceKind(
    "Group", endpoint: "/Groups", about: "Team", schemas: [.group])
  static let role = ResourceKind(
    "Role", endpoint: "/Roles", about: "Role that an account can have", schemas: [.role],
    isReadOnly: true)
  static let entitlement = ResourceKind(
    "Entitlement", endpoint: "/Entitlements", about: "Licence that an account can have",
    schemas: [.entitlement], isReadOnly: true)
  static let accessRequest = ResourceKind(
    "AccessRequest", endpoint: "/AccessRequests", about: "Somebody asks for access",
    schemas: [.accessRequest])

  /// The ResourceType resource (RFC 7643 §6).
  func json(base: String) -> JSON {
    var json: JSON = [
      "schemas": [.string(SchemaURN.resourceType)], "id": .string(name), "name": .string(name),
      "endpoint": .string(endpoint), "description": .string(about), "schema": .string(core.id),
    ]
    if !extensions.isEmpty {
      json["schemaExtensions"] = .array(
        extensions.map { ["schema": .string($0.id), "required": false] })
    }
    json["meta"] = [
      "resourceType": "ResourceType", "location": .string("\(base)/ResourceTypes/\(name)"),
    ]
    return json
  }
}
