/// A kind of resource that a service provider offers (RFC 7643 §6).
public struct ResourceType: Hashable, Sendable {
  /// A further schema that resources of the type may or must have.
  public struct Extension: Hashable, Sendable {
    /// The URN.
    public var schema: String
    public var isRequired: Bool

    public init(schema: String, isRequired: Bool) {
      self.schema = schema
      self.isRequired = isRequired
    }
  }

  public var id: String?
  public var name: String
  public var description: String?
  /// Below the base URL. Shape: `/Users`.
  public var endpoint: String
  /// The URN of the core schema.
  public var schema: String
  public var extensions: [Extension]
  public var meta: Meta?

  public init(
    id: String? = nil, name: String, description: String? = nil, endpoint: String,
    schema: String, extensions: [Extension] = [], meta: Meta? = nil
  ) {
    self.id = id
    self.name = name
    self.description = description
    self.endpoint = endpoint
    self.schema = schema
    self.extensions = extensions
    self.meta = meta
  }

  /// Reads the resource.
  ///
  /// Throws: `invalidSyntax` without a name or endpoint.
  public init(_ json: JSON) throws(SCIMError) {
    guard let name = json["name"]?.string ?? json["id"]?.string, !name.isEmpty,
      let endpoint = json["endpoint"]?.string, !endpoint.isEmpty
    else { throw .invalidSyntax("A resource type needs a name and an endpoint.") }
    self.init(
      id: json["id"]?.string, name: name, description: json["description"]?.string,
      endpoint: endpoint, schema: json["schema"]?.string ?? "",
      extensions: json["schemaExtensions"]?.array?.compactMap(Extension.init) ?? [],
      meta: json["meta"].flatMap(Meta.init))
  }

  /// The resource.
  public var json: JSON {
    var json: JSON = ["schemas": [.string(SchemaURN.resourceType)]]
    json["id"] = id.map { .string($0) }
    json["name"] = .string(name)
    json["endpoint"] = .string(endpoint)
    json["description"] = description.map { .string($0) }
    json["schema"] = .string(schema)
    if !extensions.isEmpty { json["schemaExtensions"] = .array(extensions.map(\.json)) }
    json["meta"] = meta?.json
    return json
  }
}

extension ResourceType.Extension {
  /// Nil without a schema.
  init?(_ json: JSON) {
    guard let schema = json["schema"]?.string, !schema.isEmpty else { return nil }
    self.init(schema: schema, isRequired: json["required"]?.bool ?? false)
  }

  fileprivate var json: JSON { ["schema": .string(schema), "required": .bool(isRequired)] }
}
