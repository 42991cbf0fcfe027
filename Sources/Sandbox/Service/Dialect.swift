/// How one service departs from what the RFCs would have it do. A table, no behaviour.
///
/// Source: the quirks are those of real providers.
public struct Dialect: Sendable {
  public enum Oversize: Hashable, Sendable {
    /// A `count` above the maximum gets the maximum.
    case clamped
    /// It gets 400.
    case refused
  }

  public enum Total: Hashable, Sendable {
    case whole
    /// `totalResults` is how many the page has (RFC 7644 §3.4.2 wants all of them).
    case pageSize
  }

  public enum EntityTags: Hashable, Sendable {
    /// 304 and 412 as RFC 7644 §3.14 says.
    case honoured
    /// `meta.version` is there; `If-Match` does nothing.
    case shown
    case absent
  }

  public enum Filters: Hashable, Sendable {
    case whole
    /// Only `eq` on these attributes, everything else is 400.
    case equality([String])
  }

  public enum DateFilter: Hashable, Sendable {
    case honoured
    /// A filter on `meta.lastModified` is dropped: everybody comes back with 200.
    case ignored
    case refused
  }

  public enum Patches: Hashable, Sendable {
    case whole
    /// `remove` of members wants `members[value eq "x"]`; the value-array form is 400.
    case removeByFilterOnly
    /// Nothing but `replace` of `active`.
    case activeOnly
    /// `remove` of members wants the values to remove; a filter in the path is 501.
    case removeByValueOnly
    /// A filter in the path is 501, and the value-array form empties the whole group with a 2xx.
    case removeByValueEmpties
    /// No operation may have a path: 400.
    case withoutPath
    /// 501 for every PATCH: a resource is only replaced.
    case absent
  }

  public enum Deletion: Hashable, Sendable {
    case hard
    /// 204, then `active` is false and the name stays taken.
    case soft
    /// 405.
    case refused
  }

  /// What one bulk request may hold (RFC 7643 §5).
  public struct Bulk: Hashable, Sendable {
    public var maximumOperations: Int
    /// Units: bytes.
    public var maximumPayloadSize: Int

    public init(maximumOperations: Int = 100, maximumPayloadSize: Int = 1 << 20) {
      self.maximumOperations = maximumOperations
      self.maximumPayloadSize = maximumPayloadSize
    }
  }

  public let kinds: [ResourceKind]
  public let defaultPageSize: Int
  public let maximumPageSize: Int
  public let oversize: Oversize
  public let hasCursors: Bool
  public let total: Total
  public let entityTags: EntityTags
  public let filters: Filters
  public let dateFilter: DateFilter
  public let canSort: Bool
  public private(set) var patches: Patches
  public let canReplace: Bool
  public let deletion: Deletion
  /// Whether `/Schemas` is there.
  public let listsSchemas: Bool
  /// Beyond it 429; nil without a limit. Obeyed only when the sandbox is told to.
  public let requestsPerMinute: Int?
  /// nil without `/Bulk`.
  public private(set) var bulk: Bulk?

  /// The same service with another habit of taking PATCH, or other limits of bulk.
  func taking(_ patches: Patches?, bulk: Bulk?) -> Dialect {
    var other = self
    other.patches = patches ?? self.patches
    other.bulk = bulk ?? self.bulk
    return other
  }

  public static func of(_ tenant: TenantName) -> Dialect {
    switch tenant {
    case .hr: humanResources
    case .idp: identityProvider
    case .code: codeHost
    case .chat: chat
    }
  }

  private static let humanResources = Dialect(
    kinds: [.employee], defaultPageSize: 100, maximumPageSize: 1_000, oversize: .clamped,
    hasCursors: false, total: .whole, entityTags: .shown, filters: .whole, dateFilter: .honoured,
    canSort: true, patches: .whole, canReplace: true, deletion: .refused, listsSchemas: true,
    requestsPerMinute: nil)

  private static let identityProvider = Dialect(
    kinds: [.directoryUser, .directoryGroup, .accessRequest, .role, .entitlement, .device],
    defaultPageSize: 100, maximumPageSize: 500, oversize: .clamped, hasCursors: true,
    total: .whole, entityTags: .honoured, filters: .whole, dateFilter: .honoured, canSort: true,
    patches: .whole, canReplace: true, deletion: .hard, listsSchemas: true,
    requestsPerMinute: nil, bulk: Bulk())

  private static let codeHost = Dialect(
    kinds: [.plainUser, .plainGroup], defaultPageSize: 50, maximumPageSize: 50,
    oversize: .clamped, hasCursors: false, total: .whole, entityTags: .absent,
    filters: .equality(["id", "userName", "externalId", "emails", "emails.value", "displayName"]),
    dateFilter: .refused, canSort: false, patches: .removeByFilterOnly, canReplace: true,
    deletion: .hard, listsSchemas: true, requestsPerMinute: nil)

  private static let chat = Dialect(
    kinds: [.plainUser], defaultPageSize: 100, maximumPageSize: 200, oversize: .refused,
    hasCursors: false, total: .pageSize, entityTags: .absent, filters: .whole,
    dateFilter: .ignored, canSort: false, patches: .activeOnly, canReplace: false,
    deletion: .soft, listsSchemas: false, requestsPerMinute: 600)
}
