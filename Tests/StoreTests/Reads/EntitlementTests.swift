import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct EntitlementTests {
  private func store() throws -> Store {
    let store = try Store.inMemory(StoreSettings(privileged: ["*admin*", "prod-*"]))
    let people = [("a", People.ada), ("b", People.bruno), ("c", People.chen), ("p", People.priya)]
    try store.users(
      "idp",
      people.map { id, person in
        Sample.user(
          id, name: person.name, mail: String(person.key.rawValue.dropFirst(5)),
          department: id == "p" ? "Sales" : "Data", active: id != "c",
          roles: id == "b" ? ["auditor"] : [])
      })
    try store.groups(
      "idp",
      [
        Sample.group("g1", "engineers", members: ["a", "b", "stranger"]),
        Sample.group("g2", "Prod-Readers", members: ["c"]),
      ])
    try store.walk("idp", "Role", [[["id": "r1", "value": "owner", "display": "Site admin"]]])
    return store
  }

  private func reference(_ type: EntitlementType, _ value: String = "") -> EntitlementReference {
    EntitlementReference(server: "idp", type: type, value: value)
  }

  @Test func everyKindHasANameAndItsHolders() throws {
    let store = try store()
    func found(_ type: EntitlementType, _ value: String = "") throws -> [String]? {
      let entitlement = try store.entitlement(reference(type, value))
      return entitlement.map { [$0.display, "\($0.holderCount ?? -1)", "\($0.isPrivileged)"] }
    }
    #expect(try found(.group, "g1") == ["engineers", "2", "false"])
    #expect(try found(.group, "g2") == ["Prod-Readers", "1", "true"])
    #expect(try found(.role, "owner") == ["Site admin", "0", "true"])
    #expect(try found(.role, "auditor") == ["auditor", "1", "false"])
    #expect(try found(.account) == ["account on idp", "3", "false"])
    #expect(try found(.group, "g9") == nil)
    #expect(try found(.entitlement, "auditor") == nil)
    #expect(try found(.manual, "laptop") == nil)
    #expect(try store.entitlement(.init(server: "erp", type: .account, value: "")) == nil)
  }

  @Test func theSearchTakesNamesValuesTypesAndServers() throws {
    let store = try store()
    func names(_ text: String, server: String? = nil) throws -> [String] {
      try store.entitlements(search: text, server: server, count: 50).rows.map(\.display)
    }
    #expect(
      try names("") == ["account on idp", "auditor", "engineers", "Prod-Readers", "Site admin"])
    #expect(try names("prod") == ["Prod-Readers"])
    #expect(try names("READ") == ["Prod-Readers"])
    #expect(try names("role idp") == ["auditor", "Site admin"])
    #expect(try names("owner") == ["Site admin"])
    #expect(try names("engineers", server: "code") == [])
    #expect(try names("%") == [])
    let window = try store.entitlements(search: "", offset: 3, count: 1)
    #expect(window.rows.map(\.display) == ["Prod-Readers"] && window.total == 5)
  }

  @Test func holdersComeInOrderOfNames() throws {
    let store = try store()
    func holders(_ type: EntitlementType, _ value: String = "", _ offset: Int = 0) throws
      -> [String]
    {
      try store.holders(of: reference(type, value), offset: offset, count: 2).rows
        .map(\.person.name)
    }
    #expect(try holders(.group, "g1") == ["Ada Okafor", "Bruno Lima"])
    #expect(try holders(.group, "g1", 1) == ["Bruno Lima"])
    #expect(try holders(.role, "auditor") == ["Bruno Lima"])
    #expect(try holders(.account) == ["Ada Okafor", "Bruno Lima"])
    #expect(try holders(.manual) == [])
    #expect(try store.holders(of: reference(.account), offset: 0, count: 1).total == 3)
  }

  @Test func peersAreThePeopleOfTheSameDepartment() throws {
    let store = try store()
    func peers(_ person: PersonReference, _ type: EntitlementType, _ value: String = "") throws
      -> PeerCount?
    {
      try store.peers(of: person.key, holding: reference(type, value))
    }
    #expect(try peers(People.ada, .group, "g1") == PeerCount(holding: 1, of: 2, unit: "Data"))
    #expect(try peers(People.chen, .group, "g1") == PeerCount(holding: 2, of: 2, unit: "Data"))
    #expect(try peers(People.ada, .role, "auditor") == PeerCount(holding: 1, of: 2, unit: "Data"))
    #expect(try peers(People.ada, .account) == PeerCount(holding: 1, of: 2, unit: "Data"))
    #expect(try peers(People.priya, .group, "g1") == PeerCount(holding: 0, of: 0, unit: "Sales"))
    #expect(try peers(People.reference("x@y", "X"), .account) == nil)
    try store.users("chat", [Sample.user("z", name: "Zoe", mail: "zoe@example.com")])
    #expect(try peers(People.reference("zoe@example.com", "Zoe"), .account) == nil)
  }

  private static let patterns: [(String, String, Bool)] = [
    ("*admin*", "Platform-Admins", true), ("*admin*", "adminstrators", true),
    ("*admin*", "adm", false), ("prod-*", "prod-db", true), ("prod-*", "nonprod-db", false),
    ("*-prod", "db-PROD", true), ("*-prod", "prod", false), ("root", "Root", true),
    ("root", "roots", false), ("a*b*c", "a-b-c", true), ("a*b*c", "acb", false),
    ("a*a", "a", false), ("*", "", true), ("", "", true), ("", "x", false),
  ]

  @Test(arguments: patterns) func wildcardsMatch(pattern: String, text: String, fits: Bool) {
    #expect(Wildcard(pattern).matches(text) == fits)
  }
}

@Suite struct FactTests {
  @Test func eachFactKnowsItsVersionAndAge() throws {
    let store = try Store.inMemory()
    try store.users(
      "idp", [Sample.user("a", mail: "ada@example.com", roles: ["r1"], version: "v1")])
    var group = Sample.group("g1", "engineers", members: ["a"])
    group["meta"] = ["version": "v7"]
    try store.groups("idp", [group], at: Moment.after(60))
    #expect(
      try store.membership(server: "idp", group: "g1", user: "a")
        == KnownFact(value: true, readAt: Moment.after(60), version: "v7"))
    #expect(
      try store.values(.role, server: "idp", user: "a")
        == KnownFact(
          value: [AccountValue(value: "r1", display: "r1")], readAt: Moment.start, version: "v1"))
    #expect(try store.values(.entitlement, server: "idp", user: "a")?.value == [])
    #expect(try store.values(.role, server: "idp", user: "x") == nil)
    let account = try #require(try store.account(server: "idp", id: "a"))
    #expect(account.version == "v1" && account.isActive == true)
    #expect(try store.account(server: "idp", id: "x") == nil)
    #expect(try store.account(server: "erp", id: "a") == nil)
    #expect(try store.identity(server: "idp", userID: "") == nil)
    #expect(try store.accounts(of: IdentityKey(rawValue: "mail:x@y")) == [])
  }
}
