// The schemas of what a service provider says of itself, as listed in RFC 7643 §8.7.2.
extension Schema {
  /// RFC 7643 §5, with the `pagination` of RFC 9865 §4.
  public static let serviceProviderConfig = Schema(
    id: SchemaURN.serviceProviderConfig, name: "Service Provider Configuration",
    description: "What the service provider can do.",
    attributes: [
      readOnly(
        "documentationUri", .reference, "A page for people.", referenceTypes: ["external"]),
      feature("patch", "Whether PATCH is supported."),
      feature(
        "bulk", "Whether bulk requests are supported.",
        readOnly("maxOperations", .integer, "The most operations.", isRequired: true),
        readOnly("maxPayloadSize", .integer, "The most bytes.", isRequired: true)),
      feature(
        "filter", "Whether filters are supported.",
        readOnly("maxResults", .integer, "The most resources in an answer.", isRequired: true)),
      feature("changePassword", "Whether a password can be set."),
      feature("sort", "Whether results can be sorted."),
      feature("etag", "Whether resources have entity tags."),
      pagination,
      readOnly(
        "authenticationSchemes", .complex, "How to sign in.", isMultiValued: true,
        isRequired: true, subAttributes: authenticationScheme),
    ])

  private static let pagination = readOnly(
    "pagination", .complex, "How results are paged.",
    subAttributes: [
      readOnly("cursor", .boolean, "Whether by cursor.", isRequired: true),
      readOnly("index", .boolean, "Whether by index.", isRequired: true),
      readOnly("defaultPaginationMethod", .string, "What happens when nobody asks."),
      readOnly("defaultPageSize", .integer, "How many resources when nobody asks."),
      readOnly("maxPageSize", .integer, "The most resources on a page."),
      readOnly("cursorTimeout", .integer, "How many seconds a cursor lives."),
    ])

  private static let authenticationScheme = [
    SchemaAttribute(
      "type", description: "Which scheme.", isRequired: true,
      canonicalValues: ["oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"],
      mutability: .readOnly),
    readOnly("name", .string, "What people call it.", isRequired: true),
    readOnly("description", .string, "How it works.", isRequired: true),
    readOnly("specUri", .reference, "Its specification.", referenceTypes: ["external"]),
    readOnly("documentationUri", .reference, "A page for people.", referenceTypes: ["external"]),
    readOnly("primary", .boolean, "Whether it is the preferred one."),
  ]

  /// RFC 7643 §6.
  public static let resourceType = Schema(
    id: SchemaURN.resourceType, name: "ResourceType",
    description: "A kind of resource that the service provider offers.",
    attributes: [
      readOnly("id", .string, "The same as the name."),
      readOnly(
        "name", .string, "What the kind is called.", isRequired: true, isCaseExact: true,
        uniqueness: .server),
      readOnly("description", .string, "What it is."),
      readOnly(
        "endpoint", .reference, "Where it is, below the base URL.", isRequired: true,
        uniqueness: .server, referenceTypes: ["uri"]),
      readOnly(
        "schema", .reference, "The core schema.", isRequired: true, isCaseExact: true,
        referenceTypes: ["uri"]),
      readOnly(
        "schemaExtensions", .complex, "Further schemas.", isMultiValued: true, isRequired: true,
        subAttributes: [
          readOnly(
            "schema", .reference, "The extension's schema.", isRequired: true, isCaseExact: true,
            referenceTypes: ["uri"]),
          readOnly("required", .boolean, "Whether every resource has it.", isRequired: true),
        ]),
    ])

  /// RFC 7643 §7.
  public static let schema = Schema(
    id: SchemaURN.schema, name: "Schema", description: "What attributes resources have.",
    attributes: [
      readOnly("id", .string, "The schema's URN.", isRequired: true),
      readOnly("name", .string, "What it is called.", isRequired: true),
      readOnly("description", .string, "What it describes."),
      readOnly(
        "attributes", .complex, "The attributes.", isMultiValued: true, isRequired: true,
        subAttributes: attributeOfSchema + [
          readOnly(
            "subAttributes", .complex, "The attributes of a complex one.", isMultiValued: true,
            subAttributes: attributeOfSchema)
        ]),
    ])

  private static let attributeOfSchema = [
    readOnly("name", .string, "The name.", isRequired: true, isCaseExact: true),
    choice("type", "The data type.", SchemaAttribute.DataType.self),
    readOnly("multiValued", .boolean, "Whether it has many values.", isRequired: true),
    readOnly("description", .string, "What it is.", isCaseExact: true),
    readOnly("required", .boolean, "Whether it must have a value."),
    readOnly(
      "canonicalValues", .string, "Suggested values.", isMultiValued: true, isCaseExact: true),
    readOnly("caseExact", .boolean, "Whether the case of its values matters."),
    choice("mutability", "Who can change it, and when.", SchemaAttribute.Mutability.self),
    choice("returned", "When an answer has it.", SchemaAttribute.Returned.self),
    choice("uniqueness", "Where no other has the same value.", SchemaAttribute.Uniqueness.self),
    readOnly(
      "referenceTypes", .string, "What a reference may lead to.", isMultiValued: true,
      isCaseExact: true),
  ]

  private static func readOnly(
    _ name: String, _ type: SchemaAttribute.DataType, _ description: String,
    isMultiValued: Bool = false, isRequired: Bool = false, isCaseExact: Bool = false,
    uniqueness: SchemaAttribute.Uniqueness = .none, referenceTypes: [String] = [],
    subAttributes: [SchemaAttribute] = []
  ) -> SchemaAttribute {
    SchemaAttribute(
      name, type, isMultiValued: isMultiValued, description: description, isRequired: isRequired,
      isCaseExact: isCaseExact, mutability: .readOnly, uniqueness: uniqueness,
      referenceTypes: referenceTypes,
      subAttributes: subAttributes)
  }

  private static func feature(
    _ name: String, _ description: String, _ limits: SchemaAttribute...
  ) -> SchemaAttribute {
    let supported = readOnly("supported", .boolean, "Whether it works.", isRequired: true)
    return readOnly(
      name, .complex, description, isRequired: true, subAttributes: [supported] + limits)
  }

  private static func choice<Value: CaseIterable & RawRepresentable>(
    _ name: String, _ description: String, _ values: Value.Type
  ) -> SchemaAttribute where Value.RawValue == String {
    SchemaAttribute(
      name, description: description, isRequired: name == "type",
      canonicalValues: values.allCases.map(\.rawValue), isCaseExact: name != "type",
      mutability: .readOnly)
  }

  /// The schemas of RFC 7643 §8.7. Order: resources first, then discovery.
  public static let all: [Schema] = [
    user, enterpriseUser, group, serviceProviderConfig, resourceType, schema,
  ]
}
