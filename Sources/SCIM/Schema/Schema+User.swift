extension Schema {
  /// RFC 7643 §3.1: what every resource has besides what its schema says.
  public static let commonAttributes: [SchemaAttribute] = [
    SchemaAttribute(
      "schemas", .reference, isMultiValued: true, isRequired: true, returned: .always,
      referenceTypes: ["uri"]),
    SchemaAttribute(
      "id", isCaseExact: true, mutability: .readOnly, returned: .always, uniqueness: .server),
    SchemaAttribute("externalId", isCaseExact: true),
    SchemaAttribute(
      "meta", .complex, mutability: .readOnly,
      subAttributes: [
        SchemaAttribute("resourceType", isCaseExact: true, mutability: .readOnly),
        SchemaAttribute("created", .dateTime, mutability: .readOnly),
        SchemaAttribute("lastModified", .dateTime, mutability: .readOnly),
        SchemaAttribute("location", .reference, isCaseExact: true, mutability: .readOnly),
        SchemaAttribute("version", isCaseExact: true, mutability: .readOnly),
      ]),
  ]

  /// RFC 7643 §4.1, as listed in §8.7.1.
  public static let user = Schema(
    id: SchemaURN.user, name: "User", description: "An account of a person.",
    attributes: [userName, name] + userSimple + userMultiValued + [userGroups] + userGrants)

  private static let name = SchemaAttribute(
    "name", .complex, description: "The parts of the person's name.",
    subAttributes: [
      SchemaAttribute("formatted", description: "The whole name as it is shown."),
      SchemaAttribute("familyName", description: "The family name."),
      SchemaAttribute("givenName", description: "The given name."),
      SchemaAttribute("middleName", description: "The middle names."),
      SchemaAttribute("honorificPrefix", description: "What stands before: Ms., Dr."),
      SchemaAttribute("honorificSuffix", description: "What stands behind: Jr., III."),
    ])

  private static let userName = SchemaAttribute(
    "userName", description: "The name to sign in with.", isRequired: true, uniqueness: .server)

  private static let userSimple: [SchemaAttribute] = [
    SchemaAttribute("displayName", description: "The name to show."),
    SchemaAttribute("nickName", description: "The casual name."),
    SchemaAttribute(
      "profileUrl", .reference, description: "A page about the person.",
      referenceTypes: ["external"]),
    SchemaAttribute("title", description: "The job title."),
    SchemaAttribute("userType", description: "The relation to the organisation."),
    SchemaAttribute("preferredLanguage", description: "The language to write to the person in."),
    SchemaAttribute("locale", description: "How to write dates, numbers and money."),
    SchemaAttribute("timezone", description: "The time zone, as the IANA names it."),
    SchemaAttribute("active", .boolean, description: "Whether the account can be used."),
    SchemaAttribute(
      "password", description: "The password, which can be set and never read.",
      mutability: .writeOnly, returned: .never),
  ]

  private static let userMultiValued: [SchemaAttribute] = [
    plural(
      "emails", "Addresses for mail.", value: SchemaAttribute("value"),
      types: ["work", "home", "other"]),
    plural(
      "phoneNumbers", "Telephone numbers.", value: SchemaAttribute("value"),
      types: ["work", "home", "mobile", "fax", "pager", "other"]),
    plural(
      "ims", "Addresses for instant messages.", value: SchemaAttribute("value"),
      types: ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"]),
    plural(
      "photos", "Pictures of the person.",
      value: SchemaAttribute(
        "value", .reference, isCaseExact: true, referenceTypes: ["external"]),
      types: ["photo", "thumbnail"]),
    SchemaAttribute(
      "addresses", .complex, isMultiValued: true, description: "Postal addresses.",
      subAttributes: [
        SchemaAttribute("formatted"), SchemaAttribute("streetAddress"),
        SchemaAttribute("locality"), SchemaAttribute("region"), SchemaAttribute("postalCode"),
        SchemaAttribute("country"),
        SchemaAttribute("type", canonicalValues: ["work", "home", "other"]),
        SchemaAttribute("primary", .boolean),
      ]),
  ]

  private static let userGroups = SchemaAttribute(
    "groups", .complex, isMultiValued: true,
    description: "The groups that the account belongs to, directly or through others.",
    mutability: .readOnly,
    subAttributes: [
      SchemaAttribute("value", mutability: .readOnly),
      SchemaAttribute(
        "$ref", .reference, mutability: .readOnly, referenceTypes: ["User", "Group"]),
      SchemaAttribute("display", mutability: .readOnly),
      SchemaAttribute(
        "type", canonicalValues: ["direct", "indirect"], mutability: .readOnly),
    ])

  private static let userGrants: [SchemaAttribute] = [
    plural("entitlements", "What the person may use.", value: SchemaAttribute("value"), types: []),
    plural("roles", "What the person is here.", value: SchemaAttribute("value"), types: []),
    plural(
      "x509Certificates", "Certificates.",
      value: SchemaAttribute("value", .binary, isCaseExact: true), types: []),
  ]

  /// A multi-valued attribute with the sub-attributes of RFC 7643 §2.4.
  private static func plural(
    _ name: String, _ description: String, value: SchemaAttribute, types: [String]
  ) -> SchemaAttribute {
    SchemaAttribute(
      name, .complex, isMultiValued: true, description: description,
      subAttributes: [
        value, SchemaAttribute("display"), SchemaAttribute("type", canonicalValues: types),
        SchemaAttribute("primary", .boolean),
      ])
  }
}
