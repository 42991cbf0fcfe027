import Governance
import Testing

@testable import Sync

@Suite("Plans that send nothing, and why")
struct PlanObstacleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var item: RequestItem
    var facts: ItemFacts?
    var obstacles: [String] = []
    var notes: [String] = []

    init(
      _ name: String, _ item: RequestItem, _ facts: ItemFacts?, obstacles: [String] = [],
      notes: [String] = []
    ) {
      testDescription = name
      self.item = item
      self.facts = facts
      self.obstacles = obstacles
      self.notes = notes
    }
  }

  private typealias S = PlanSamples

  static let cases: [Case] = [
    Case(
      "a member already", S.item(.grant, .group, "g1"), S.group(isMember: true),
      notes: ["Ada Okafor is a member of platform-admins already: nothing to send."]),
    Case(
      "no member any more", S.item(.revoke, .group, "g1"), S.group(),
      notes: ["Ada Okafor is not a member of platform-admins already: nothing to send."]),
    Case(
      "has the role already", S.item(.grant, .role, "r"), known(S.values("r")),
      notes: ["Ada Okafor has the role “R” already: nothing to send."]),
    Case(
      "lacks the entitlement already", S.item(.revoke, .entitlement, "e"), S.values("r"),
      notes: ["Ada Okafor does not have the entitlement “e” already: nothing to send."]),
    Case(
      "an active account already", S.item(.grant, .account), ItemFacts(account: S.account()),
      notes: ["Ada Okafor's account on idp is active already: nothing to send."]),
    Case(
      "an account that does not say whether it is active", S.item(.grant, .account),
      ItemFacts(account: S.account(isActive: nil)),
      notes: ["Ada Okafor's account on idp is active already: nothing to send."]),
    Case(
      "an inactive account already", S.item(.revoke, .account),
      ItemFacts(account: S.account(isActive: false)),
      notes: ["Ada Okafor's account on idp is inactive already: nothing to send."]),
    Case(
      "no account to deactivate", S.item(.revoke, .account), ItemFacts(),
      notes: ["Ada Okafor has no account on idp: there is nothing to take away."]),
    Case(
      "no account to take from", S.item(.revoke, .group, "g1"), S.group(account: nil),
      notes: ["Ada Okafor has no account on idp: there is nothing to take away."]),
    Case(
      "no account to add", S.item(.grant, .group, "g1"), S.group(account: nil),
      obstacles: [
        "Ada Okafor has no account on idp: ask for idp:account in the same request,"
          + " and it comes first."
      ]),
    Case(
      "an inactive account to add", S.item(.grant, .role, "r"),
      S.values(account: S.account(isActive: false)),
      obstacles: [
        "Ada Okafor's account on idp is inactive: ask for idp:account in the same request,"
          + " and it comes first."
      ]),
    Case(
      "a group that is gone", S.item(.grant, .group, "g1", display: "admins"),
      ItemFacts(account: S.account()), obstacles: ["idp has no group “admins” (g1)."]),
    Case(
      "a server that is not configured", S.item(.grant, .group, "g1", server: "ipd"),
      ItemFacts(isServerConfigured: false),
      obstacles: ["no server is called “ipd” in the configuration."]),
    Case(
      "a server that nobody looked for", S.item(.grant, .group, "g1", server: "ipd"), nil,
      obstacles: ["no server is called “ipd” in the configuration."]),
    Case(
      "a server that was never read", S.item(.grant, .account), ItemFacts(isServerKnown: false),
      obstacles: ["idp has never been synced: sync it first."]),
    Case(
      "nothing to make an account from", S.item(.grant, .account), ItemFacts(),
      obstacles: ["nothing is known of Ada Okafor to make an account on idp from."]),
    Case(
      "a user name that is taken", S.item(.grant, .account),
      ItemFacts(document: S.document, userNameHolder: "Ada Lovelace"),
      obstacles: ["the user name ada on idp belongs to Ada Lovelace."]),
    Case("withdrawn", S.item(.grant, .group, "g1", status: .withdrawn), S.group()),
    Case("denied", S.item(.grant, .group, "g1", status: .denied), S.group()),
  ]

  private static func known(_ facts: ItemFacts) -> ItemFacts {
    var facts = facts
    facts.entitlement = Entitlement(
      reference: EntitlementReference(server: "idp", type: .role, value: "r"), display: "R")
    return facts
  }

  @Test("Each case", arguments: cases)
  func sendsNothing(_ row: Case) {
    let plan = S.plan(S.request(row.item), row.facts.map { ["1": $0] } ?? [:])
    #expect(plan.operations.isEmpty)
    #expect(plan.obstacles == row.obstacles)
    #expect(plan.notes == row.notes)
    #expect(plan.isAlreadySo == row.obstacles.isEmpty)
  }

  @Test("An end that cannot be counted is an obstacle")
  func badDuration() {
    let plan = S.plan(S.request(S.item(.grant, .group, "g1", duration: "7")), ["1": S.group()])
    #expect(plan.obstacles == ["“7” is no duration that “g1” could end after."])
  }

  @Test("Doubts are noted")
  func doubts() {
    var facts = S.group()
    facts.otherAccountCount = 1
    facts.capabilities = Capabilities(checkedAt: S.now, resourceTypes: [], patch: .absent)
    let plan = S.plan(S.request(S.item(.grant, .group, "g1")), ["1": facts])
    #expect(plan.operations.count == 1)
    #expect(
      plan.notes == [
        "Ada Okafor has 2 accounts on idp; this concerns ada.",
        "idp says that it has no PATCH: it may refuse this plan.",
      ])
  }

  @Test("The same doubt is noted once")
  func once() {
    let plan = S.plan(
      S.request(S.item(.grant, .group, "g1"), S.item(.grant, .group, "g2", id: "2")),
      ["1": S.group(account: nil), "2": S.group(account: nil)])
    #expect(
      plan.obstacles == [
        "Ada Okafor has no account on idp: ask for idp:account in the same request,"
          + " and it comes first."
      ])
  }

  // draft-ietf-scim-roles-entitlements-01
  private static let terms: [(AssignmentTerms, Int?, obstacles: [String], notes: [String])] = [
    (
      AssignmentTerms(isSupported: false), nil,
      ["idp lists the role “R” as not supported: nobody can be given it."], []
    ),
    (
      AssignmentTerms(isLimited: true, permitted: 2, used: 2), 1,
      ["idp permits the role “R” 2 times, and all are used."], []
    ),
    (
      AssignmentTerms(isLimited: true, permitted: 2), 2,
      ["idp permits the role “R” 2 times, and all are used."], []
    ),
    (AssignmentTerms(isLimited: true, permitted: 2, used: 1), 1, [], []),
    (AssignmentTerms(isLimited: false, permitted: 2, used: 2), 2, [], []),
    (
      AssignmentTerms(isSupported: true, contains: ["reader", "writer"]), nil, [],
      ["It brings reader, writer with it on idp."]
    ),
  ]

  @Test("What a catalogue forbids is said before anybody decides", arguments: terms.indices)
  func catalogueTerms(index: Int) {
    let (terms, holders, obstacles, notes) = Self.terms[index]
    var facts = Self.known(S.values("other"))
    facts.entitlement?.terms = terms
    facts.entitlement?.holderCount = holders
    let grant = PlanBuilder.plan(
      for: S.request(S.item(.grant, .role, "r")), facts: PlanFacts(items: ["1": facts]))
    #expect(grant.obstacles == obstacles)
    #expect(grant.notes == notes)
    // Whoever has it keeps it, and loses it when that is asked.
    var held = Self.known(S.values("r"))
    held.entitlement?.terms = terms
    let revoke = PlanBuilder.plan(
      for: S.request(S.item(.revoke, .role, "r")), facts: PlanFacts(items: ["1": held]))
    #expect(revoke.obstacles.isEmpty && revoke.operations.count == 1)
  }
}
