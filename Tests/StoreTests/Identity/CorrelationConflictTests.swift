import Foundation
import Governance
import SCIM
import Testing

@testable import Store

/// Accounts that are not merged on a guess.
@Suite struct CorrelationConflictTests {
  private func store(_ correlation: [CorrelationAttribute]) throws -> Store {
    try Store.inMemory(StoreSettings(correlation: correlation, priority: ["hr", "idp", "chat"]))
  }

  private func conflicts(_ store: Store) throws -> [Finding] {
    try store.findings(
      kinds: [.correlationConflict], offset: 0, count: 50, now: Moment.start
    ).rows
  }

  private func ada(_ id: String, _ mail: String, _ number: String?) -> JSON {
    Sample.user(id, name: "Ada Okafor", userName: id, mail: mail, employeeNumber: number)
  }

  @Test func aSharedNumberIsShownAndNotMerged() throws {
    let store = try store([.emails, .employeeNumber])
    try store.users("hr", [ada("1", "ada@example.com", "42")])
    try store.users("chat", [ada("c", "ada@home.example", "42")])
    #expect(try store.names() == ["Ada Okafor", "Ada Okafor"])
    let found = try conflicts(store)
    #expect(found.map(\.account?.name).sorted { $0! < $1! } == ["chat:c", "hr:1"])
    let chat = try #require(found.first { $0.account?.server == "chat" })
    #expect(chat.candidates == [People.ada])
    #expect(chat.sentence.contains("has the employee number 42, as Ada Okafor has"))
    #expect(
      try store.kin(of: People.ada.key) == [IdentityKey(rawValue: "mail:ada@home.example")])
    let profile = try #require(try store.profile(People.ada.key, now: Moment.start))
    #expect(profile.findings.contains { $0.kind == .correlationConflict })

    _ = try store.link(
      try #require(chat.account), to: .person(People.ada.key), actor: People.priya, reason: "",
      needsSecond: false,
      now: Moment.start)
    #expect(try store.names() == ["Ada Okafor"])
    #expect(try conflicts(store).isEmpty)
  }

  @Test func aSecondAttributeMergesNobody() throws {
    let store = try store([.employeeNumber, .emails])
    try store.users("hr", [ada("1", "ada@example.com", "42")])
    try store.users("chat", [ada("c", "ada@example.com", nil)])
    #expect(try store.names().count == 2)
    #expect(try conflicts(store).map(\.account?.name) == ["hr:1"])
  }

  // The same, whatever comes first.
  @Test(arguments: [["hr", "idp", "chat"], ["chat", "idp", "hr"], ["idp", "chat", "hr"]])
  func oneAddressWithTwoNumbersIsTwoPeople(order: [String]) throws {
    let store = try store([.emails, .employeeNumber])
    let users = [
      "hr": ada("1", "ada@example.com", "42"), "idp": ada("i", "ada@example.com", nil),
      "chat": ada("c", "ada@example.com", "17"),
    ]
    for server in order { try store.users(server, [try #require(users[server])]) }
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["hr", "idp"])
    let apart = IdentityKey(rawValue: "account:chat/c")
    #expect(try store.accounts(of: apart).map(\.server) == ["chat"])
    let found = try conflicts(store)
    #expect(found.map(\.account?.name) == ["chat:c"])
    #expect(found[0].sentence.contains("contradicts"), "\(found[0].sentence)")
    #expect(try store.kin(of: People.ada.key).contains(apart))

    // Once the numbers agree it is one person.
    try store.users("chat", [ada("c", "ada@example.com", "42")], at: Moment.after(60))
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["hr", "idp", "chat"])
    #expect(try conflicts(store).isEmpty)
  }

  @Test func whoIsLeftTakesThePlaceOfTheBestServer() throws {
    let store = try store([.emails, .employeeNumber])
    try store.users("hr", [ada("1", "ada@example.com", "42")])
    try store.users("chat", [ada("c", "ada@example.com", "17")])
    try store.removeResource(server: "hr", type: "User", id: "1", now: Moment.after(60))
    #expect(try store.accounts(of: People.ada.key).map(\.server) == ["chat"])
    #expect(try store.names() == ["Ada Okafor"])
  }

  @Test func severalAccountsOnOneServerAreAskedAboutOnce() throws {
    let store = try store([.emails])
    try store.users(
      "hr", [ada("ada", "ada@example.com", nil), ada("ada-admin", "ada@example.com", nil)])
    let found = try conflicts(store)
    #expect(found.map(\.sentence) == ["hr has 2 accounts of Ada Okafor: ada, ada-admin."])
    let account = try #require(found.first?.account)
    _ = try store.link(
      account, to: .person(People.ada.key), actor: People.priya, reason: "admin",
      needsSecond: false, now: Moment.start)
    #expect(try conflicts(store).isEmpty)
    #expect(try store.accounts(of: People.ada.key).count == 2)
  }
}
