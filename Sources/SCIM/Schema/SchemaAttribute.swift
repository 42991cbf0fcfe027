/// What a schema says of one attribute (RFC 7643 §2.2, §7).
public struct SchemaAttribute: Hashable, Sendable {
  public enum DataType: String, Hashable, Sendable, CaseIterable {
    case string, complex, boolean, decimal, integer, dateTime, reference, binary
  }

  public enum Mutability: String, Hashable, Sendable, CaseIterable {
    case readOnly, readWrite, immutable, writeOnly
  }

  public enum Returned: String, Hashable, Sendable, CaseIterable {
    case always, never, `default`, request
  }

  public enum Uniqueness: String, Hashable, Sendable, CaseIterable {
    case none, server, global
  }

  public var name: String
  public var type: DataType
  public var isMultiValued: Bool
  public var description: String?
  public var isRequired: Bool
  public var canonicalValues: [String]
  public var isCaseExact: Bool
  public var mutability: Mutability
  public var returned: Returned
  public var uniqueness: Uniqueness
  /// The resource types that a reference leads to, or `external` or `uri`.
  public var referenceTypes: [String]
  /// Empty unless the type is complex.
  public var subAttributes: [SchemaAttribute]

  /// The defaults are those of RFC 7643 §2.2.
  public init(
    _ name: String, _ type: DataType = .string, isMultiValued: Bool = false,
    description: String? = nil, isRequired: Bool = false, canonicalValues: [String] = [],
    isCaseExact: Bool = false, mutability: Mutability = .readWrite,
    returned: Returned = .default, uniqueness: Uniqueness = .none,
    referenceTypes: [String] = [], subAttributes: [SchemaAttribute] = []
  ) {
    self.name = name
    self.type = type
    self.isMultiValued = isMultiValued
    self.description = description
    self.isRequired = isRequired
    self.canonicalValues = canonicalValues
    self.isCaseExact = isCaseExact
    self.mutability = mutability
    self.returned = returned
    self.uniqueness = uniqueness
    self.referenceTypes = referenceTypes
    self.subAttributes = subAttributes
  }

  /// The sub-attribute of that name in any case. A simple multi-valued attribute has none.
  public func subAttribute(_ name: String) -> SchemaAttribute? {
    subAttributes.first { AttributeName.isSame($0.name, name) }
  }
}

extension SchemaAttribute {
  /// Nil without a name. What is absent or unknown takes the default of RFC 7643 §2.2.
  public init?(_ json: JSON) {
    guard let name = json["name"]?.string, !name.isEmpty else { return nil }
    func choice<Value: RawRepresentable>(_ key: String, _ fallback: Value) -> Value
    where Value.RawValue == String {
      json[key]?.string.flatMap(Value.init(rawValue:)) ?? fallback
    }
    self.init(
      name, choice("type", .string), isMultiValued: json["multiValued"]?.bool ?? false,
      description: json["description"]?.string, isRequired: json["required"]?.bool ?? false,
      canonicalValues: json["canonicalValues"]?.array?.compactMap(\.string) ?? [],
      isCaseExact: json["caseExact"]?.bool ?? false,
      mutability: choice("mutability", .readWrite), returned: choice("returned", .default),
      uniqueness: choice("uniqueness", .none),
      referenceTypes: json["referenceTypes"]?.array?.compactMap(\.string) ?? [],
      subAttributes: json["subAttributes"]?.array?.compactMap(SchemaAttribute.init) ?? [])
  }

  /// The attribute as a Schema resource lists it.
  public var json: JSON {
    var json: JSON = ["name": .string(name), "type": .string(type.rawValue)]
    if !subAttributes.isEmpty { json["subAttributes"] = .array(subAttributes.map(\.json)) }
    json["multiValued"] = .bool(isMultiValued)
    json["description"] = description.map { .string($0) }
    json["required"] = .bool(isRequired)
    if !canonicalValues.isEmpty { json["canonicalValues"] = Self.strings(canonicalValues) }
    if hasCase { json["caseExact"] = .bool(isCaseExact) }
    json["mutability"] = .string(mutability.rawValue)
    json["returned"] = .string(returned.rawValue)
    if type != .complex && type != .boolean { json["uniqueness"] = .string(uniqueness.rawValue) }
    if !referenceTypes.isEmpty { json["referenceTypes"] = Self.strings(referenceTypes) }
    return json
  }

  private var hasCase: Bool { type == .string || type == .reference || type == .binary }

  private static func strings(_ values: [String]) -> JSON { .array(values.map { .string($0) }) }
}
