/// Somebody whom the demonstration, the tests and the documentation know by name.
struct CastMember: Sendable {
  enum Standing: Sendable {
    case employed
    /// Has a contract that begins later.
    case joins(inDays: Int)
    /// Went, and is not wholly gone from every server.
    case left(daysAgo: Int)
  }

  let given: String
  let family: String
  let native: String?
  let department: String
  /// The place in the department's tree; 0 is its head.
  let rank: Int
  let title: String
  let place: Place
  /// Units: days before now.
  let hiredDaysAgo: Int
  let standing: Standing
  /// Groups held beside what rules give. Shape: server/group slug.
  let holds: [String]
  /// Groups that a rule would give and this person must not have. Shape: server/group slug.
  let lacks: [String]

  private init(
    _ given: String, _ family: String, native: String? = nil, _ department: String, _ rank: Int,
    _ title: String, _ place: Place, hired: Int, standing: Standing = .employed,
    holds: [String] = [], lacks: [String] = []
  ) {
    self.given = given
    self.family = family
    self.native = native
    self.department = department
    self.rank = rank
    self.title = title
    self.place = place
    hiredDaysAgo = hired
    self.standing = standing
    self.holds = holds
    self.lacks = lacks
  }

  var isEmployed: Bool {
    if case .employed = standing { true } else { false }
  }

  /// No name pool has these combinations, so that each of them is one person.
  static let all: [CastMember] = [
    CastMember(
      "Marguerite", "Laurent", "executive", 0, "Chief Executive Officer", .paris, hired: 4200),
    CastMember(
      "Tomasz", "Zieliński", "platform", 0, "Head of Platform", .warsaw, hired: 2600,
      holds: ["idp/deploy-approvers", "code/org-owners"]),
    CastMember(
      "Chen", "Wei", native: "陈伟", "data-platform", 0, "Head of Data Platform", .singapore,
      hired: 1900, holds: ["idp/production-db-readers"]),
    CastMember(
      "Ada", "Okafor", "data-platform", 1, "Data Engineer", .lagos, hired: 640,
      holds: ["idp/deploy-approvers"],
      lacks: ["idp/production-db-readers", "idp/production-db-admins"]),
    CastMember(
      "Bruno", "Lima", "data-platform", 2, "Data Engineer", .saoPaulo, hired: 420,
      lacks: ["code/platform-engineers"]),
    CastMember(
      "Lena", "Sørensen", "web", 1, "Frontend Engineer", .copenhagen, hired: -4,
      standing: .joins(inDays: 4)),
    CastMember(
      "Misaki", "Sato", native: "佐藤美咲", "site-reliability", 1, "Senior Reliability Engineer",
      .tokyo, hired: 1500, holds: ["idp/production-db-admins", "idp/deploy-approvers"]),
    CastMember(
      "Samuel", "Mbeki", "security", 0, "Chief Information Security Officer", .london, hired: 1700,
      holds: ["idp/break-glass", "idp/security-admins"]),
    CastMember(
      "Priya", "Nair", "security", 1, "Identity and Access Lead", .london, hired: 1250,
      holds: ["idp/access-approvers", "idp/security-auditors"], lacks: ["idp/break-glass"]),
    CastMember(
      "Zoë", "Müller", "design", 1, "Senior Product Designer", .berlin, hired: 900,
      lacks: ["idp/marketing-publishers"]),
    CastMember(
      "Viktor", "Petrenko", native: "Віктор Петренко", "sales-emea", 1, "Senior Account Executive",
      .kyiv, hired: 1400, standing: .left(daysAgo: 9), holds: ["idp/customer-data-readers"]),
    CastMember(
      "Giulia", "Conti", "accounting", 0, "Head of Accounting", .paris, hired: 2100,
      holds: ["idp/finance-approvers"]),
    CastMember(
      "Ines", "Haddad", native: "إيناس حداد", "accounting", 1, "Senior Accountant", .cairo,
      hired: 1100, holds: ["idp/finance-approvers"]),
    CastMember(
      "Omar", "Rashid", native: "عمر رشيد", "treasury", 0, "Head of Treasury", .cairo, hired: 1600,
      holds: ["idp/finance-approvers", "idp/payment-initiators"]),
    CastMember(
      "Harold", "Whitcombe", "legal", 1, "Senior Counsel", .london, hired: 3300,
      holds: ["idp/board-papers"]),
    CastMember(
      "Elif", "Demir", "workplace-it", 0, "Head of IT", .istanbul, hired: 1800,
      holds: ["idp/helpdesk", "idp/security-admins"]),
  ]

  static let operatorUserName = "priya.nair"
}
