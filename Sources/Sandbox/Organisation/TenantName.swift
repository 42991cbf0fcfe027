/// The four services of the sandbox.
public enum TenantName: String, CaseIterable, Hashable, Sendable {
  /// The human resources system: everybody, nothing but people.
  case hr
  /// The identity provider: people, groups, roles, licences, access requests.
  case idp
  /// The code host.
  case code
  /// The chat.
  case chat

  var number: Int {
    switch self {
    case .hr: 0
    case .idp: 1
    case .code: 2
    case .chat: 3
    }
  }
}
