import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct CorrelationTests {
  private struct Case: Sendable, CustomTestStringConvertible {
    var attributes: [CorrelationAttribute]
    var user: JSON
    var key: String
    var testDescription: String { key }
  }

  private static let ada = Sample.user(
    "7", userName: "ada", mail: "Ada@Example.com", employeeNumber: "0042", externalID: "X-1")

  private static let cases = [
    Case(attributes: [.emails], user: ada, key: "mail:ada@example.com"),
    Case(attributes: [.userNameAddress], user: ada, key: "account:hr/7"),
    Case(attributes: [.userName], user: ada, key: "user:ada"),
    Case(attributes: [.employeeNumber, .emails], user: ada, key: "employee:0042"),
    Case(attributes: [.externalId], user: ada, key: "external:x-1"),
    Case(attributes: [], user: ada, key: "account:hr/7"),
    Case(
      attributes: [.emails, .userNameAddress], user: Sample.user("8", userName: " B@Example.com "),
      key: "mail:b@example.com"),
    Case(
      attributes: [.userName], user: Sample.user("8", userName: "B@example.com"),
      key: "mail:b@example.com"),
    Case(attributes: [.emails], user: Sample.user("9", mail: "@"), key: "account:hr/9"),
    Case(attributes: [.emails], user: Sample.user("9", mail: ""), key: "account:hr/9"),
  ]

  @Test(arguments: cases) private func findsTheKey(_ test: Case) throws {
    let store = try Store.inMemory(StoreSettings(correlation: test.attributes))
    try store.users("hr", [test.user])
    #expect(
      try store.people(search: "", offset: 0, count: 9).rows.map(\.person.key.rawValue)
        == [test.key])
  }

  @Test func accountsOnSeveralServersAreOnePerson() throws {
    let store = try Store.inMemory(StoreSettings(priority: ["hr", "idp"]))
    try store.users("idp", [Sample.user("a", name: "A. Okafor", mail: "ada@example.com")])
    try store.users(
      "hr", [Sample.user("1", name: "Ada Okafor", userName: "ADA@example.com", title: "Engineer")])
    let rows = try store.people(search: "", offset: 0, count: 9).rows
    #expect(rows.count == 1)
    // The best server's name wins, though it was read later.
    #expect(rows.first?.person == People.ada)
    #expect(rows.first?.title == "Engineer")
    #expect(rows.first?.accounts.map(\.server) == ["hr", "idp"])
    #expect(try store.accounts(of: People.ada.key).map(\.id) == ["1", "a"])
    #expect(try store.accounts(of: People.ada.key, on: "idp").map(\.id) == ["a"])
  }

  @Test func anAccountMovesWhenItsMailChanges() throws {
    let store = try Store.inMemory(StoreSettings(priority: ["hr"]))
    try store.users("hr", [Sample.user("1", name: "Ada Okafor", mail: "ada@example.com")])
    try store.users("idp", [Sample.user("a", name: "A. Okafor", mail: "ada@example.com")])
    let moved = Sample.user("a", name: "Bruno Lima", mail: "bruno@example.com")
    _ = try store.saveResource(
      server: "idp", type: "User", bytes: moved.bytes, now: Moment.after(60))
    #expect(try store.names() == ["Ada Okafor", "Bruno Lima"])
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["hr"])
    #expect(try store.identity(server: "idp", userID: "a") == People.bruno)
    #expect(try store.names("bruno") == ["Bruno Lima"])
  }

  @Test func whoHasNoAccountLeftVanishesButNotFromTheLedger() throws {
    let store = try Store.inMemory()
    try store.users("hr", [Sample.user("1", name: "Ada Okafor", mail: "ada@example.com")])
    try store.submit([.sample("r1")], actor: People.chen, now: Moment.start)
    try store.removeResource(server: "hr", type: "User", id: "1", now: Moment.after(60))
    #expect(try store.names().isEmpty)
    #expect(try store.names("ada").isEmpty)
    #expect(try store.profile(People.ada.key, now: Moment.start) == nil)
    #expect(try store.request(.init(rawValue: "r1"))?.beneficiary == People.ada)
  }

  @Test func twoAccountsOnOneServerMayBeOnePersons() throws {
    let store = try Store.inMemory()
    try store.users(
      "hr",
      [
        Sample.user("1", name: "Ada Okafor", userName: "ada", mail: "ada@example.com"),
        Sample.user("2", name: "Ada (admin)", userName: "ada-admin", mail: "ada@example.com"),
      ])
    #expect(try store.accounts(of: People.ada.key).map(\.userName) == ["ada", "ada-admin"])
    #expect(try store.names("admin") == ["Ada Okafor"])
  }

  @Test func anotherCorrelationMakesThePeopleAnew() throws {
    let folder = try TemporaryFolder()
    do {
      let store = try Store(path: folder.database)
      try store.users(
        "hr", [Sample.user("1", name: "Ada Okafor", mail: "ada@example.com", employeeNumber: "7")])
      try store.users(
        "idp", [Sample.user("a", name: "A. Okafor", mail: "ada@new.com", employeeNumber: "7")])
      #expect(try store.names() == ["A. Okafor", "Ada Okafor"])
    }
    let store = try Store(
      path: folder.database,
      settings: StoreSettings(correlation: [.employeeNumber], priority: ["idp"]))
    #expect(try store.names() == ["A. Okafor"])
    #expect(try store.names("okafor") == ["A. Okafor"])
    let key = IdentityKey(rawValue: "employee:7")
    #expect(try store.accounts(of: key).map(\.server) == ["idp", "hr"])
  }
}
