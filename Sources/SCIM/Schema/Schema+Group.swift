extension Schema {
  /// RFC 7643 §4.2, as listed in §8.7.1.
  public static let group = Schema(
    id: SchemaURN.group, name: "Group", description: "A group of accounts and groups.",
    attributes: [
      SchemaAttribute("displayName", description: "The name to show.", isRequired: true),
      SchemaAttribute(
        "members", .complex, isMultiValued: true, description: "What belongs to the group.",
        subAttributes: [
          SchemaAttribute(
            "value", description: "The member's id.", mutability: .immutable),
          SchemaAttribute(
            "$ref", .reference, description: "The member's address.", mutability: .immutable,
            referenceTypes: ["User", "Group"]),
          SchemaAttribute(
            "type", description: "What the member is.", canonicalValues: ["User", "Group"],
            mutability: .immutable),
          SchemaAttribute(
            "display", description: "The member's name.", mutability: .readOnly),
        ]),
    ])

  /// RFC 7643 §4.3, as listed in §8.7.1.
  public static let enterpriseUser = Schema(
    id: SchemaURN.enterpriseUser, name: "EnterpriseUser",
    description: "What an employer adds to an account.",
    attributes: [
      SchemaAttribute("employeeNumber", description: "The number in the personnel files."),
      SchemaAttribute("costCenter", description: "The cost centre."),
      SchemaAttribute("organization", description: "The organisation."),
      SchemaAttribute("division", description: "The division."),
      SchemaAttribute("department", description: "The department."),
      SchemaAttribute(
        "manager", .complex, description: "The person's manager.",
        subAttributes: [
          SchemaAttribute(
            "value", description: "The manager's id.", isRequired: true, isCaseExact: true),
          SchemaAttribute(
            "$ref", .reference, description: "The manager's address.", isRequired: true,
            referenceTypes: ["User"]),
          SchemaAttribute(
            "displayName", description: "The manager's name.", mutability: .readOnly),
        ]),
    ])
}
