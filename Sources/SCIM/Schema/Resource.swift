import Foundation

/// One resource: a JSON object with the common attributes of RFC 7643 §3.1 as properties.
public struct Resource: Hashable, Sendable {
  /// Shape: an object. A change that makes it anything else is ignored.
  public var json: JSON {
    didSet { if json.object == nil { json = oldValue } }
  }

  /// Throws: `invalidSyntax` when it is not an object.
  public init(_ json: JSON) throws(SCIMError) {
    guard json.object != nil else { throw .invalidSyntax("A resource is a JSON object.") }
    self.json = json
  }

  public var id: String? {
    get { json["id"]?.string }
    set { json["id"] = newValue.map { .string($0) } }
  }

  public var externalId: String? {
    get { json["externalId"]?.string }
    set { json["externalId"] = newValue.map { .string($0) } }
  }

  /// The URNs of the schemas that the resource says it follows; empty when it says nothing.
  public var schemas: [String] {
    get { json["schemas"]?.array?.compactMap(\.string) ?? [] }
    set { json["schemas"] = .array(newValue.map { .string($0) }) }
  }

  /// Nil when there is none, as some servers leave it out.
  public var meta: Meta? {
    get { json["meta"].flatMap(Meta.init) }
    set { json["meta"] = newValue?.json }
  }

  /// The values that a path leads to; those of a multi-valued attribute one by one.
  public subscript(_ path: AttributePath) -> [JSON] { path.values(in: json) }
}

/// What the server says about a resource (RFC 7643 §3.1, `meta`).
public struct Meta: Hashable, Sendable {
  public var resourceType: String?
  public var created: Date?
  public var lastModified: Date?
  public var location: String?
  /// The entity tag. Shape: as in HTTP's ETag, with quotes and perhaps a leading `W/`.
  public var version: String?

  public init(
    resourceType: String? = nil, created: Date? = nil, lastModified: Date? = nil,
    location: String? = nil, version: String? = nil
  ) {
    self.resourceType = resourceType
    self.created = created
    self.lastModified = lastModified
    self.location = location
    self.version = version
  }

  /// Nil when the JSON is not an object; what is not as it should be counts as absent.
  public init?(_ json: JSON) {
    guard json.object != nil else { return nil }
    self.init(
      resourceType: json["resourceType"]?.string,
      created: json["created"]?.string.flatMap(SCIMDate.parse),
      lastModified: json["lastModified"]?.string.flatMap(SCIMDate.parse),
      location: json["location"]?.string, version: json["version"]?.string)
  }

  public var json: JSON {
    var json: JSON = [:]
    json["resourceType"] = resourceType.map { .string($0) }
    json["created"] = created.map { .string(SCIMDate.print($0)) }
    json["lastModified"] = lastModified.map { .string(SCIMDate.print($0)) }
    json["location"] = location.map { .string($0) }
    json["version"] = version.map { .string($0) }
    return json
  }
}
