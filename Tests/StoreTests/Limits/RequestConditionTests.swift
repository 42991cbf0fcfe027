import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite("Conditions have the names of lists, and mean the same")
struct RequestConditionTests {
  private func store() throws -> Store {
    let store = try Hierarchy.store()
    try store.users(
      "hr",
      [
        Sample.user(
          "h1", name: "Ada Okafor", userName: "ada", mail: "ada@example.com", title: "Engineer",
          department: "Data", employeeNumber: "E1")
      ])
    try store.submit(
      [
        .sample(
          "R1", items: [.group("g1", duration: "P7D")], neededBy: Moment.afterDays(2),
          expires: Moment.afterDays(9), reference: "INC-1")
      ], actor: People.chen, now: Moment.start)
    return store
  }

  /// Both readings of one text: of the list, and of a policy.
  private func isTrue(_ text: String, _ store: Store) throws -> (list: Bool, policy: Bool) {
    let kept = try store.queueIDs(folder: .open, operator: nil, limit: text, now: Moment.start)
    let request = try #require(try store.request(RequestID(rawValue: "R1")))
    let condition = try RequestCondition(text)
    let document = try store.read { database in
      try Store.document(
        request, risk: 0, store.settings, database, names: condition.personNames,
        now: Moment.start)
    }
    return (!kept.isEmpty, condition.holds(of: document))
  }

  @Test func everyNameMeansTheSame() throws {
    let store = try store()
    for attribute in LimitAttribute.requests {
      let value =
        switch attribute.kind {
        case .number: "0"
        case .flag: "true"
        case .date: "\"2026-12-03\""
        case .text, .choice: "\"a\""
        }
      let comparisons =
        switch attribute.kind {
        case .number: ["eq", "gt", "le"]
        case .flag: ["eq", "ne"]
        case .date: ["eq", "gt", "le", "ne"]
        case .text, .choice: ["eq", "co", "sw", "ew", "ne"]
        }
      let texts = comparisons.map { "\(attribute.name) \($0) \(value)" } + ["\(attribute.name) pr"]
      for text in texts {
        let found = try isTrue(text, store)
        #expect(found.list == found.policy, "\(text): \(found)")
      }
    }
  }

  static let held = [
    "beneficiary.manager eq \"Chen Wei\"", "beneficiary.group eq \"auditors\"",
    "beneficiary.account eq \"hr\" and beneficiary.account eq \"idp\"",
    "beneficiary.active eq true", "beneficiary.employeeNumber eq \"e1\"",
    "beneficiary[title eq \"engineer\" and department eq \"data\"]", "id eq \"r1\"",
    "due eq \"2026-12-03T09:00:00Z\" and due gt \"2026-12-03\"",
    "requester.manager eq \"Dara Quinn\"", "item.server eq \"IDP\"",
    "not (beneficiary.role pr)",
  ]

  @Test(arguments: held) func holds(text: String) throws {
    let found = try isTrue(text, store())
    #expect(found.list && found.policy, "\(found)")
  }

  @Test func whatMakesNoSenseIsRefusedInBoth() throws {
    for text in ["risk eq \"high\"", "beneficiary.shoes pr", "item.privileged gt true", "words"] {
      #expect(Store.mistake(inCondition: text) != nil, "\(text)")
    }
    #expect(Store.mistake(inCondition: "words")?.sentence.contains("compares nothing") == true)
    #expect(
      Store.mistake(inCondition: "beneficiary.shoes pr")?.sentence
        == Store.mistake(inLimit: "beneficiary.shoes pr", now: Moment.start)?.sentence)
  }
}
