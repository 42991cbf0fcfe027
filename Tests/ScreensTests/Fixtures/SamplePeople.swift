import Foundation
import Governance

extension Sample {
  static let people: [PersonRow] = [
    row(ada, "Data Engineer", "Data Platform", [("hr", true), ("idp", true), ("code", true)]),
    row(bruno, "Platform Engineer", "Platform", [("hr", true), ("idp", true), ("chat", nil)]),
    row(chen, "Head of Data", "Data Platform", [("hr", true), ("idp", true)]),
    row(ines, "Controller", "Finance", [("hr", true), ("idp", true), ("chat", false)]),
    row(priya, "Security Engineer", "Security", [("hr", true), ("idp", true), ("code", true)]),
    row(person("王小明"), "平台工程师", "Platform", [("hr", true)]),
    row(person("ليلى حداد"), "Contractor", "Operations", []),
  ]

  private static func row(
    _ person: PersonReference, _ title: String, _ department: String, _ accounts: [(String, Bool?)]
  ) -> PersonRow {
    PersonRow(
      person: person,
      userName: String(person.key.rawValue.dropFirst("mail:".count)), title: title,
      department: department,
      accounts: accounts.map { PersonRow.AccountMark(server: $0.0, isActive: $0.1) })
  }

  static func profile(_ key: IdentityKey) -> Profile? {
    guard let row = people.first(where: { $0.person.key == key }) else { return nil }
    return Profile(
      person: row.person, fields: fields(row), accounts: accounts(row), grants: grants,
      managers: row.person == chen ? [] : [chen, person("Grace Adeyemi")],
      reports: row.person == chen ? [ada, bruno] : [],
      openRequests: entries.filter { $0.request.beneficiary.key == key },
      timeline: [
        TimelineEntry(time: at(-19), sentence: "Asked for production-db-readers"),
        TimelineEntry(time: at(-400), sentence: "Title changed to \(row.title)", server: "hr"),
        TimelineEntry(time: at(-20_000), sentence: "First seen", server: "idp"),
      ],
      findings: row.person == ada
        ? [
          Finding(
            kind: .unexplainedPrivilege,
            sentence: "Holds deploy-approvers, which is privileged, and nobody here decided it.")
        ] : [])
  }

  private static func fields(_ row: PersonRow) -> [SourcedField] {
    func field(
      _ name: String, _ value: String, _ server: String = "hr",
      _ others: [SourcedField.Disagreement] = []
    ) -> SourcedField {
      SourcedField(
        name: name, value: value, server: server, readAt: at(-3), disagreements: others)
    }
    return [
      field("displayName", row.person.name), field("userName", row.userName, "idp"),
      field("title", row.title, "hr", [.init(server: "code", value: "Analyst")]),
      field("enterprise.department", row.department),
      field("enterprise.employeeNumber", "20417"), field("addresses.locality", "Lagos"),
    ]
  }

  private static func accounts(_ row: PersonRow) -> [Account] {
    row.accounts.map { mark in
      Account(
        server: mark.server, id: "2819c223-\(mark.server)", userName: row.userName,
        displayName: row.person.name, isActive: mark.isActive, lastModified: at(-216),
        version: "W/\"3\"", readAt: at(-3))
    }
  }

  private static let grants: [Grant] = [
    Grant(
      entitlement: Entitlement(reference: engineers, display: "platform-engineers"),
      reason: .decided(request: RequestID(rawValue: "r-0985"), by: "Priya Nair", at: at(-190)),
      firstSeen: at(-190), endsAt: at(150)),
    Grant(
      entitlement: Entitlement(
        reference: EntitlementReference(server: "code", type: .group, value: "7"),
        display: "deploy-approvers", isPrivileged: true),
      reason: .unexplained, firstSeen: at(-2_000)),
    Grant(
      entitlement: Entitlement(reference: finance, display: "finance-approvers"),
      reason: .unexplained, firstSeen: at(-9_000)),
  ]

  static let entitlements: [Entitlement] = [
    Entitlement(
      reference: readers, display: "production-db-readers", isPrivileged: true, holderCount: 11),
    Entitlement(reference: engineers, display: "platform-engineers", holderCount: 38),
    Entitlement(reference: finance, display: "finance-approvers", holderCount: 4),
  ]
}
