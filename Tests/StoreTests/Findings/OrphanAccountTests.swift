import Governance
import SCIM
import Testing

@testable import Store

@Suite struct OrphanAccountTests {
  private func store() throws -> Store {
    let store = try Store.inMemory(StoreSettings(priority: ["hr", "idp"]))
    try store.users("hr", [Sample.user("1", name: "Ada Okafor", mail: "ada@example.com")])
    try store.users(
      "chat",
      [
        Sample.user("c1", name: "Ada", userName: "ada", mail: "ada@example.com"),
        Sample.user("c2", name: "Zed", userName: "zed"),
        Sample.user("c3", name: "Bot", userName: "bot", active: false),
        Sample.user("c4", name: "Yara", userName: "yara"),
      ], at: Moment.after(60))
    return store
  }

  @Test func accountsThatTheBestServerDoesNotKnowAreListed() throws {
    let window = try store().findings(offset: 0, count: 10, now: Moment.after(90))
    #expect(window.rows.map(\.account?.name) == ["chat:yara", "chat:zed", "chat:bot"])
    #expect(window.rows.map(\.person?.name) == ["Yara", "Zed", "Bot"])
    #expect(window.rows.allSatisfy { $0.kind == .orphanAccount })
    #expect(window.rows[0].sentence == "hr knows nobody for the account on chat.")
    #expect(window.rows[2].sentence == "hr knows nobody for the account on chat. It is off.")
    #expect(window.rows[0].since == Moment.after(60))
    #expect(Set(window.rows.map(\.id)).count == 3)
  }

  @Test func aStretchIsReadAndAKindIsChosen() throws {
    let store = try store()
    let window = try store.findings(offset: 1, count: 1, now: Moment.start)
    #expect(window.rows.map(\.account?.name) == ["chat:zed"])
    #expect(window.total == 3 && window.offset == 1)
    #expect(
      try store.findings(kinds: [.disagreement], offset: 0, count: 9, now: Moment.start).total == 0)
  }

  @Test func withoutAServerThatKnowsWhoWorksHereNobodyIsAnOrphan() throws {
    let empty = try Store.inMemory(StoreSettings(priority: ["hr"]))
    try empty.users("chat", [Sample.user("c1", userName: "ada")])
    #expect(try empty.findings(offset: 0, count: 9, now: Moment.start).total == 0, "hr: not read")
    try empty.users("hr", [])
    #expect(try empty.findings(offset: 0, count: 9, now: Moment.start).total == 0, "hr: empty")
    let unranked = try Store.inMemory()
    try unranked.users("chat", [Sample.user("c1", userName: "ada")])
    #expect(try unranked.findings(offset: 0, count: 9, now: Moment.start).total == 0)
  }
}
