/// A name that limits may use, with what it holds: completion and help show it, the database reads it.
public struct LimitAttribute: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case text
    case number
    /// Shape: a date such as `2026-12-01`, or one with a time as SCIM writes it.
    case date
    case flag
    /// A text that is one of a few.
    case choice([String])
  }

  /// Shape: `risk`, `beneficiary.department`, `item.server`.
  public var name: String
  public var kind: Kind
  /// Shape: a few words without a full stop.
  public var meaning: String
  /// The attribute of a person that it tells of, as roles hide it; nil for what every role sees.
  /// Shape: `enterprise.department`.
  public var attribute: String?

  public init(_ name: String, _ kind: Kind, _ meaning: String, of attribute: String? = nil) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    self.attribute = attribute
  }

  /// What limits of the queue may use. Order: as completion shows them.
  public static let requests: [LimitAttribute] =
    own + people.map { $0.prefixed("beneficiary", of: "whom it is for") }
    + people.map { $0.prefixed("requester", of: "who asked") } + items

  private static let own = [
    LimitAttribute("risk", .number, "0 and more; 60 is high"),
    LimitAttribute("due", .date, "when it is needed"),
    LimitAttribute("age", .number, "days since it was asked for"),
    LimitAttribute(
      "status", .choice(RequestStatus.allCases.map(\.rawValue)), "where the request stands"),
    LimitAttribute("justification", .text, "why it is asked for"),
    LimitAttribute("submitted", .date, "when it was asked for"),
    LimitAttribute("expires", .date, "when it lapses undecided"),
    LimitAttribute("externalReference", .text, "a ticket elsewhere"),
    LimitAttribute("origin", .choice(["local", "imported", "shared"]), "how it came in"),
    LimitAttribute("server", .text, "the server that shares it"),
    LimitAttribute("id", .text, "the request's id"),
  ]

  private static let items = [
    LimitAttribute("item.display", .text, "the access asked for"),
    LimitAttribute("item.server", .text, "where the access is"),
    LimitAttribute(
      "item.operation", .choice(ItemOperation.allCases.map(\.rawValue)), "gives or takes"),
    LimitAttribute(
      "item.type", .choice(EntitlementType.allCases.map(\.rawValue)), "the kind of access"),
    LimitAttribute("item.value", .text, "the access's id on its server"),
    LimitAttribute("item.duration", .text, "how long, as P7D"),
    LimitAttribute("item.privileged", .flag, "matches privileged in the configuration"),
  ]

  /// What limits of the people may use: what the profile shows.
  public static let people = [
    LimitAttribute("name", .text, "the name"),
    LimitAttribute("department", .text, "the department", of: "enterprise.department"),
    LimitAttribute("title", .text, "the title", of: "title"),
    LimitAttribute("userName", .text, "the user name", of: "userName"),
    LimitAttribute("mail", .text, "the mail address", of: "emails"),
    LimitAttribute("manager", .text, "the manager's name", of: "enterprise.manager"),
    LimitAttribute("account", .text, "a server with an account"),
    LimitAttribute("active", .flag, "an account is on, or off", of: "active"),
    LimitAttribute("group", .text, "a group's name", of: "groups"),
    LimitAttribute("role", .text, "a role's name", of: "roles"),
    LimitAttribute("entitlement", .text, "an entitlement's name", of: "entitlements"),
    LimitAttribute("userType", .text, "the user type", of: "userType"),
    LimitAttribute("division", .text, "the division", of: "enterprise.division"),
    LimitAttribute("organization", .text, "the organization", of: "enterprise.organization"),
    LimitAttribute("costCenter", .text, "the cost center", of: "enterprise.costCenter"),
    LimitAttribute("employeeNumber", .text, "the employee number", of: "enterprise.employeeNumber"),
    LimitAttribute("externalId", .text, "the id that the source gave", of: "externalId"),
    LimitAttribute("key", .text, "what joins a person's accounts", of: "emails"),
  ]

  private func prefixed(_ prefix: String, of whom: String) -> LimitAttribute {
    LimitAttribute(
      "\(prefix).\(name)", kind, name == "name" ? whom : "\(whom): \(meaning)",
      of: attribute)
  }
}
