import Foundation

/// What one server can do: announced by its discovery endpoints, and proven by trying.
public struct Capabilities: Hashable, Sendable, Codable {
  /// How much is known about one ability.
  public enum Support: String, Hashable, Sendable, Codable {
    /// Neither announced nor tried.
    case unknown
    /// The server says so; nobody tried.
    case announced
    /// Tried, and it works.
    case proven
    /// Tried, and it does not work, whatever the server says.
    case refuted
    /// The server says that it cannot; nobody tried.
    case absent
  }

  /// One resource type that the server offers.
  public struct ResourceType: Hashable, Sendable, Codable {
    /// `User`, `Group`, `AccessRequest` …
    public var name: String
    /// Below the base URL. Shape: `/Users`.
    public var endpoint: String
    /// The core schema's URN; empty when the server does not say.
    public var schema: String
    /// URNs of extensions.
    public var extensions: [String]

    public init(name: String, endpoint: String, schema: String = "", extensions: [String] = []) {
      self.name = name
      self.endpoint = endpoint
      self.schema = schema
      self.extensions = extensions
    }
  }

  public var checkedAt: Date
  /// Order: as the server lists them.
  public var resourceTypes: [ResourceType]
  /// `startIndex` and `count` (RFC 7644 §3.4.2.4).
  public var indexPaging: Support
  /// RFC 9865.
  public var cursorPaging: Support
  /// Resources carry a version that `If-Match` can name (RFC 7644 §3.14).
  public var etag: Support
  /// `filter=userName eq "…"` returns that user alone.
  public var equalityFilter: Support
  /// `filter=meta.lastModified gt "…"` tells changed from unchanged, by resource type.
  public var lastModifiedFilter: [String: Support]
  public var patch: Support
  public var bulk: Support
  /// The largest page that the server says it serves.
  public var maximumPageSize: Int?
  /// URNs of the schemas that it describes.
  public var schemas: [String]
  /// When each resource type was last read whole, without a disturbance.
  public var readWholeAt: [String: Date]
  /// The ways that walks had to take in the end, by resource type.
  var ways: [String: WalkWay] = [:]
  /// Where members of groups were found.
  var memberSource = MemberSource.unknown
  /// Everything that was tried. Order: as it was tried.
  public var proofs: [Proof]
  /// What Countersign will therefore do, one sentence each.
  public var methods: [String]
  /// What it can do, for people: "cursor pagination", "ETag", "incremental (User)" …
  public var capabilities: [String]
  /// What will not work, one sentence each.
  public var limits: [String]
  /// In which forms it takes changes, as writing found.
  public var habits: WriteHabits?
  /// What one bulk request may hold; nil where there is no bulk.
  public var bulkLimits: BulkLimits?

  public init(
    checkedAt: Date, resourceTypes: [ResourceType], indexPaging: Support = .unknown,
    cursorPaging: Support = .unknown, etag: Support = .unknown,
    equalityFilter: Support = .unknown, lastModifiedFilter: [String: Support] = [:],
    patch: Support = .unknown, bulk: Support = .unknown, maximumPageSize: Int? = nil,
    schemas: [String] = [], readWholeAt: [String: Date] = [:], proofs: [Proof] = [],
    methods: [String] = [], capabilities: [String] = [], limits: [String] = []
  ) {
    self.checkedAt = checkedAt
    self.resourceTypes = resourceTypes
    self.indexPaging = indexPaging
    self.cursorPaging = cursorPaging
    self.etag = etag
    self.equalityFilter = equalityFilter
    self.lastModifiedFilter = lastModifiedFilter
    self.patch = patch
    self.bulk = bulk
    self.maximumPageSize = maximumPageSize
    self.schemas = schemas
    self.readWholeAt = readWholeAt
    self.proofs = proofs
    self.methods = methods
    self.capabilities = capabilities
    self.limits = limits
  }

  /// How the lists of a type are walked.
  func way(of type: String) -> WalkWay { cursorPaging == .proven ? .cursor : ways[type] ?? .index }

  /// The endpoint of a resource type. Shape: `/Users`; nil when the server does not offer it.
  public func endpoint(of type: String) -> String? {
    resourceTypes.first { $0.name == type }?.endpoint
  }
}
