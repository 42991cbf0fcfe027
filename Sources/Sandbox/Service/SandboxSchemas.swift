import SCIM

extension Schema {
  /// When an account was last used: no RFC has it, many vendors do.
  static let signIn = Schema(
    id: "urn:countersign:params:scim:schemas:extension:sign-in:1.0:User", name: "SignIn",
    description: "When the account was last used",
    attributes: [
      SchemaAttribute(
        "lastSignIn", .dateTime, description: "The last sign-in; absent for none",
        mutability: .readOnly),
      SchemaAttribute(
        "secondFactor", .boolean, description: "Whether a second factor is asked for"),
    ])

  /// Who answers for a group, and how dangerous it is.
  static let stewardship = Schema(
    id: "urn:countersign:params:scim:schemas:extension:stewardship:1.0:Group",
    name: "Stewardship", description: "Who answers for the group",
    attributes: [
      SchemaAttribute("description", description: "What membership is for"),
      SchemaAttribute("privileged", .boolean, description: "Whether membership is dangerous"),
      SchemaAttribute(
        "owner", .complex, description: "Who answers for the group", subAttributes: personParts),
    ])

  /// Source: draft-ietf-scim-roles-entitlements-01.
  static let role = assignable(
    "urn:ietf:params:scim:schemas:core:2.0:Role", "Role", "A role that an account can have")

  /// Source: draft-ietf-scim-roles-entitlements-01.
  static let entitlement = assignable(
    "urn:ietf:params:scim:schemas:core:2.0:Entitlement", "Entitlement",
    "A licence that an account can have")

  private static func assignable(_ id: String, _ name: String, _ text: String) -> Schema {
    func fixed(
      _ name: String, _ type: SchemaAttribute.DataType, _ text: String
    ) -> SchemaAttribute {
      SchemaAttribute(name, type, description: text, mutability: .readOnly)
    }
    return Schema(
      id: id, name: name, description: text,
      attributes: [
        fixed("value", .string, "What the account's attribute says"),
        fixed("display", .string, "The name for people"),
        fixed("type", .string, "The kind"),
        fixed("supported", .boolean, "Whether it can be assigned"),
        fixed("limitedAssignmentsPermitted", .boolean, "Whether there is a limit"),
        fixed("totalAssignmentsPermitted", .integer, "How many may have it"),
      ])
  }

  /// The parts of a reference to a person's account.
  static let personParts = [
    SchemaAttribute("value", description: "The account's id", isRequired: true, isCaseExact: true),
    SchemaAttribute(
      "$ref", .reference, description: "The account's address", isCaseExact: true,
      referenceTypes: ["User"]),
    SchemaAttribute("display", description: "The name for people"),
  ]
}
