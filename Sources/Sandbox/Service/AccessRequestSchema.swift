import SCIM

extension Schema {
  /// A request for access that several approvers share (design, section 12).
  static let accessRequest = Schema(
    id: "urn:countersign:params:scim:schemas:core:1.0:AccessRequest", name: "AccessRequest",
    description: "Somebody asks that somebody receives or loses access",
    attributes: [
      SchemaAttribute(
        "requester", .complex, description: "Who asks", isRequired: true, mutability: .immutable,
        subAttributes: personParts),
      SchemaAttribute(
        "beneficiary", .complex, description: "Who would receive or lose", isRequired: true,
        mutability: .immutable, subAttributes: personParts),
      SchemaAttribute(
        "items", .complex, isMultiValued: true, description: "What is asked for",
        isRequired: true, mutability: .immutable, subAttributes: itemParts),
      SchemaAttribute("justification", description: "Why", mutability: .immutable),
      SchemaAttribute(
        "submitted", .dateTime, description: "When it was asked", mutability: .immutable),
      SchemaAttribute("neededBy", .dateTime, description: "When it is needed"),
      SchemaAttribute("expires", .dateTime, description: "When nobody wants it any more"),
      SchemaAttribute(
        "status", description: "Where it stands",
        canonicalValues: ["draft", "pending", "approved", "denied", "cancelled", "expired"],
        isCaseExact: true),
      SchemaAttribute("externalReference", description: "A ticket elsewhere"),
      SchemaAttribute(
        "decisions", .complex, isMultiValued: true, description: "Who said what",
        subAttributes: decisionParts),
    ])

  private static let itemParts = [
    SchemaAttribute("id", description: "Unique within the request", isCaseExact: true),
    SchemaAttribute(
      "operation", description: "What to do", isRequired: true,
      canonicalValues: ["grant", "revoke"], isCaseExact: true),
    SchemaAttribute("server", description: "Where", isRequired: true),
    SchemaAttribute(
      "type", description: "The kind of access", isRequired: true,
      canonicalValues: ["group", "role", "entitlement", "account", "manual"], isCaseExact: true),
    SchemaAttribute(
      "value", description: "A group's id, a role's or entitlement's value", isCaseExact: true),
    SchemaAttribute("display", description: "The name for people"),
    SchemaAttribute("duration", description: "How long a grant lasts (ISO 8601)"),
  ]

  private static let decisionParts = [
    SchemaAttribute("item", description: "The item's id; absent for all", isCaseExact: true),
    SchemaAttribute("step", description: "The approval step"),
    SchemaAttribute(
      "authority", .complex, description: "For whom it counts", subAttributes: personParts),
    SchemaAttribute(
      "hand", .complex, description: "Who pressed the key", subAttributes: personParts),
    SchemaAttribute(
      "outcome", description: "What was said", isRequired: true,
      canonicalValues: ["approved", "denied", "countered"], isCaseExact: true),
    SchemaAttribute("comment", description: "Why"),
    SchemaAttribute("decided", .dateTime, description: "When"),
    SchemaAttribute(
      "planDigest", description: "SHA-256 of the plan that was shown", isCaseExact: true),
    SchemaAttribute("signature", description: "The signature of the decision", isCaseExact: true),
  ]
}
