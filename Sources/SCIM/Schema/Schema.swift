/// What attributes resources have (RFC 7643 §7).
public struct Schema: Hashable, Sendable {
  /// The URN.
  public var id: String
  public var name: String?
  public var description: String?
  public var attributes: [SchemaAttribute]

  public init(
    id: String, name: String? = nil, description: String? = nil, attributes: [SchemaAttribute]
  ) {
    self.id = id
    self.name = name
    self.description = description
    self.attributes = attributes
  }

  /// Throws: `invalidSyntax` without an `id`. Attributes without a name are left out.
  public init(_ json: JSON) throws(SCIMError) {
    guard let id = json["id"]?.string, !id.isEmpty else {
      throw .invalidSyntax("A schema needs an id.")
    }
    self.init(
      id: id, name: json["name"]?.string, description: json["description"]?.string,
      attributes: json["attributes"]?.array?.compactMap(SchemaAttribute.init) ?? [])
  }

  /// The Schema resource.
  public var json: JSON {
    var json: JSON = ["schemas": [.string(SchemaURN.schema)], "id": .string(id)]
    json["name"] = name.map { .string($0) }
    json["description"] = description.map { .string($0) }
    json["attributes"] = .array(attributes.map(\.json))
    return json
  }

  /// The attribute of that name in any case.
  public func attribute(_ name: String) -> SchemaAttribute? {
    attributes.first { AttributeName.isSame($0.name, name) }
  }
}

/// The schemas of one resource type: its core schema and extensions, and the attributes common to
/// all.
public struct SchemaSet: Hashable, Sendable {
  /// Order: the core schema first, then extensions.
  public var schemas: [Schema]

  public init(_ schemas: [Schema]) { self.schemas = schemas }

  /// Knows the common attributes alone; everything else is taken as it comes.
  public static let none = SchemaSet([])

  /// A User with the enterprise extension.
  public static let user = SchemaSet([.user, .enterpriseUser])

  public static let group = SchemaSet([.group])

  /// The schema of that URN in any case.
  public func schema(_ urn: String) -> Schema? {
    schemas.first { AttributeName.isSame($0.id, urn) }
  }

  /// The attribute that a path names: the sub-attribute if it has one. Nil when no schema knows it.
  public func attribute(_ path: AttributePath) -> SchemaAttribute? {
    let owner = path.schema.map { schema($0) } ?? schemas.first
    let common = path.isExtension ? nil : Schema.commonAttributes
    let name = path.attribute
    let attribute =
      owner?.attribute(name) ?? common?.first { AttributeName.isSame($0.name, name) }
    guard let subAttribute = path.subAttribute else { return attribute }
    return attribute?.subAttribute(subAttribute)
  }

  /// Whether the case of the attribute's values matters: what the schema says, else the default.
  public func isCaseExact(_ path: AttributePath) -> Bool {
    attribute(path)?.isCaseExact ?? Filter.isCaseExactByDefault(path)
  }
}
