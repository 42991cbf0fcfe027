extension ResourceScanner {
  /// The columns of a Group (RFC 7643 §4.2).
  public struct GroupColumns: Hashable, Sendable {
    public var id: String?
    public var externalId: String?
    public var displayName: String?
    public var lastModified: String?
    public var version: String?
    public var members: [Reference] = []
    /// Whether the server sent the attribute. Without it the members are unknown, not none: AWS and
    /// GitLab leave them out of lists.
    public var hasMembers = false
    /// The hash of the members that the text leaves out (``MemberSieve``); nil where it has them all.
    public var restHash: String?

    public init() {}
  }

  private enum GroupKey: String, CaseIterable, Sendable {
    case id, externalId, displayName, meta, members
    case rest = "urn:countersign:params:scim:api:messages:1.0:Rest"
  }

  private enum RestKey: String, CaseIterable, Sendable {
    case hash
  }

  private static let groupKeys = KeyTable<GroupKey>()
  private static let restKeys = KeyTable<RestKey>()

  /// Throws: when the range is not JSON, or not an object.
  public static func group(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(JSONError) -> GroupColumns {
    var columns = GroupColumns()
    try scan(bytes, range, groupKeys) { (reader, key) throws(JSONError) in
      switch key {
      case .id: columns.id = try reader.lenientText()
      case .externalId: columns.externalId = try reader.lenientText()
      case .displayName: columns.displayName = try reader.lenientText()
      case .meta: try readMeta(&reader, &columns.lastModified, &columns.version)
      case .members:
        columns.hasMembers = try reader.peek() == UInt8(ascii: "[")
        columns.members = try readReferences(&reader)
        columns.restHash = nil
      case .rest:
        try reader.members(restKeys) { (reader, _) throws(JSONError) in
          columns.restHash = try reader.lenientText()
        }
      }
    }
    return columns
  }
}
