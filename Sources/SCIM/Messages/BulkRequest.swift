/// Many requests in one (RFC 7644 §3.7).
public struct BulkRequest: Hashable, Sendable {
  public enum Method: String, Hashable, Sendable, CaseIterable {
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  public struct Operation: Hashable, Sendable {
    public var method: Method
    /// Names a creation, so that others can say `bulkId:NAME` for the id to come.
    public var bulkId: String?
    /// The entity tag that the resource must still have.
    public var version: String?
    /// Below the base URL. Shape: `/Users` for a creation, else `/Users/ID`.
    public var path: String
    /// Nil for a deletion.
    public var data: JSON?

    public init(
      _ method: Method, path: String, bulkId: String? = nil, version: String? = nil,
      data: JSON? = nil
    ) {
      self.method = method
      self.path = path
      self.bulkId = bulkId
      self.version = version
      self.data = data
    }
  }

  /// After how many errors the server gives up; nil for never.
  public var failOnErrors: Int?
  public var operations: [Operation]

  public init(_ operations: [Operation], failOnErrors: Int? = nil) {
    self.operations = operations
    self.failOnErrors = failOnErrors
  }

  /// Throws: `invalidSyntax` when it is no bulk request, `invalidPath` for an operation's path,
  /// `invalidValue` where a creation lacks its `bulkId` or an operation its data.
  public init(_ json: JSON) throws(SCIMError) {
    guard let list = json["Operations"]?.array else {
      throw .invalidSyntax("A bulk request has a list of operations.")
    }
    var operations: [Operation] = []
    for operation in list { operations.append(try Operation(operation)) }
    self.init(operations, failOnErrors: json["failOnErrors"]?.lenientInt)
  }

  public var json: JSON {
    var json: JSON = ["schemas": [.string(SchemaURN.bulkRequest)]]
    json["failOnErrors"] = failOnErrors.map { .number(JSONNumber($0)) }
    json["Operations"] = .array(operations.map(\.json))
    return json
  }
}

extension BulkRequest.Operation {
  init(_ json: JSON) throws(SCIMError) {
    guard let name = json["method"]?.string,
      let method = BulkRequest.Method(rawValue: name.uppercased())
    else { throw .invalidSyntax("The method of an operation is POST, PUT, PATCH or DELETE.") }
    guard let path = json["path"]?.string, path.hasPrefix("/") else {
      throw .invalidPath("The path of an operation starts with a slash.")
    }
    self.init(
      method, path: path, bulkId: json["bulkId"]?.string, version: json["version"]?.string,
      data: json["data"])
    if method == .post, bulkId?.isEmpty ?? true {
      throw .invalidValue("A POST within a bulk request needs a bulkId.")
    }
    // An array passes: the example of RFC 7644 §3.7.3 sends a PATCH's operations alone.
    if method != .delete, data?.object == nil, data?.array == nil {
      throw .invalidValue("A \(method.rawValue) within a bulk request needs data.")
    }
  }

  fileprivate var json: JSON {
    var json: JSON = ["method": .string(method.rawValue), "path": .string(path)]
    json["bulkId"] = bulkId.map { .string($0) }
    json["version"] = version.map { .string($0) }
    json["data"] = data
    return json
  }
}
