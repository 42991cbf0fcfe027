/// What a service provider says that it can do (RFC 7643 §5, RFC 9865 §4).
///
/// It is a claim: providers are wrong either way.
public struct ServiceProviderConfig: Hashable, Sendable {
  /// How to sign in.
  public struct AuthenticationScheme: Hashable, Sendable {
    /// Shape: `oauth`, `oauth2`, `oauthbearertoken`, `httpbasic` or `httpdigest`.
    public var type: String
    public var name: String
    public var description: String?
    public var specURI: String?
    public var documentationURI: String?
    public var isPrimary: Bool

    public init(
      type: String, name: String, description: String? = nil, specURI: String? = nil,
      documentationURI: String? = nil, isPrimary: Bool = false
    ) {
      self.type = type
      self.name = name
      self.description = description
      self.specURI = specURI
      self.documentationURI = documentationURI
      self.isPrimary = isPrimary
    }
  }

  /// How to page (RFC 9865 §4).
  public struct Pagination: Hashable, Sendable {
    public enum Method: String, Hashable, Sendable, CaseIterable {
      case cursor, index
    }

    public var supportsCursor: Bool
    public var supportsIndex: Bool
    public var defaultMethod: Method?
    public var defaultPageSize: Int?
    public var maximumPageSize: Int?
    /// How long a cursor lives. Units: seconds.
    public var cursorTimeoutSeconds: Int?

    public init(
      supportsCursor: Bool, supportsIndex: Bool, defaultMethod: Method? = nil,
      defaultPageSize: Int? = nil, maximumPageSize: Int? = nil, cursorTimeoutSeconds: Int? = nil
    ) {
      self.supportsCursor = supportsCursor
      self.supportsIndex = supportsIndex
      self.defaultMethod = defaultMethod
      self.defaultPageSize = defaultPageSize
      self.maximumPageSize = maximumPageSize
      self.cursorTimeoutSeconds = cursorTimeoutSeconds
    }
  }

  public var documentationURI: String?
  public var supportsPatch = false
  public var supportsBulk = false
  public var bulkMaximumOperations: Int?
  /// Units: bytes.
  public var bulkMaximumPayloadSize: Int?
  public var supportsFilter = false
  /// The most resources in an answer.
  public var filterMaximumResults: Int?
  public var supportsChangePassword = false
  public var supportsSort = false
  public var supportsETag = false
  public var authenticationSchemes: [AuthenticationScheme] = []
  /// Nil when the provider does not say: it knows paging by index alone.
  public var pagination: Pagination?
  public var meta: Meta?

  /// Nothing is supported.
  public init() {}
}

extension ServiceProviderConfig {
  /// Reads the resource; what is absent counts as not supported.
  ///
  /// Throws: `invalidSyntax` when it is not an object.
  public init(_ json: JSON) throws(SCIMError) {
    guard json.object != nil else {
      throw .invalidSyntax("A ServiceProviderConfig is a JSON object.")
    }
    documentationURI = json["documentationUri"]?.string
    supportsPatch = Self.isSupported(json["patch"])
    supportsBulk = Self.isSupported(json["bulk"])
    bulkMaximumOperations = json["bulk"]?["maxOperations"]?.lenientInt
    bulkMaximumPayloadSize = json["bulk"]?["maxPayloadSize"]?.lenientInt
    supportsFilter = Self.isSupported(json["filter"])
    filterMaximumResults = json["filter"]?["maxResults"]?.lenientInt
    supportsChangePassword = Self.isSupported(json["changePassword"])
    supportsSort = Self.isSupported(json["sort"])
    supportsETag = Self.isSupported(json["etag"])
    authenticationSchemes =
      json["authenticationSchemes"]?.array?.compactMap(AuthenticationScheme.init) ?? []
    pagination = json["pagination"].flatMap(Pagination.init)
    meta = json["meta"].flatMap(Meta.init)
  }

  private static func isSupported(_ json: JSON?) -> Bool { json?["supported"]?.bool ?? false }

  /// The resource.
  public var json: JSON {
    var json: JSON = ["schemas": [.string(SchemaURN.serviceProviderConfig)]]
    json["documentationUri"] = documentationURI.map { .string($0) }
    json["patch"] = Self.feature(supportsPatch)
    json["bulk"] = Self.feature(
      supportsBulk, ("maxOperations", bulkMaximumOperations ?? 0),
      ("maxPayloadSize", bulkMaximumPayloadSize ?? 0))
    json["filter"] = Self.feature(supportsFilter, ("maxResults", filterMaximumResults ?? 0))
    json["changePassword"] = Self.feature(supportsChangePassword)
    json["sort"] = Self.feature(supportsSort)
    json["etag"] = Self.feature(supportsETag)
    json["pagination"] = pagination?.json
    json["authenticationSchemes"] = .array(authenticationSchemes.map(\.json))
    json["meta"] = meta?.json
    return json
  }

  private static func feature(_ isSupported: Bool, _ limits: (String, Int)...) -> JSON {
    var json: JSON = ["supported": .bool(isSupported)]
    for (name, limit) in limits { json[name] = .number(JSONNumber(limit)) }
    return json
  }
}

extension ServiceProviderConfig.AuthenticationScheme {
  /// Nil when the JSON is not an object; a missing type or name comes out empty.
  init?(_ json: JSON) {
    guard json.object != nil else { return nil }
    self.init(
      type: json["type"]?.string ?? "", name: json["name"]?.string ?? "",
      description: json["description"]?.string, specURI: json["specUri"]?.string,
      documentationURI: json["documentationUri"]?.string,
      isPrimary: json["primary"]?.bool ?? false)
  }

  fileprivate var json: JSON {
    var json: JSON = ["type": .string(type), "name": .string(name)]
    json["description"] = description.map { .string($0) }
    json["specUri"] = specURI.map { .string($0) }
    json["documentationUri"] = documentationURI.map { .string($0) }
    if isPrimary { json["primary"] = true }
    return json
  }
}

extension ServiceProviderConfig.Pagination {
  /// Nil when the JSON is not an object.
  init?(_ json: JSON) {
    guard json.object != nil else { return nil }
    self.init(
      supportsCursor: json["cursor"]?.bool ?? false, supportsIndex: json["index"]?.bool ?? false,
      defaultMethod: json["defaultPaginationMethod"]?.string.flatMap { Method(rawValue: $0) },
      defaultPageSize: json["defaultPageSize"]?.lenientInt,
      maximumPageSize: json["maxPageSize"]?.lenientInt,
      cursorTimeoutSeconds: json["cursorTimeout"]?.lenientInt)
  }

  fileprivate var json: JSON {
    var json: JSON = ["cursor": .bool(supportsCursor), "index": .bool(supportsIndex)]
    json["defaultPaginationMethod"] = defaultMethod.map { .string($0.rawValue) }
    json["defaultPageSize"] = defaultPageSize.map { .number(JSONNumber($0)) }
    json["maxPageSize"] = maximumPageSize.map { .number(JSONNumber($0)) }
    json["cursorTimeout"] = cursorTimeoutSeconds.map { .number(JSONNumber($0)) }
    return json
  }
}
