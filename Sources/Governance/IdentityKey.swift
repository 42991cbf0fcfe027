/// Names a person across all servers and rebuilds of the mirror: the value that correlation found.
///
/// Shape: `mail:ada@example.com` (a correlation attribute and its normalised value), or
/// `account:SERVER/ID` for an account that matched nobody.
public struct IdentityKey: RawRepresentable, Hashable, Sendable, Codable, Comparable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A person as a request, a decision or a list names them: the key to follow and the name to show.
public struct PersonReference: Hashable, Sendable, Codable {
  public var key: IdentityKey
  public var name: String

  public init(key: IdentityKey, name: String) {
    self.key = key
    self.name = name
  }

  /// Countersign itself, for what nobody pressed a key for: no correlation makes such a key.
  public static let program = PersonReference(
    key: IdentityKey(rawValue: "countersign"), name: "countersign")
}
