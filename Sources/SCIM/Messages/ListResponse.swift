/// One page of a query's answer (RFC 7644 §3.4.2, RFC 9865 §2).
///
/// None of its counts can be trusted: servers send the page's size as the total, or the asked count
/// as the page's size.
public struct ListResponse: Hashable, Sendable {
  public var totalResults: Int?
  /// The first resource's place in the whole result, from 1.
  public var startIndex: Int?
  public var itemsPerPage: Int?
  /// What to ask for next; nil on the last page and without cursors.
  public var nextCursor: String?
  public var previousCursor: String?
  public var resources: [JSON]

  public init(
    totalResults: Int? = nil, startIndex: Int? = nil, itemsPerPage: Int? = nil,
    nextCursor: String? = nil, previousCursor: String? = nil, resources: [JSON]
  ) {
    self.totalResults = totalResults
    self.startIndex = startIndex
    self.itemsPerPage = itemsPerPage
    self.nextCursor = nextCursor
    self.previousCursor = previousCursor
    self.resources = resources
  }

  /// Reads a page, forgiving what servers get wrong: `Resources` may be absent, null, or spelled
  /// otherwise, counts may be strings, and a bare array counts as a page.
  ///
  /// Throws: `invalidSyntax` when it is neither an array nor an object with at least one member of
  /// a list response.
  public init(_ json: JSON) throws(SCIMError) {
    if let bare = json.array {
      self.init(resources: bare)
      return
    }
    let names = ["Resources", "totalResults", "itemsPerPage"]
    guard names.contains(where: { json[$0] != nil }) else {
      throw .invalidSyntax("The JSON is not a list response.")
    }
    guard let resources = (json["Resources"] ?? .array([])).listed else {
      throw .invalidSyntax("Resources is not an array.")
    }
    self.init(
      totalResults: json["totalResults"]?.lenientInt, startIndex: json["startIndex"]?.lenientInt,
      itemsPerPage: json["itemsPerPage"]?.lenientInt, nextCursor: json["nextCursor"]?.cursor,
      previousCursor: json["previousCursor"]?.cursor, resources: resources)
  }

  /// The message's body.
  public var json: JSON {
    var json: JSON = ["schemas": [.string(SchemaURN.listResponse)]]
    json["totalResults"] = totalResults.map { .number(JSONNumber($0)) }
    json["startIndex"] = startIndex.map { .number(JSONNumber($0)) }
    json["itemsPerPage"] = itemsPerPage.map { .number(JSONNumber($0)) }
    json["previousCursor"] = previousCursor.map { .string($0) }
    json["nextCursor"] = nextCursor.map { .string($0) }
    json["Resources"] = .array(resources)
    return json
  }
}

extension JSON {
  /// An integer, also when it comes as a string.
  var lenientInt: Int? { int ?? string.flatMap { Int($0) } }

  /// An array, where null counts as an empty one, and so does `{}`, as PHP writes it.
  fileprivate var listed: [JSON]? { self == .null || object?.isEmpty == true ? [] : array }

  /// A cursor; an empty one says that there is none.
  fileprivate var cursor: String? { string.flatMap { $0.isEmpty ? nil : $0 } }
}
