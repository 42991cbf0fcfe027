import Foundation
import Governance
import SCIM
import Testing

@testable import Store

/// What no RFC names is kept, shown by its announced name, and asked for by its path.
@Suite struct ExtensionTests {
  static let badgeURN = "urn:example:params:scim:schemas:extension:badge:1.0:User"

  static let badge = Schema(
    id: badgeURN, name: "Badge",
    attributes: [
      SchemaAttribute("badgeNumber", .integer), SchemaAttribute("colour"),
      SchemaAttribute("pin", mutability: .writeOnly, returned: .never),
      SchemaAttribute("issued", .complex, subAttributes: [SchemaAttribute("place")]),
    ])

  private func ada() -> JSON {
    var json = Sample.user("1", name: "Ada Okafor", mail: "ada@example.com", department: "Data")
    json[Self.badgeURN] = [
      "badgenumber": 4711, "colour": "Blue", "pin": "0000", "issued": ["place": "Lagos"],
    ]
    json["favouriteColours"] = ["green", "red"]
    json["urn:example:unheard:2.0:Thing"] = ["shoeSize": 38, "nothing": .null]
    return json
  }

  private func store(describing schemas: [Schema] = [badge, .user]) throws -> Store {
    let store = try Store.inMemory(StoreSettings(priority: ["hr"]))
    try store.saveSchemas(schemas, server: "hr")
    var bruno = Sample.user("2", name: "Bruno Lima", mail: "bruno@example.com", active: false)
    bruno[Self.badgeURN] = ["badgeNumber": 17, "colour": "red"]
    try store.users("hr", [ada(), bruno])
    try store.users("idp", [Sample.user("a", name: "Ada", mail: "ada@example.com")])
    return store
  }

  @Test func theProfileShowsThemByTheirAnnouncedNames() throws {
    let profile = try #require(
      try store().profile(People.ada.key, now: Moment.start))
    let shown = profile.extras.map { "\($0.path) | \($0.name) | \($0.value)" }
    #expect(
      shown == [
        "\(Self.badgeURN):badgenumber | Badge badgeNumber | 4711",
        "\(Self.badgeURN):colour | Badge colour | Blue",
        "\(Self.badgeURN):issued.place | Badge issued.place | Lagos",
        "favouriteColours | favouriteColours | green, red",
        "urn:example:unheard:2.0:Thing:shoeSize | Thing shoeSize | 38",
      ])
    #expect(profile.extras.allSatisfy { $0.server == "hr" })
  }

  @Test func whatIsNotDescribedIsShownAllTheSame() throws {
    let profile = try #require(
      try store(describing: []).profile(People.ada.key, now: Moment.start))
    #expect(profile.extras.first?.name == "User badgenumber")
  }

  private static let filters: [(String, [String])] = [
    ("\(badgeURN):badgeNumber eq 4711", ["Ada Okafor"]),
    ("\(badgeURN):badgeNumber gt 10", ["Ada Okafor", "Bruno Lima"]),
    ("\(badgeURN):colour eq \"blue\"", ["Ada Okafor"]),
    ("\(badgeURN):colour pr and active eq false", ["Bruno Lima"]),
    ("\(badgeURN):issued.place sw \"La\"", ["Ada Okafor"]),
    ("favouriteColours eq \"green\"", ["Ada Okafor"]),
    ("not (\(badgeURN):colour pr)", ["Ada Okafor"]),
    ("server eq \"idp\"", ["Ada Okafor"]),
    ("\(SchemaURN.enterpriseUser):department eq \"data\"", ["Ada Okafor"]),
    ("urn:example:unheard:2.0:Thing:shoeSize ge 40", []),
  ]

  @Test(arguments: filters) func peopleAreFoundByTheirPaths(filter: String, names: [String]) throws
  {
    let store = try store()
    let window = try store.people(search: filter, offset: 0, count: 10)
    #expect(window.rows.map(\.person.name) == names)
    #expect(window.total == names.count)
  }

  @Test func aFilterThatIsNoneSaysWhere() throws {
    let store = try store()
    let error = #expect(throws: StoreError.self) {
      try store.people(search: "active eq", offset: 0, count: 1)
    }
    #expect(error?.code == .invalidLimit && error?.offset != nil)
    let unknown = #expect(throws: StoreError.self) {
      try store.people(search: "favouriteColour eq \"x\"", offset: 0, count: 1)
    }
    #expect(unknown?.code == .invalidLimit, "no account has it")
  }

  @Test func schemasAreKeptUntilTheServerIsForgotten() throws {
    let store = try store()
    #expect(try store.schemas(server: "hr").map(\.id) == [Self.badgeURN], "the RFCs' are known")
    try store.saveSchemas([], server: "hr")
    #expect(try store.schemas(server: "hr").count == 1, "none is no news")
    var other = Self.badge
    other.name = "Pass"
    try store.saveSchemas([other], server: "hr")
    #expect(try store.schemas(server: "hr").first?.name == "Pass")
    try store.forgetMirror(server: "hr", now: Moment.start)
    #expect(try store.schemas(server: "hr").isEmpty)
  }

  @Test func hostileValuesStaySmall() throws {
    let store = try Store.inMemory()
    var json = Sample.user("1", name: "Ada Okafor", mail: "ada@example.com")
    var deep: JSON = "x"
    for _ in 0..<40 { deep = ["a": deep] }
    json["deep"] = deep
    json["long"] = .string(String(repeating: "y", count: 100_000))
    var many: JSON = [:]
    for index in 0..<1_000 { many["k\(index)"] = .string("v") }
    json["urn:x:many"] = many
    try store.users("hr", [json])
    let profile = try #require(try store.profile(People.ada.key, now: Moment.start))
    #expect(profile.extras.count == 200)
    #expect(profile.extras.allSatisfy { $0.value.count <= 500 })
  }
}
