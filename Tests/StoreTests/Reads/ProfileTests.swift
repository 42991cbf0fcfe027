import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct ProfileTests {
  private func profile(_ store: Store, _ person: PersonReference) throws -> Profile {
    try #require(try store.profile(person.key, now: Moment.after(600)))
  }

  @Test func eachFieldHasItsSourceAgeAndDisagreements() throws {
    let store = try Store.inMemory(StoreSettings(priority: ["hr", "idp", "chat"]))
    try store.users(
      "hr",
      [
        Sample.user(
          "1", name: "Ada Okafor", userName: "ada", mail: "ada@example.com", department: "Data")
      ])
    try store.users(
      "idp",
      [
        Sample.user(
          "a", name: "Ada Okafor", userName: "aokafor", mail: "ADA@example.com",
          title: "Data Engineer", department: "Platform")
      ], at: Moment.after(60))
    try store.users(
      "chat", [Sample.user("c", name: "ada o.", mail: "ada@example.com", department: "Data")])
    let fields = try profile(store, People.ada).fields
    #expect(
      fields == [
        SourcedField(
          name: "displayName", value: "Ada Okafor", server: "hr", readAt: Moment.start,
          disagreements: [.init(server: "chat", value: "ada o.")]),
        SourcedField(name: "userName", value: "ada", server: "hr", readAt: Moment.start),
        SourcedField(name: "emails", value: "ada@example.com", server: "hr", readAt: Moment.start),
        SourcedField(
          name: "title", value: "Data Engineer", server: "idp", readAt: Moment.after(60)),
        SourcedField(
          name: "enterprise.department", value: "Data", server: "hr", readAt: Moment.start,
          disagreements: [.init(server: "idp", value: "Platform")]),
      ])
  }

  @Test func theLineOfManagersEndsAtACycle() throws {
    let store = try Store.inMemory()
    try store.users(
      "hr",
      [
        Sample.user("1", name: "Ada Okafor", mail: "ada@example.com", manager: "2"),
        Sample.user("2", name: "Bruno Lima", mail: "bruno@example.com", manager: "3"),
        Sample.user("3", name: "Chen Wei", mail: "chen@example.com", manager: "2"),
      ])
    #expect(try profile(store, People.ada).managers == [People.bruno, People.chen])
    #expect(try profile(store, People.bruno).managers == [People.chen])
    #expect(try profile(store, People.bruno).reports == [People.ada, People.chen])
    #expect(try profile(store, People.ada).reports == [])
    let manager = try profile(store, People.ada).fields.last
    #expect(manager?.name == "enterprise.manager" && manager?.value == "Bruno Lima")
  }

  @Test func theManagerIsAnAccountOnTheSameServer() throws {
    let store = try Store.inMemory(StoreSettings(priority: ["hr", "idp"]))
    try store.users(
      "hr",
      [
        Sample.user("1", name: "Ada Okafor", mail: "ada@example.com", manager: "2"),
        Sample.user("2", name: "Bruno Lima", mail: "bruno@example.com"),
      ])
    try store.users(
      "idp",
      [
        Sample.user("2", name: "Chen Wei", mail: "chen@example.com"),
        Sample.user("x", name: "Ada Okafor", mail: "ada@example.com", manager: "2"),
      ])
    #expect(try profile(store, People.ada).managers == [People.bruno])
    #expect(try profile(store, People.bruno).reports == [People.ada])
    // The best server says otherwise, so she is nobody's report on the other.
    #expect(try profile(store, People.chen).reports == [])
  }

  @Test func whoIsTheirOwnManagerHasNone() throws {
    let store = try Store.inMemory()
    try store.users(
      "hr", [Sample.user("1", name: "Ada Okafor", mail: "ada@example.com", manager: "1")])
    #expect(try profile(store, People.ada).managers == [])
    #expect(try profile(store, People.ada).reports == [])
  }

  @Test func grantsAreAccountsGroupsRolesAndEntitlements() throws {
    let store = try Store.inMemory(StoreSettings(privileged: ["*admin*"]))
    var ada = Sample.user("a", name: "Ada Okafor", mail: "ada@example.com", roles: ["r1", "r1"])
    ada["entitlements"] = [["value": "lic-7", "display": "Licence"], ["value": ""]]
    try store.users("idp", [ada])
    try store.groups(
      "idp",
      [
        Sample.group("g2", "platform-admins", members: ["a"]),
        Sample.group("g1", "engineers", members: ["a"]),
      ])
    let role: JSON = ["id": "role-1", "value": "r1", "display": "Approver"]
    try store.walk("idp", "Role", [[role]])
    let grants = try profile(store, People.ada).grants
    #expect(
      grants.map(\.entitlement.display) == [
        "account on idp", "Approver", "engineers", "Licence", "platform-admins",
      ])
    #expect(
      grants.map(\.entitlement.reference.type) == [
        .account, .role, .group, .entitlement, .group,
      ])
    #expect(grants.map(\.entitlement.isPrivileged) == [false, false, false, false, true])
    let first = GrantReason.beforeFirstSync(Moment.start)
    #expect(grants.allSatisfy { $0.reason == first && $0.endsAt == nil })
  }

  @Test func anInactiveAccountIsNoGrant() throws {
    let store = try Store.inMemory()
    try store.users(
      "idp", [Sample.user("a", name: "Ada Okafor", mail: "ada@example.com", active: false)])
    #expect(try profile(store, People.ada).grants == [])
    try store.users(
      "idp", [Sample.user("a", name: "Ada Okafor", mail: "ada@example.com", active: nil)],
      at: Moment.after(60))
    #expect(try profile(store, People.ada).grants.count == 1)
    #expect(try profile(store, People.ada).accounts.first?.isActive == nil)
  }

  @Test func theTimelineTellsWhatTheServersAndTheSyncsSaw() throws {
    let store = try Store.inMemory()
    func user(active: Bool, roles: [String]) -> JSON {
      Sample.user(
        "a", name: "Ada Okafor", mail: "ada@example.com", active: active, roles: roles,
        created: "2026-01-02T03:04:05Z")
    }
    try store.users("idp", [user(active: true, roles: ["auditor"])])
    try store.users("idp", [user(active: false, roles: ["buyer"])], at: Moment.after(60))
    let timeline = try profile(store, People.ada).timeline
    #expect(
      timeline.map(\.sentence).sorted() == [
        "account created", "account deactivated", "account first read", "given role buyer",
        "lost role auditor",
      ])
    #expect(timeline.map(\.time) == timeline.map(\.time).sorted(by: >))
    #expect(timeline.allSatisfy { $0.server == "idp" })
  }

  @Test func findingsSayWhatToLookAt() throws {
    let settings = StoreSettings(priority: ["hr"], privileged: ["*admin*"])
    let store = try Store.inMemory(settings)
    try store.users("hr", [Sample.user("1", name: "Chen Wei", mail: "chen@example.com")])
    try store.users(
      "idp",
      [
        Sample.user(
          "a", name: "Ada Okafor", mail: "ada@example.com", manager: "nobody", active: false)
      ])
    try store.users("chat", [Sample.user("c", name: "ada", mail: "ada@example.com")])
    try store.groups("idp", [Sample.group("g1", "admins", members: ["a"])])
    let findings = try profile(store, People.ada).findings
    #expect(
      findings.map(\.kind) == [
        .orphanAccount, .inactiveWithAccess, .unexplainedPrivilege, .managerMissing, .disagreement,
      ])
    #expect(findings.first?.sentence == "hr knows nobody for the account on chat, idp.")
    #expect(
      findings.last?.sentence == "displayName: chat says “ada”, idp says “Ada Okafor”.")
    #expect(try profile(store, People.chen).findings == [])
  }
}
