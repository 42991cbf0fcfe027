/// A department of the sample organisation, and what its people are called as they rise.
struct Department: Sendable {
  let slug: String
  let name: String
  let division: String
  let costCenter: String
  /// Its share of the people, relative to the other departments.
  let weight: Int
  /// Shape: titles from the newest to the head, at least two.
  let titles: [String]
  /// Whether its people work in the code host.
  let writesCode: Bool

  private init(
    _ slug: String, _ name: String, _ division: String, _ costCenter: String, _ weight: Int,
    _ titles: [String], writesCode: Bool = false
  ) {
    self.slug = slug
    self.name = name
    self.division = division
    self.costCenter = costCenter
    self.weight = weight
    self.titles = titles
    self.writesCode = writesCode
  }

  /// Where a department reports to, by its division: the first one of each division leads it.
  static let all: [Department] = [
    Department(
      "executive", "Executive Office", "Corporate", "1000", 1,
      ["Executive Assistant", "Chief of Staff", "Chief Executive Officer"]),
    engineering("platform", "Platform", "2010", 14, "Platform"),
    engineering("data-platform", "Data Platform", "2020", 10, "Data"),
    engineering("web", "Web", "2030", 12, "Frontend"),
    engineering("mobile", "Mobile", "2040", 9, "Mobile"),
    engineering("site-reliability", "Site Reliability", "2050", 7, "Reliability"),
    engineering("quality", "Quality Engineering", "2060", 6, "Test"),
    engineering("security", "Security", "2070", 6, "Security"),
    Department(
      "product-management", "Product Management", "Product", "3010", 6,
      ["Associate Product Manager", "Product Manager", "Senior Product Manager", "Head of Product"]),
    Department(
      "design", "Design", "Product", "3020", 6,
      ["Designer", "Product Designer", "Senior Product Designer", "Head of Design"]),
    Department(
      "research", "User Research", "Product", "3030", 3,
      ["Researcher", "User Researcher", "Senior User Researcher", "Head of Research"]),
    sales("sales-emea", "Sales EMEA", "4010", 12),
    sales("sales-americas", "Sales Americas", "4020", 12),
    sales("sales-apac", "Sales APAC", "4030", 9),
    Department(
      "customer-success", "Customer Success", "Commercial", "4040", 14,
      [
        "Support Specialist", "Customer Success Manager", "Senior Customer Success Manager",
        "Head of Customer Success",
      ]),
    Department(
      "marketing", "Marketing", "Commercial", "4050", 8,
      ["Marketing Assistant", "Marketing Manager", "Senior Marketing Manager", "Head of Marketing"]),
    finance("accounting", "Accounting", "5010", 7, "Accountant"),
    finance("treasury", "Treasury", "5020", 3, "Treasury Analyst"),
    finance("payroll", "Payroll", "5030", 3, "Payroll Analyst"),
    finance("procurement", "Procurement", "5040", 4, "Buyer"),
    Department(
      "people", "People Partners", "Corporate", "6010", 6,
      ["People Coordinator", "People Partner", "Senior People Partner", "Head of People"]),
    Department(
      "talent", "Talent", "Corporate", "6020", 4,
      ["Sourcer", "Recruiter", "Senior Recruiter", "Head of Talent"]),
    Department(
      "legal", "Legal & Compliance", "Corporate", "6030", 4,
      ["Paralegal", "Counsel", "Senior Counsel", "General Counsel"]),
    Department(
      "workplace-it", "Workplace IT", "Corporate", "6040", 6,
      ["IT Support Analyst", "Systems Administrator", "Senior Systems Administrator", "Head of IT"]),
    Department(
      "facilities", "Facilities", "Corporate", "6050", 5,
      ["Office Assistant", "Office Manager", "Facilities Manager", "Head of Facilities"]),
  ]

  private static func engineering(
    _ slug: String, _ name: String, _ costCenter: String, _ weight: Int, _ craft: String
  ) -> Department {
    Department(
      slug, name, "Engineering", costCenter, weight,
      [
        "Junior \(craft) Engineer", "\(craft) Engineer", "Senior \(craft) Engineer",
        "\(craft) Engineering Manager", "Head of \(name)",
      ], writesCode: true)
  }

  private static func sales(
    _ slug: String, _ name: String, _ costCenter: String, _ weight: Int
  ) -> Department {
    Department(
      slug, name, "Commercial", costCenter, weight,
      [
        "Sales Development Representative", "Account Executive", "Senior Account Executive",
        "Head of \(name)",
      ])
  }

  private static func finance(
    _ slug: String, _ name: String, _ costCenter: String, _ weight: Int, _ craft: String
  ) -> Department {
    Department(
      slug, name, "Finance", costCenter, weight,
      ["Junior \(craft)", craft, "Senior \(craft)", "Head of \(name)"])
  }
}
