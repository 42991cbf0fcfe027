import Foundation

/// The requests that the demonstration opens with: one of each kind that an approver meets.
struct RequestScript: Sendable {
  /// One line of the script, people by name.
  struct Line: Sendable {
    let by: String
    let `for`: String
    let items: [SampleRequest.Item]
    let why: String
    var ticket: String?
    /// Units: hours before now.
    let askedHoursAgo: Double
    /// Units: hours from now; below 0 for one that is late.
    var neededInHours: Double?
  }

  static let lines: [Line] = [
    Line(
      by: "Ada Okafor", for: "Ada Okafor",
      items: [grant(.idp, .group("production-db-readers"), for: "P7D")],
      why: "Slow report for the quarterly close: I need to see the query plans in production.",
      ticket: "INC-4312", askedHoursAgo: 3, neededInHours: 1),
    Line(
      by: "Chen Wei", for: "Bruno Lima",
      items: [grant(.code, .group("platform-engineers"))],
      why: "Bruno joins Platform on the first of next month.", ticket: "HR-2209",
      askedHoursAgo: 20, neededInHours: 4),
    Line(
      by: "Giulia Conti", for: "Ines Haddad",
      items: [revoke(.idp, .group("finance-approvers"))],
      why: "Review Q4: unused for 120 days.", ticket: "REV-88", askedHoursAgo: 74,
      neededInHours: -26),
    Line(
      by: "head of web", for: "Lena Sørensen",
      items: [grant(.code, .account), grant(.code, .group("team-web"))],
      why: "Lena starts on our team this week and needs an account on the code host.",
      ticket: "HR-2217", askedHoursAgo: 30, neededInHours: 70),
    Line(
      by: "head of people", for: "Viktor Petrenko",
      items: [revoke(.idp, .account), revoke(.chat, .account)],
      why: "Viktor left nine days ago; his accounts are still open.", ticket: "HR-2198",
      askedHoursAgo: 190, neededInHours: -166),
    Line(
      by: "Samuel Mbeki", for: "Priya Nair",
      items: [grant(.idp, .group("break-glass"), for: "P1D")],
      why: "Emergency access for the failover exercise on Thursday.", ticket: "CHG-1040",
      askedHoursAgo: 26, neededInHours: 40),
    Line(
      by: "Priya Nair", for: "Elif Demir",
      items: [grant(.idp, .group("security-auditors"), for: "P30D")],
      why: "Elif helps with the yearly log review.", ticket: nil, askedHoursAgo: 7,
      neededInHours: 96),
    Line(
      by: "Samuel Mbeki", for: "Misaki Sato",
      items: [revoke(.idp, .group("deploy-approvers"))],
      why: "Administers production databases and approves releases: one of the two has to go.",
      ticket: "AUD-17", askedHoursAgo: 50, neededInHours: 20),
    Line(
      by: "Zoë Müller", for: "Zoë Müller",
      items: [
        grant(.idp, .group("marketing-publishers"), for: "P90D"),
        grant(.idp, .licence(licence("analytics-pro")), for: "P90D"),
      ],
      why: "I run the relaunch of the public site until spring.", ticket: "MKT-310",
      askedHoursAgo: 44, neededInHours: 52),
    Line(
      by: "Giulia Conti", for: "Omar Rashid",
      items: [revoke(.idp, .group("payment-initiators"))],
      why: "Prepares and releases the same payments; the auditors asked for a split.",
      ticket: "AUD-18", askedHoursAgo: 98, neededInHours: -2),
    Line(
      by: "Tomasz Zieliński", for: "Tomasz Zieliński",
      items: [grant(.idp, .role(role("global-admin")), for: "P2D")],
      why: "Moving the sign-in domain this weekend.", ticket: "CHG-1044", askedHoursAgo: 5,
      neededInHours: 30),
    Line(
      by: "Harold Whitcombe", for: "Harold Whitcombe",
      items: [grant(.idp, .role(role("report-reader")))],
      why: "I report to the board on the open cases.", askedHoursAgo: 260, neededInHours: nil),
    Line(
      by: "head of procurement", for: "Giulia Conti",
      items: [
        grant(.idp, .group("vendor-managers"), for: "P14D"),
        revoke(.idp, .group("finance-approvers")),
      ],
      why: "Covers for our buyer; should not release payments meanwhile.", ticket: "PRC-77",
      askedHoursAgo: 12, neededInHours: 8),
    Line(
      by: "Chen Wei", for: "Ada Okafor", items: [grant(.chat, .account)],
      why: "Ada was never set up in the chat.", ticket: "IT-5120", askedHoursAgo: 340,
      neededInHours: 150),
  ]

  private static func grant(
    _ server: TenantName, _ target: SampleRequest.Item.Target, for duration: String? = nil
  ) -> SampleRequest.Item {
    SampleRequest.Item(isGrant: true, server: server, target: target, duration: duration)
  }

  private static func revoke(
    _ server: TenantName, _ target: SampleRequest.Item.Target
  ) -> SampleRequest.Item {
    SampleRequest.Item(isGrant: false, server: server, target: target, duration: nil)
  }

  private static func role(_ value: String) -> AssignmentSeed {
    AssignmentSeed.roles.first { $0.value == value } ?? AssignmentSeed.roles[0]
  }

  private static func licence(_ value: String) -> AssignmentSeed {
    AssignmentSeed.licences.first { $0.value == value } ?? AssignmentSeed.licences[0]
  }
}
