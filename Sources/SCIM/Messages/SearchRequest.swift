/// The body of a query by POST to `/.search` (RFC 7644 §3.4.3, RFC 9865 §3).
public struct SearchRequest: Hashable, Sendable {
  public enum SortOrder: String, Hashable, Sendable, CaseIterable {
    case ascending, descending
  }

  public var attributes: [AttributePath]
  public var excludedAttributes: [AttributePath]
  public var filter: Filter?
  public var sortBy: AttributePath?
  public var sortOrder: SortOrder?
  /// From 1.
  public var startIndex: Int?
  public var count: Int?
  /// Empty to ask for the first page by cursor.
  public var cursor: String?

  public init(
    attributes: [AttributePath] = [], excludedAttributes: [AttributePath] = [],
    filter: Filter? = nil, sortBy: AttributePath? = nil, sortOrder: SortOrder? = nil,
    startIndex: Int? = nil, count: Int? = nil, cursor: String? = nil
  ) {
    self.attributes = attributes
    self.excludedAttributes = excludedAttributes
    self.filter = filter
    self.sortBy = sortBy
    self.sortOrder = sortOrder
    self.startIndex = startIndex
    self.count = count
    self.cursor = cursor
  }

  /// Throws: `invalidSyntax` when it is no search request, `invalidFilter` for its filter,
  /// `invalidPath` for an attribute, `invalidValue` for a sort order.
  public init(_ json: JSON) throws(SCIMError) {
    guard json.object != nil else { throw .invalidSyntax("A search request is a JSON object.") }
    self.init(
      attributes: try Self.paths(json["attributes"]),
      excludedAttributes: try Self.paths(json["excludedAttributes"]),
      startIndex: json["startIndex"]?.lenientInt, count: json["count"]?.lenientInt,
      cursor: json["cursor"]?.string)
    sortBy = try json["sortBy"].map(Self.path) ?? nil
    if let order = json["sortOrder"]?.string {
      guard let known = SortOrder(rawValue: order.lowercased()) else {
        throw .invalidValue("sortOrder is ascending or descending.")
      }
      sortOrder = known
    }
    guard let text = json["filter"]?.string else { return }
    do {
      filter = try Filter(parsing: text)
    } catch {
      throw .invalidFilter(error)
    }
  }

  private static func paths(_ json: JSON?) throws(SCIMError) -> [AttributePath] {
    var paths: [AttributePath] = []
    for element in json?.array ?? [] { paths.append(try path(element)) }
    return paths
  }

  private static func path(_ json: JSON) throws(SCIMError) -> AttributePath {
    guard let text = json.string else { throw .invalidPath("An attribute's path is a string.") }
    do {
      return try AttributePath(parsing: text)
    } catch {
      throw .invalidPath(error.sentence)
    }
  }

  public var json: JSON {
    var json: JSON = ["schemas": [.string(SchemaURN.searchRequest)]]
    if !attributes.isEmpty { json["attributes"] = Self.strings(attributes) }
    if !excludedAttributes.isEmpty { json["excludedAttributes"] = Self.strings(excludedAttributes) }
    json["filter"] = filter.map { .string($0.description) }
    json["sortBy"] = sortBy.map { .string($0.description) }
    json["sortOrder"] = sortOrder.map { .string($0.rawValue) }
    json["startIndex"] = startIndex.map { .number(JSONNumber($0)) }
    json["count"] = count.map { .number(JSONNumber($0)) }
    json["cursor"] = cursor.map { .string($0) }
    return json
  }

  private static func strings(_ paths: [AttributePath]) -> JSON {
    .array(paths.map { .string($0.description) })
  }
}
