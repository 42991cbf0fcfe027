import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct PeopleTests {
  @Test func theListIsInOrderOfNames() throws {
    let store = try Store.inMemory()
    let names = ["chen wei", "Ada Okafor", "Émile Zola", "Bruno Lima", "emil Adler"]
    try store.users("hr", names.enumerated().map { Sample.user("\($0)", name: $1) })
    #expect(
      try store.names() == ["Ada Okafor", "Bruno Lima", "chen wei", "emil Adler", "Émile Zola"])
  }

  @Test func everyWindowIsAStretchOfTheSameList() throws {
    let store = try Store.inMemory()
    let users = (0..<37).map { Sample.user("u\($0)", name: "Person \(100 + ($0 * 7) % 37)") }
    try store.users("hr", users)
    let all = try store.names(count: 100)
    #expect(all == all.sorted() && all.count == 37)
    for offset in 0...38 {
      for count in [0, 1, 5, 40] {
        let window = try store.people(search: " ", offset: offset, count: count)
        #expect(window.total == 37)
        #expect(window.rows.map(\.person.name) == Array(all.dropFirst(offset).prefix(count)))
      }
    }
  }

  private static let filters: [(String, [String])] = [
    (#"department eq "sales""#, ["Ada"]), (#"department ne "Sales""#, ["Bruno", "Chen"]),
    ("active eq false", ["Bruno"]), (#"group eq "Guards" and not (name sw "A")"#, ["Bruno"]),
    (#"manager eq "ada" or role pr"#, ["Bruno", "Chen"]), (#"name co "n""#, ["Bruno", "Chen"]),
    (#"account eq "hr""#, ["Ada", "Bruno", "Chen"]), ("title pr", []),
  ]

  @Test(arguments: filters) func aFilterKeepsPeople(filter: String, expected: [String]) throws {
    let store = try Store.inMemory()
    try store.users(
      "hr",
      [
        Sample.user("1", name: "Ada", department: "Sales"),
        Sample.user("2", name: "Bruno", manager: "1", active: false),
        Sample.user("3", name: "Chen", roles: ["auditor"]),
      ])
    try store.groups("hr", [Sample.group("g", "Guards", members: ["1", "2"])])
    #expect(try store.names(filter) == expected)
  }

  @Test func aFilterOfPeopleSaysWhatIsWrong() throws {
    let store = try Store.inMemory()
    let error = #expect(throws: StoreError.self) { try store.names("risk gt 3") }
    #expect(error?.sentence == "People have no attribute “risk”.")
    #expect(error?.offset == 0)
  }

  private static let searches: [(String, [String])] = [
    ("a", ["Ada Okafor", "Anne-Marie Dubois"]), ("ada", ["Ada Okafor"]), ("OKA", ["Ada Okafor"]),
    ("ada oka", ["Ada Okafor"]), ("oka ada", ["Ada Okafor"]), ("ada lima", []),
    ("marie", ["Anne-Marie Dubois"]), ("anne-m", ["Anne-Marie Dubois"]),
    ("data", ["Ada Okafor"]), ("data plat", ["Ada Okafor"]), ("emile", ["Émile Zola"]),
    ("ém", ["Émile Zola"]), ("aokafor", ["Ada Okafor"]), ("aokafor@exam", ["Ada Okafor"]),
    ("aokafor@other", []), ("4711", ["Bruno Lima"]), ("9f2c-41", ["Bruno Lima"]),
    ("9f2c41aa", ["Bruno Lima"]), ("9F2C", ["Bruno Lima"]), ("41aa", []), ("com", []),
    ("\"", []), ("*", []), ("ada\" OR \"x", []), ("NOT ada", []), ("AND", []), ("-", []),
    ("@example.com", []), ("OKAF", ["Ada Okafor"]), ("okafor", ["Ada Okafor"]), ("okaforx", []),
    ("engi", ["Ada Okafor"]), ("emil", ["Émile Zola"]), ("9f2c41AA", ["Bruno Lima"]),
  ]

  @Test(arguments: searches) func findsBeginningsOfWords(text: String, names: [String]) throws {
    let store = try Store.inMemory()
    try store.users(
      "hr",
      [
        Sample.user(
          "1", name: "Ada Okafor", userName: "aokafor@example.com", title: "Data Engineer",
          department: "Data Platform"),
        Sample.user("9f2c-41aa", name: "Bruno Lima", userName: "bl", employeeNumber: "4711"),
        Sample.user("3", name: "Émile Zola", userName: "zola"),
        Sample.user("4", name: "Anne-Marie Dubois", userName: "dubois"),
      ])
    #expect(try store.names(text) == names)
  }

  @Test func aPersonIsFoundByAllTheirAccounts() throws {
    let store = try Store.inMemory(StoreSettings(priority: ["hr"]))
    try store.users("hr", [Sample.user("1", name: "Ada Okafor", mail: "ada@example.com")])
    try store.users("code", [Sample.user("c7", userName: "ada-gh", mail: "ada@example.com")])
    for text in ["ada-gh", "gh", "c7", "1", "okafor"] {
      #expect(try store.names(text) == ["Ada Okafor"], "\(text)")
    }
  }

  @Test func theSearchFollowsChanges() throws {
    let store = try Store.inMemory()
    try store.users("hr", [Sample.user("1", name: "Ada Okafor", mail: "ada@example.com")])
    let married = Sample.user("1", name: "Ada Lovelace", mail: "ada@example.com")
    try store.users("hr", [married], at: Moment.after(60))
    #expect(try store.names("okafor").isEmpty)
    #expect(try store.names("lovelace") == ["Ada Lovelace"])
    #expect(try store.names() == ["Ada Lovelace"])
  }

  @Test func manyAreFoundInBatchesAndFewInOrder() throws {
    let store = try Store.inMemory()
    let users = (0..<1_200).map { Sample.user("u\($0)", name: "Zoe \(1_000 + (1_199 - $0))") }
    let walk = try store.beginWalk(
      server: "hr", type: "User", from: .index(1), now: Moment.start)
    for start in stride(from: 0, to: 1_200, by: 400) {
      _ = try store.savePage(
        MirrorPage(Array(users[start..<(start + 400)])), walk: walk, next: .index(start + 401),
        now: Moment.start)
    }
    _ = try store.finishWalk(walk, isComplete: true, now: Moment.start)
    #expect(try store.people(search: "z", offset: 1_150, count: 100).rows.count == 50)
    #expect(try store.people(search: "z", offset: 0, count: 1).total == 1_200)
    let few = try store.names("zoe 10", count: 200)
    #expect(few.count == 100 && few == few.sorted())
    #expect(try store.names(count: 1) == ["Zoe 1000"])
  }

  private static let named: [(String, [String])] = [
    ("Ada Okafor", ["Ada Okafor"]), ("ada okafor", ["Ada Okafor"]), ("aok", ["Ada Okafor"]),
    ("AOK", ["Ada Okafor"]), ("mail:ada@example.com", ["Ada Okafor"]),
    ("Ada@Example.com", ["Ada Okafor"]), ("Ada", []), ("", []), ("ao", []),
  ]

  @Test(arguments: named) func namesOnePersonExactly(text: String, names: [String]) throws {
    let store = try Store.inMemory()
    try store.users(
      "hr",
      [
        Sample.user("1", name: "Ada Okafor", userName: "aok", mail: "ada@example.com"),
        Sample.user("2", name: "Ada Okafora", userName: "aokx", mail: "ada2@example.com"),
      ])
    #expect(try store.people(named: text).map(\.person.name) == names)
  }

  @Test func aUserIsFoundByItsWholeName() throws {
    let store = try Store.inMemory()
    try store.users(
      "hr",
      [Sample.user("1", userName: "Ada.Okafor@example.com"), Sample.user("2", userName: "--")])
    func id(_ name: String) throws -> String? {
      try store.user(server: "hr", userName: name)?.id
    }
    #expect(try id("ada.okafor@EXAMPLE.com") == "1")
    #expect(try id("ada.okafor@example.org") == nil)
    #expect(try id("ada.okafor") == nil)
    #expect(try id("--") == "2")
    #expect(try store.user(server: "idp", userName: "--") == nil)
  }

  @Test func aResourceIsFoundByItsExternalID() throws {
    let store = try Store.inMemory()
    let odd = "a\"b/c"
    try store.users(
      "hr", [Sample.user("1", externalID: odd), Sample.user("2", employeeNumber: "e2")])
    func id(_ external: String) throws -> String? {
      try store.resource(server: "hr", type: "User", externalID: external)?.id
    }
    #expect(try id(odd) == "1")
    // It stands in the document, but as something else.
    #expect(try id("e2") == nil)
  }
}
