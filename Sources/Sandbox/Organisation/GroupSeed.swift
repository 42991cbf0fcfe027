/// A group of the sample organisation: who is in it by rule, who owns it, whether it is dangerous.
struct GroupSeed: Sendable {
  /// Whom a rule lets in.
  enum Audience: Sendable {
    case everyone
    case departments([String])
    case division(String)
    case place(String)
    /// Only the cast that names the group.
    case nobody
  }

  let slug: String
  let description: String
  let audience: Audience
  /// The part of the audience that is in.
  let share: Double
  /// Where the rule stops in a large organisation; nil for nowhere.
  let limit: Int?
  let isPrivileged: Bool
  /// The department whose head owns it.
  let owner: String

  init(
    _ slug: String, _ description: String, _ audience: Audience, share: Double = 1,
    limit: Int? = nil, privileged: Bool = false, owner: String
  ) {
    self.slug = slug
    self.description = description
    self.audience = audience
    self.share = share
    self.limit = limit
    isPrivileged = privileged
    self.owner = owner
  }

  func admits(_ department: Department, _ place: Place) -> Bool {
    switch audience {
    case .everyone: true
    case .departments(let slugs): slugs.contains(department.slug)
    case .division(let name): department.division == name
    case .place(let city): place.city == city
    case .nobody: false
    }
  }

  static let identityProvider: [GroupSeed] = functional + departmental + offices

  private static let functional: [GroupSeed] = [
    GroupSeed("all-staff", "Everybody who works here", .everyone, owner: "people"),
    GroupSeed(
      "vpn-users", "May reach the internal network from outside", .everyone, share: 0.6,
      owner: "workplace-it"),
    GroupSeed(
      "platform-engineers", "Builds and runs the platform", .departments(["platform"]),
      owner: "platform"),
    GroupSeed(
      "data-engineers", "Works on pipelines and the warehouse", .departments(["data-platform"]),
      owner: "data-platform"),
    GroupSeed(
      "on-call", "Carries the pager", .departments(["site-reliability", "platform"]), share: 0.6,
      owner: "site-reliability"),
    GroupSeed(
      "production-db-readers", "Reads production databases",
      .departments(["site-reliability", "platform", "data-platform"]), share: 0.2, limit: 60,
      privileged: true, owner: "data-platform"),
    GroupSeed(
      "production-db-admins", "Changes production databases", .departments(["site-reliability"]),
      share: 0.15, limit: 12, privileged: true, owner: "site-reliability"),
    GroupSeed(
      "deploy-approvers", "Lets a release go to production",
      .departments(["platform", "web", "mobile"]), share: 0.08, limit: 40, privileged: true,
      owner: "platform"),
    GroupSeed(
      "release-managers", "Prepares releases", .departments(["quality", "mobile"]), share: 0.25,
      limit: 80, owner: "quality"),
    GroupSeed(
      "customer-data-readers", "Sees customers' personal data",
      .departments(["customer-success", "sales-emea", "sales-americas", "sales-apac"]), share: 0.5,
      owner: "customer-success"),
    GroupSeed(
      "customer-data-exporters", "Takes customers' personal data out",
      .departments(["customer-success"]), share: 0.05, limit: 20, privileged: true,
      owner: "customer-success"),
    GroupSeed(
      "finance-approvers", "Releases payments", .departments(["accounting", "treasury"]),
      share: 0.2, limit: 30, privileged: true, owner: "accounting"),
    GroupSeed(
      "payment-initiators", "Prepares payments",
      .departments(["accounting", "procurement", "payroll"]), share: 0.3, limit: 60,
      privileged: true, owner: "treasury"),
    GroupSeed(
      "vendor-managers", "Creates and changes suppliers", .departments(["procurement"]),
      share: 0.7, owner: "procurement"),
    GroupSeed(
      "payroll-viewers", "Sees salaries", .departments(["payroll", "people"]), share: 0.5,
      privileged: true, owner: "payroll"),
    GroupSeed(
      "contract-signers", "Signs for the company", .departments(["legal", "procurement"]),
      share: 0.2, limit: 15, privileged: true, owner: "legal"),
    GroupSeed(
      "board-papers", "Reads what the board reads", .departments(["executive", "legal"]),
      share: 0.5, limit: 25, privileged: true, owner: "executive"),
    GroupSeed(
      "marketing-publishers", "Publishes to the public site",
      .departments(["marketing", "design"]), share: 0.4, owner: "marketing"),
    GroupSeed(
      "helpdesk", "Resets passwords and second factors", .departments(["workplace-it"]),
      share: 0.6, owner: "workplace-it"),
    GroupSeed(
      "security-auditors", "Reads every log", .departments(["security"]), share: 0.5,
      owner: "security"),
    GroupSeed(
      "security-admins", "Administers the identity provider", .departments(["security"]),
      share: 0.1, limit: 6, privileged: true, owner: "security"),
    GroupSeed(
      "access-approvers", "Decides on access requests", .departments(["security"]), share: 0.1,
      limit: 10, owner: "security"),
    GroupSeed(
      "break-glass", "Everything, in an emergency", .nobody, privileged: true, owner: "security"),
  ]

  private static let departmental = Department.all.map { department in
    GroupSeed(
      "dept-\(department.slug)", "All of \(department.name)", .departments([department.slug]),
      owner: department.slug)
  }

  private static let offices = Place.all.map { place in
    GroupSeed(
      "office-\(NamePart(latin: place.city, native: nil).ascii)", "The \(place.city) office",
      .place(place.city), owner: "facilities")
  }

  static let codeHost: [GroupSeed] =
    [
      GroupSeed(
        "platform-engineers", "Writes to the platform's repositories", .departments(["platform"]),
        owner: "platform"),
      GroupSeed(
        "data-engineers", "Writes to the warehouse's repositories",
        .departments(["data-platform"]), owner: "data-platform"),
      GroupSeed(
        "infrastructure-writers", "Changes infrastructure code",
        .departments(["site-reliability", "platform"]), share: 0.5, owner: "site-reliability"),
      GroupSeed(
        "release-managers", "Tags releases", .departments(["quality", "mobile"]), share: 0.2,
        limit: 40, owner: "quality"),
      GroupSeed(
        "security-reviewers", "Reviews what touches secrets", .departments(["security"]),
        share: 0.8, owner: "security"),
      GroupSeed(
        "design-system", "Writes to the component library", .departments(["design", "web"]),
        share: 0.3, owner: "design"),
      GroupSeed(
        "org-owners", "Owns the whole code host", .departments(["platform"]), share: 0.05,
        limit: 5, privileged: true, owner: "platform"),
    ]
    + Department.all.filter(\.writesCode).map { department in
      GroupSeed(
        "team-\(department.slug)", "The \(department.name) team",
        .departments([department.slug]), owner: department.slug)
    }
}
