import Governance
import SCIM

/// Writes the calls of one server: every byte that a plan may send is made here.
struct ActionEncoder: Hashable, Sendable {
  /// Below the base URL. Shape: `/Users`.
  var usersEndpoint: String
  var groupsEndpoint: String
  var habits: WriteHabits?

  init(capabilities: Capabilities?) {
    usersEndpoint = capabilities?.endpoint(of: "User") ?? "/Users"
    groupsEndpoint = capabilities?.endpoint(of: "Group") ?? "/Groups"
    habits = capabilities?.habits
  }

  func userPath(_ id: String) -> String { "\(usersEndpoint)/\(PercentEncoding.pathSegment(id))" }

  func groupPath(_ id: String) -> String { "\(groupsEndpoint)/\(PercentEncoding.pathSegment(id))" }

  func addMember(_ user: String, to group: String) -> Call {
    call(.member(user, of: group, isAdded: true))
  }

  func removeMember(_ user: String, from group: String) -> Call {
    call(.member(user, of: group, isAdded: false))
  }

  /// - Parameter attribute: `roles` or `entitlements`.
  func addValue(_ value: String, to attribute: String, of user: String) -> Call {
    call(.value(value, attribute, of: user, isAdded: true))
  }

  func removeValue(_ value: String, from attribute: String, of user: String) -> Call {
    call(.value(value, attribute, of: user, isAdded: false))
  }

  func setActive(_ isActive: Bool, of user: String) -> Call {
    call(.active(isActive, of: user))
  }

  func createUser(_ document: AccountDocument) -> Call {
    Call(method: "POST", path: usersEndpoint, body: document.json.text)
  }
}
