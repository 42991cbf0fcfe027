import Governance
import SCIM
import Testing

@testable import Store

@Suite struct FieldPriorityTests {
  private func store(_ fields: [PersonField: [String]]) throws -> Store {
    let store = try Store.inMemory(
      StoreSettings(priority: ["hr", "idp", "code"], fieldPriority: fields))
    func user(_ id: String, _ name: String, _ title: String?, _ manager: String?) -> JSON {
      Sample.user(
        id, name: name, userName: id, mail: "ada@example.com", title: title, department: id,
        manager: manager)
    }
    for (server, title) in [("hr", "Engineer"), ("idp", "Data Engineer"), ("code", nil)] {
      let boss = Sample.user(
        "boss", name: "Boss of \(server)", userName: "b-\(server)", mail: "boss@\(server).example")
      try store.users(server, [boss, user(server, "Ada (\(server))", title, "boss")])
    }
    return store
  }

  private func profile(_ store: Store) throws -> Profile {
    try #require(try store.profile(People.ada.key, now: Moment.start))
  }

  @Test func withoutOneTheGeneralOrderCounts() throws {
    let profile = try profile(try store([:]))
    let title = try #require(profile.fields.first { $0.name == "title" })
    #expect(title.value == "Engineer" && title.server == "hr" && !title.isRanked)
    #expect(title.disagreements == [.init(server: "idp", value: "Data Engineer")])
    #expect(profile.managers.map(\.name) == ["Boss of hr"])
  }

  @Test func aFieldHasItsOwnOrder() throws {
    let store = try store([
      .title: ["code", "idp"], .displayName: ["idp"], .manager: ["code"],
    ])
    let profile = try profile(store)
    let title = try #require(profile.fields.first { $0.name == "title" })
    // code has no title: the next in the order has the word.
    #expect(title.value == "Data Engineer" && title.server == "idp" && title.isRanked)
    #expect(title.disagreements == [.init(server: "hr", value: "Engineer")])
    #expect(profile.person.name == "Ada (idp)")
    #expect(profile.managers.map(\.name) == ["Boss of code"])
    let department = try #require(profile.fields.first { $0.name == "enterprise.department" })
    #expect(department.server == "hr" && !department.isRanked)
    let row = try store.people(search: "ada", offset: 0, count: 9).rows.first
    #expect(row?.person.name == "Ada (idp)" && row?.title == "Data Engineer")
  }

  @Test func anotherOrderIsTakenOverAtOnce() throws {
    let folder = try TemporaryFolder()
    do {
      let store = try Store(path: folder.database, settings: StoreSettings(priority: ["hr"]))
      try store.users("hr", [Sample.user("1", name: "Ada Okafor", mail: "ada@example.com")])
      try store.users("idp", [Sample.user("a", name: "ada", mail: "ada@example.com")])
      #expect(try store.names() == ["Ada Okafor"])
    }
    let store = try Store(
      path: folder.database,
      settings: StoreSettings(priority: ["hr"], fieldPriority: [.displayName: ["idp"]]))
    #expect(try store.names() == ["ada"])
  }
}
