/// A role or an entitlement (a licence) that the identity provider assigns as an attribute value.
struct AssignmentSeed: Sendable {
  let value: String
  let display: String
  /// Shape: `role` or `licence`.
  let type: String
  /// Who has it by rule; empty for everyone.
  let departments: [String]
  let share: Double
  let isPrivileged: Bool
  /// How many may be assigned; nil without a limit.
  let permitted: Int?

  private init(
    _ value: String, _ display: String, type: String, _ departments: [String], share: Double,
    privileged: Bool = false, permitted: Int? = nil
  ) {
    self.value = value
    self.display = display
    self.type = type
    self.departments = departments
    self.share = share
    isPrivileged = privileged
    self.permitted = permitted
  }

  func admits(_ department: Department) -> Bool {
    departments.isEmpty || departments.contains(department.slug)
  }

  static let roles: [AssignmentSeed] = [
    AssignmentSeed("member", "Member", type: "role", [], share: 1),
    AssignmentSeed(
      "helpdesk-agent", "Helpdesk Agent", type: "role", ["workplace-it"], share: 0.6),
    AssignmentSeed(
      "auditor", "Auditor", type: "role", ["security", "legal"], share: 0.3),
    AssignmentSeed(
      "billing-admin", "Billing Administrator", type: "role", ["accounting", "procurement"],
      share: 0.1, privileged: true),
    AssignmentSeed(
      "user-admin", "User Administrator", type: "role", ["workplace-it", "people"], share: 0.15,
      privileged: true),
    AssignmentSeed(
      "global-admin", "Global Administrator", type: "role", ["security"], share: 0.08,
      privileged: true, permitted: 5),
    AssignmentSeed(
      "report-reader", "Report Reader", type: "role",
      ["executive", "treasury", "product-management"], share: 0.5),
  ]

  static let licences: [AssignmentSeed] = [
    AssignmentSeed("office-standard", "Office Standard", type: "licence", [], share: 0.9),
    AssignmentSeed(
      "design-suite", "Design Suite", type: "licence", ["design", "marketing"], share: 0.7),
    AssignmentSeed(
      "crm-seat", "CRM Seat", type: "licence",
      ["sales-emea", "sales-americas", "sales-apac", "customer-success"], share: 0.85),
    AssignmentSeed(
      "analytics-pro", "Analytics Pro", type: "licence",
      ["data-platform", "product-management", "research"], share: 0.5),
    AssignmentSeed(
      "developer-seat", "Developer Seat", type: "licence",
      ["platform", "data-platform", "web", "mobile", "site-reliability", "quality", "security"],
      share: 0.95),
    AssignmentSeed(
      "contract-vault", "Contract Vault", type: "licence", ["legal", "procurement"], share: 0.6),
  ]
}
