import Governance
import SCIM

/// Finds whose account it is, from the account alone.
struct Correlation {
  var attributes: [CorrelationAttribute]

  /// The key by the first attribute that the account has; its own when it has none.
  func key(for columns: ResourceScanner.UserColumns, id: String, server: String) -> IdentityKey {
    for attribute in attributes {
      if let key = key(attribute, columns) { return key }
    }
    return Self.accountKey(server: server, id: id)
  }

  static func accountKey(server: String, id: String) -> IdentityKey {
    IdentityKey(rawValue: "account:\(server)/\(id)")
  }

  static func mailKey(_ address: String) -> IdentityKey {
    IdentityKey(rawValue: "mail:\(normalised(address))")
  }

  private func key(
    _ attribute: CorrelationAttribute, _ columns: ResourceScanner.UserColumns
  ) -> IdentityKey? {
    switch attribute {
    case .emails: Self.address(columns.primaryEmail).map(Self.mailKey)
    case .userNameAddress: Self.address(columns.userName).map(Self.mailKey)
    case .userName:
      Self.address(columns.userName).map(Self.mailKey)
        ?? Self.key("user", columns.userName)
    case .employeeNumber: Self.key("employee", columns.employeeNumber)
    case .externalId: Self.key("external", columns.externalId)
    }
  }

  private static func key(_ name: String, _ value: String?) -> IdentityKey? {
    guard let value = value.map(normalised), !value.isEmpty else { return nil }
    return IdentityKey(rawValue: "\(name):\(value)")
  }

  private static func address(_ text: String?) -> String? {
    guard let text, let at = text.utf8.lastIndex(of: UInt8(ascii: "@")),
      at != text.startIndex, text.utf8.index(after: at) != text.endIndex
    else { return nil }
    return text
  }

  private static func normalised(_ text: String) -> String {
    let text = text.lowercased()
    // Most have no blanks around them: look before trimming.
    guard text.utf8.first == 0x20 || text.utf8.last == 0x20 else { return text }
    return text.split(separator: " ").joined(separator: " ")
  }
}
