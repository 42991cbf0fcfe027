import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite("What a role hides, no limit tells")
struct HiddenLimitTests {
  private static let helpDesk = Visibility(roles: [
    OperatorRole(
      name: "help desk", members: [.anyone],
      hidden: ["title", "enterprise", "urn:example:Badge"], masked: ["emails"])
  ])

  private func store() throws -> Store {
    let store = try Store.inMemory()
    try store.users(
      "hr",
      [
        Sample.user(
          "1", name: "Ada Okafor", userName: "a1", mail: "hopper@example.com", title: "Director",
          department: "Treasury", employeeNumber: "E4711"),
        Sample.user(
          "2", name: "Director Smith", userName: "d2", mail: "smith@example.com", title: "Clerk",
          department: "Sales", employeeNumber: "E4712"),
      ])
    let ada = People.reference("hopper@example.com", "Ada Okafor")
    try store.submit(
      [.sample("r1", beneficiary: ada)], actor: People.chen, now: Moment.start)
    return store
  }

  static let queueLimits = [
    "beneficiary.title eq \"Director\"", "requester.department pr",
    "beneficiary[title sw \"D\" and userName pr]", "not (beneficiary.mail co \"hopper\")",
    "beneficiary.employeeNumber eq \"E4711\"", "beneficiary.manager pr",
    "risk ge 1 or beneficiary.costCenter eq \"1\"", "beneficiary.key co \"hopper\"",
  ]

  @Test(arguments: queueLimits) func theQueueRefuses(limit: String) throws {
    let store = try store()
    func ids(_ visibility: Visibility) throws -> [RequestID] {
      try store.queueIDs(
        folder: .open, operator: nil, limit: limit, seenBy: visibility, now: Moment.start)
    }
    let error = #expect(throws: StoreError.self) { try ids(Self.helpDesk) }
    #expect(error?.code == .hiddenAttribute && error?.offset != nil)
    #expect(error?.sentence.hasPrefix("Your role “help desk” hides ") == true, "\(error as Any)")
    _ = try ids(.unlimited)
    #expect(throws: StoreError.self) {
      try store.queueIDs(
        folder: .open, operator: nil, limit: nil, within: nil, matching: limit, sort: .due,
        seenBy: Self.helpDesk, now: Moment.start)
    }
  }

  static let peopleLimits = [
    "title eq \"Director\"", "department pr", "mail co \"hopper\"", "costCenter pr",
    "emails.value co \"hopper\"", "urn:example:Badge:number eq \"7\"",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter pr",
    "urn:ietf:params:scim:schemas:core:2.0:User:title sw \"D\"", "emails[value co \"hopper\"]",
  ]

  @Test(arguments: peopleLimits) func peopleAreNotKeptByIt(limit: String) throws {
    let error = #expect(throws: StoreError.self) {
      try store().people(search: limit, offset: 0, count: 9, seenBy: Self.helpDesk)
    }
    #expect(error?.sentence.hasPrefix("Your role “help desk” hides ") == true, "\(error as Any)")
  }

  @Test func wordsFindByWhatIsSeenAlone() throws {
    let store = try store()
    func names(_ words: String, _ visibility: Visibility) throws -> [String] {
      try store.people(search: words, offset: 0, count: 9, seenBy: visibility).rows
        .map(\.person.name).sorted()
    }
    #expect(try names("director", .unlimited) == ["Ada Okafor", "Director Smith"])
    #expect(try names("director", Self.helpDesk) == ["Director Smith"])
    for hidden in ["treasury", "E4711", "hopper", "hopper@example.com"] {
      #expect(try names(hidden, .unlimited) == ["Ada Okafor"], "\(hidden)")
      #expect(try names(hidden, Self.helpDesk).isEmpty, "\(hidden)")
    }
    #expect(try names("ada oka", Self.helpDesk) == ["Ada Okafor"])
    #expect(try names("smith@e", .unlimited) == ["Director Smith"])
    #expect(try names("smith@e", Self.helpDesk).isEmpty, "The name is seen, the domain is not.")
    let titleless = Visibility(roles: [
      OperatorRole(name: "t", members: [.anyone], hidden: ["title"])
    ])
    #expect(try names("director", titleless) == ["Director Smith"])
    #expect(try names("e4711", titleless) == ["Ada Okafor"], "Numbers are not hidden from them.")
    func queue(_ words: String, _ visibility: Visibility) throws -> Int {
      try store.queue(
        folder: .open, operator: nil, limit: words, offset: 0, count: 9, seenBy: visibility,
        now: Moment.start
      ).total
    }
    for word in ["director", "treasury", "hopper"] {
      #expect(try queue(word, .unlimited) == 1, "\(word)")
      #expect(try queue(word, Self.helpDesk) == 0, "\(word)")
    }
    #expect(try queue("okafor", Self.helpDesk) == 1)
  }

  @Test func noOrderTellsIt() throws {
    let store = try store()
    func sorted(_ text: String, _ visibility: Visibility) throws -> Int {
      try store.people(
        search: "", order: ListOrder(parsing: text), offset: 0, count: 9, seenBy: visibility
      ).total
    }
    for text in ["title", "name,-department"] {
      let error = #expect(throws: StoreError.self) { try sorted(text, Self.helpDesk) }
      #expect(error?.code == .hiddenAttribute, "\(text)")
      #expect(try sorted(text, .unlimited) == 2)
    }
    #expect(try sorted("-name,user-name", Self.helpDesk) == 2)
  }

  @Test func completionsTellNothing() throws {
    let store = try store()
    func values(_ name: String, people: Bool, _ visibility: Visibility) throws -> [String] {
      try store.limitValues(
        of: name, ofPeople: people, containing: "", count: 9, seenBy: visibility)
    }
    #expect(try values("title", people: true, .unlimited) == ["Clerk", "Director"])
    for (name, people) in [("title", true), ("beneficiary.department", false), ("mail", true)] {
      let error = #expect(throws: StoreError.self) {
        try values(name, people: people, Self.helpDesk)
      }
      #expect(error?.sentence.contains("“help desk” hides") == true)
    }
    #expect(try values("account", people: true, Self.helpDesk) == ["hr"])
  }

  @Test func findingsTellNoHiddenValue() throws {
    let finding = Finding(
      kind: .correlationConflict, sentence: "chat:ada has the address a@b, as Bruno has.",
      account: AccountReference(server: "chat", id: "1", userName: "ada")
    ).revealing(["userName", "emails"], discreet: "An account on chat has a value of Bruno's.")
    let seen = finding.seen(by: Self.helpDesk)
    #expect(
      seen.sentence == "An account on chat has a value of Bruno's. (Hidden by role help desk.)")
    #expect(seen.account?.userName == "ada" && finding.seen(by: .unlimited) == finding)
  }
}
