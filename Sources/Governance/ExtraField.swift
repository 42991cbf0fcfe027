import Foundation

/// A value that no RFC names, as a server keeps it of an account.
public struct ExtraField: Hashable, Sendable, Codable {
  /// The SCIM path, as a filter takes it. Shape: `urn:example:Badge:number`, `favouriteColour`.
  public var path: String
  /// What the server's schemas call it. Shape: `Badge number`.
  public var name: String
  public var value: String
  public var server: String
  public var readAt: Date

  public init(
    path: String, name: String, value: String, server: String, readAt: Date
  ) {
    self.path = path
    self.name = name
    self.value = value
    self.server = server
    self.readAt = readAt
  }
}

/// Something that somebody has and a server knows (RFC 9944).
public struct Device: Hashable, Sendable, Codable {
  public var server: String
  public var id: String
  public var name: String
  /// nil when the server does not say.
  public var isActive: Bool?
  /// Addresses and serial numbers, by what the server calls them. Order: as it sends them.
  public var identifiers: [Identifier]
  public var lastModified: Date?
  public var readAt: Date

  public struct Identifier: Hashable, Sendable, Codable {
    /// Shape: `deviceMacAddress`.
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    server: String, id: String, name: String, isActive: Bool?, identifiers: [Identifier],
    lastModified: Date?, readAt: Date
  ) {
    self.server = server
    self.id = id
    self.name = name
    self.isActive = isActive
    self.identifiers = identifiers
    self.lastModified = lastModified
    self.readAt = readAt
  }
}

/// What a server says of a role or an entitlement that it lists.
///
/// Source: draft-ietf-scim-roles-entitlements-01.
public struct AssignmentTerms: Hashable, Sendable, Codable {
  /// False where the server lists it and lets nobody have it.
  public var isSupported: Bool?
  public var isLimited: Bool?
  public var permitted: Int?
  /// How many have it by the server's own count.
  public var used: Int?
  /// What comes with it, and what it comes with. Shape: values.
  public var contains: [String]
  public var containedBy: [String]

  public init(
    isSupported: Bool? = nil, isLimited: Bool? = nil, permitted: Int? = nil, used: Int? = nil,
    contains: [String] = [], containedBy: [String] = []
  ) {
    self.isSupported = isSupported
    self.isLimited = isLimited
    self.permitted = permitted
    self.used = used
    self.contains = contains
    self.containedBy = containedBy
  }

  /// How many more may have it; nil without a limit.
  ///
  /// - Parameter holders: how many are known to have it, where the server does not count.
  public func free(holders: Int?) -> Int? {
    guard isLimited != false, let permitted else { return nil }
    return permitted - max(used ?? 0, holders ?? 0)
  }

  /// Shape: `3 of 5 used`, `not assignable`, `brings reader, writer`. Order: what hinders first.
  public func words(holders: Int?) -> [String] {
    var words: [String] = []
    if isSupported == false { words.append("not assignable") }
    if isLimited != false, let permitted {
      words.append("\(max(used ?? 0, holders ?? 0)) of \(permitted) used")
    }
    if !contains.isEmpty { words.append("brings \(contains.joined(separator: ", "))") }
    if !containedBy.isEmpty {
      words.append("comes with \(containedBy.joined(separator: ", "))")
    }
    return words
  }
}
