import SCIM

/// What a list or a search asks for (RFC 7644 §3.4.2 and §3.4.3).
struct ListQuery: Sendable {
  var filterText: String?
  var filter: Filter?
  var sortBy: AttributePath?
  var isDescending = false
  var startIndex = 1
  /// Nil when the client does not say.
  var count: Int?
  /// Nil for paging by index; empty for the first page by cursor.
  var cursor: String?
  var attributes: String?
  var excludedAttributes: String?

  /// Throws: `invalidFilter`, `invalidValue` or `invalidPath`.
  init(_ exchange: Exchange) throws(SCIMError) {
    filterText = exchange.parameter("filter")
    cursor = exchange.parameter("cursor")
    attributes = exchange.parameter("attributes")
    excludedAttributes = exchange.parameter("excludedAttributes")
    if let text = exchange.parameter("startIndex") {
      startIndex = max(1, try Self.number(text, "startIndex"))
    }
    if let text = exchange.parameter("count") { count = max(0, try Self.number(text, "count")) }
    try read(sortBy: exchange.parameter("sortBy"), order: exchange.parameter("sortOrder"))
  }

  /// Reads the body of a search.
  ///
  /// Throws: `invalidSyntax` when it is no search request, else as the query.
  init(search json: JSON) throws(SCIMError) {
    let schemas = json["schemas"]?.array?.compactMap(\.string) ?? []
    guard schemas.contains(SchemaURN.searchRequest) else {
      throw .invalidSyntax("A search names the schema \(SchemaURN.searchRequest).")
    }
    filterText = json["filter"]?.string
    cursor = json["cursor"]?.string
    attributes = Self.list(json["attributes"])
    excludedAttributes = Self.list(json["excludedAttributes"])
    startIndex = max(1, json["startIndex"]?.int ?? 1)
    count = json["count"]?.int.map { max(0, $0) }
    try read(sortBy: json["sortBy"]?.string, order: json["sortOrder"]?.string)
  }

  /// What a cursor belongs to: everything but the page's place and size.
  var identity: String {
    [filterText ?? "", sortBy?.description ?? "", isDescending ? "-" : "+"].joined(separator: "\n")
  }

  private mutating func read(sortBy: String?, order: String?) throws(SCIMError) {
    do {
      filter = try filterText.map { text throws(FilterError) in try Filter(parsing: text) }
    } catch {
      throw .invalidFilter(error)
    }
    do {
      self.sortBy = try sortBy.map { text throws(FilterError) in
        try AttributePath(parsing: text)
      }
    } catch {
      throw .invalidPath(error.sentence)
    }
    isDescending = order?.lowercased() == "descending"
  }

  private static func number(_ text: String, _ name: String) throws(SCIMError) -> Int {
    guard let number = Int(text) else { throw .invalidValue("\(name) is not a number.") }
    return number
  }

  private static func list(_ json: JSON?) -> String? {
    json?.array?.compactMap(\.string).joined(separator: ",") ?? json?.string
  }
}
