import Governance
import SCIM

/// Finds whose account it is, from the account alone.
struct Correlation {
  var attributes: [CorrelationAttribute]

  /// A key that an account has beside the one that makes it a person's.
  struct Claim: Hashable, Sendable {
    var kind: CorrelationAttribute
    var key: IdentityKey
  }

  /// The key by the first attribute that the account has; its own when it has none.
  func key(for columns: ResourceScanner.UserColumns, id: String, server: String) -> IdentityKey {
    for attribute in attributes {
      if let key = key(attribute, columns) { return key }
    }
    return Self.accountKey(server: server, id: id)
  }

  /// The keys by the other attributes, where they are not the same. Order: as configured.
  func claims(
    of columns: ResourceScanner.UserColumns, beside key: IdentityKey
  ) -> [Claim] {
    // Most have an address for a name, and one attribute decides.
    guard attributes.count > 1 else { return [] }
    if attributes == [.emails, .userNameAddress], columns.userName == columns.primaryEmail {
      return []
    }
    var claims: [Claim] = []
    for attribute in attributes {
      guard let other = self.key(attribute, columns), other != key,
        !claims.contains(where: { $0.key == other })
      else { continue }
      claims.append(Claim(kind: attribute, key: other))
    }
    return claims
  }

  /// The attributes after the first of which one person has one value: accounts that agree in the
  /// first and differ in one of these are not one person's.
  var exclusive: [CorrelationAttribute] {
    attributes.dropFirst().filter { $0 == .employeeNumber || $0 == .externalId }
  }

  static func accountKey(server: String, id: String) -> IdentityKey {
    IdentityKey(rawValue: "account:\(server)/\(id)")
  }

  static func mailKey(_ address: String) -> IdentityKey {
    IdentityKey(rawValue: "mail:\(normalised(address))")
  }

  func key(
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
