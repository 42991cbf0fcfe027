import Governance
import SCIM

/// Writes the calls of one server: every byte that a plan may send is made here.
struct ActionEncoder: Hashable, Sendable {
  /// Below the base URL. Shape: `/Users`.
  var usersEndpoint: String
  var groupsEndpoint: String

  init(capabilities: Capabilities?) {
    usersEndpoint = capabilities?.endpoint(of: "User") ?? "/Users"
    groupsEndpoint = capabilities?.endpoint(of: "Group") ?? "/Groups"
  }

  func userPath(_ id: String) -> String { "\(usersEndpoint)/\(PercentEncoding.pathSegment(id))" }

  func groupPath(_ id: String) -> String { "\(groupsEndpoint)/\(PercentEncoding.pathSegment(id))" }

  /// Source: RFC 7644 §3.5.2.1.
  func addMember(_ user: String, to group: String) -> Call {
    patch(
      groupPath(group),
      ["op": "add", "path": "members", "value": [["value": .string(user)]]])
  }

  /// By a value filter. The array form (`"value": [{"value": …}]`) empties the whole group on some
  /// servers, with a 2xx (PROVIDERS rule 6).
  ///
  /// Source: RFC 7644 §3.5.2.2.
  func removeMember(_ user: String, from group: String) -> Call {
    patch(groupPath(group), ["op": "remove", "path": .string(selecting("members", value: user))])
  }

  /// - Parameter attribute: `roles` or `entitlements`.
  func addValue(_ value: String, to attribute: String, of user: String) -> Call {
    patch(
      userPath(user),
      ["op": "add", "path": .string(attribute), "value": [["value": .string(value)]]])
  }

  func removeValue(_ value: String, from attribute: String, of user: String) -> Call {
    patch(userPath(user), ["op": "remove", "path": .string(selecting(attribute, value: value))])
  }

  func setActive(_ isActive: Bool, of user: String) -> Call {
    patch(userPath(user), ["op": "replace", "path": "active", "value": .bool(isActive)])
  }

  func createUser(_ document: AccountDocument) -> Call {
    Call(method: "POST", path: usersEndpoint, body: document.json.text)
  }

  /// One operation with a path, as every server that has PATCH understands it.
  private func patch(_ path: String, _ operation: JSON) -> Call {
    let body: JSON = ["schemas": [.string(SchemaURN.patchOp)], "Operations": [operation]]
    return Call(method: "PATCH", path: path, body: body.text)
  }

  private func selecting(_ attribute: String, value: String) -> String {
    "\(attribute)[\(Filter.equal(AttributePath("value"), value))]"
  }
}
