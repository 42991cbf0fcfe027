/// What became of each operation of a bulk request (RFC 7644 §3.7.3).
public struct BulkResponse: Hashable, Sendable {
  public struct Outcome: Hashable, Sendable {
    /// Shape: `POST`, `PUT`, `PATCH` or `DELETE`, as the server wrote it.
    public var method: String
    public var bulkId: String?
    public var version: String?
    /// The resource's address; nil when it could not be created.
    public var location: String?
    /// The HTTP status.
    public var status: Int
    /// What the server answered, which it must tell for errors only.
    public var response: JSON?

    public init(
      method: String, bulkId: String? = nil, version: String? = nil, location: String? = nil,
      status: Int, response: JSON? = nil
    ) {
      self.method = method
      self.bulkId = bulkId
      self.version = version
      self.location = location
      self.status = status
      self.response = response
    }

    /// The error in the response; nil when there is none.
    public var error: SCIMError? { response.flatMap { SCIMError(parsing: $0) } }
  }

  /// Order: the server's, who may stop early and may answer in another order.
  public var outcomes: [Outcome]

  public init(_ outcomes: [Outcome]) { self.outcomes = outcomes }

  /// Throws: `invalidSyntax` when it is no bulk response or an operation has no status.
  public init(_ json: JSON) throws(SCIMError) {
    guard let list = json["Operations"]?.array else {
      throw .invalidSyntax("A bulk response has a list of operations.")
    }
    var outcomes: [Outcome] = []
    for operation in list {
      guard let outcome = Outcome(operation) else {
        throw .invalidSyntax("An operation of a bulk response has a status.")
      }
      outcomes.append(outcome)
    }
    self.init(outcomes)
  }

  public var json: JSON {
    [
      "schemas": [.string(SchemaURN.bulkResponse)],
      "Operations": .array(outcomes.map(\.json)),
    ]
  }
}

extension BulkResponse.Outcome {
  /// Nil without a status. It is a string, or, as drafts had it and servers kept, an object with a
  /// `code`.
  init?(_ json: JSON) {
    let written = json["status"]?["code"] ?? json["status"]
    guard let status = written?.lenientInt else { return nil }
    self.init(
      method: json["method"]?.string ?? "", bulkId: json["bulkId"]?.string,
      version: json["version"]?.string, location: json["location"]?.string, status: status,
      response: json["response"])
  }

  fileprivate var json: JSON {
    var json: JSON = [:]
    json["location"] = location.map { .string($0) }
    json["method"] = .string(method)
    json["bulkId"] = bulkId.map { .string($0) }
    json["version"] = version.map { .string($0) }
    json["response"] = response
    json["status"] = .string(String(status))
    return json
  }
}
