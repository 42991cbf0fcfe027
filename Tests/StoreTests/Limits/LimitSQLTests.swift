import Foundation
import GRDB
import Governance
import SCIM
import Testing

@testable import Store

/// The condition of SQL means what the filter means of the same request as a document.
@Suite struct LimitSQLTests {
  private static let words = ["alpha", "Beta", "gamma delta", "100%", "a_b", "Ærø", "c\\d"]

  private func store(_ dice: inout Numbers) throws -> Store {
    let store = try Store.inMemory(StoreSettings(privileged: ["*root*", "b_ta"]))
    try store.users(
      "hr",
      (0..<6).map { number in
        Sample.user(
          "\(number)", name: "Person \(number)", mail: "p\(number)@example.com",
          title: dice.one(of: Self.words), department: dice.one(of: Self.words))
      })
    let people = (0..<8).map { People.reference("p\($0)@example.com", "Person \($0)") }
    let requests = (0..<40).map { number in
      AccessRequest.sample(
        "r\(number)", beneficiary: dice.one(of: people), requester: dice.one(of: people),
        items: (0...dice.number(below: 2)).map { item in
          RequestItem(
            id: "\(item)", operation: dice.one(of: [.grant, .revoke]),
            entitlement: EntitlementReference(
              server: dice.one(of: ["idp", "code"]), type: dice.one(of: [.group, .role, .account]),
              value: dice.one(of: Self.words)),
            display: dice.one(of: Self.words + ["grassroots"]),
            duration: dice.one(of: ["P7D", nil]))
        }, justification: dice.one(of: Self.words),
        submitted: Moment.afterDays(-Double(dice.number(below: 5))),
        neededBy: dice.one(of: [nil, Moment.afterDays(1), Moment.start]),
        reference: dice.one(of: [nil, "INC-1", "inc-2"]))
    }
    try store.submit(requests, actor: People.chen, now: Moment.start)
    for request in requests {
      try store.saveRisk(
        Risk(reasons: [.init(points: dice.number(below: 90), sentence: "s")]), for: request.id)
    }
    return store
  }

  private static let texts = [
    "justification", "beneficiary.name", "beneficiary.title", "beneficiary.department",
    "requester.department", "item.server", "item.display", "item.value", "item.type",
    "item.duration", "item.operation", "externalReference", "status", "origin", "server",
  ]

  private func comparison(_ dice: inout Numbers, in bracket: Bool) -> String {
    let names =
      bracket
      ? ["server", "display", "value", "type", "duration", "operation"] : Self.texts
    let name = dice.one(of: names)
    let word = dice.one(of: Self.words + ["idp", "P7D", "pending", "group", "a", "root", "inc-1"])
    let quoted = JSON.string(word).text
    switch dice.number(below: bracket ? 4 : 9) {
    case 0: return "\(name) pr"
    case 1: return "\(name) \(dice.one(of: ["eq", "ne"])) null"
    case 2, 3: return "\(name) \(dice.one(of: ["co", "sw", "ew"])) \(quoted)"
    case 4:
      return "risk \(dice.one(of: ["eq", "ne", "gt", "ge", "lt", "le"])) \(dice.number(below: 90))"
    case 5: return "age \(dice.one(of: ["eq", "ge", "lt"])) \(dice.number(below: 5))"
    case 6:
      let date = SCIMDate.print(Moment.afterDays(Double(dice.number(below: 4)) - 2))
      return
        "\(dice.one(of: ["due", "submitted"])) \(dice.one(of: ["gt", "le", "eq", "ne"])) \"\(date)\""
    case 7: return "item.privileged eq \(dice.one(of: ["true", "false"]))"
    default: return "\(name) \(dice.one(of: ["eq", "ne"])) \(quoted)"
    }
  }

  private func filter(_ dice: inout Numbers, depth: Int) -> String {
    if depth == 0 { return comparison(&dice, in: false) }
    switch dice.number(below: 5) {
    case 0: return "not (\(filter(&dice, depth: depth - 1)))"
    case 1: return "(\(filter(&dice, depth: depth - 1))) and (\(filter(&dice, depth: depth - 1)))"
    case 2: return "(\(filter(&dice, depth: depth - 1))) or (\(filter(&dice, depth: depth - 1)))"
    case 3:
      let (first, second) = (comparison(&dice, in: true), comparison(&dice, in: true))
      return "item[\(first) \(dice.one(of: ["and", "or"])) not (\(second))]"
    default: return comparison(&dice, in: false)
    }
  }

  @Test(arguments: 1...4) func meansWhatTheFilterMeans(seed: UInt64) throws {
    var dice = Numbers(state: seed &* 7_919 &+ 3)
    let store = try store(&dice)
    let entries = try store.queue(
      folder: .open, operator: nil, offset: 0, count: 100, now: Moment.start
    ).rows
    let documents = try store.read { database in
      let people = try PersonFacts(
        database, entries.flatMap { [$0.request.beneficiary, $0.request.requester] })
      let privileges = EntitlementReader(database, privileged: store.settings.privileged)
      return entries.map {
        RequestDocument(
          $0.request, risk: $0.riskScore, people: people, now: Moment.start,
          privileges: privileges)
      }
    }
    for _ in 0..<150 {
      let text = filter(&dice, depth: 2)
      let condition = try RequestCondition(text)
      let expected = zip(entries, documents).filter { condition.holds(of: $0.1.json) }
        .map(\.0.request.id)
      let found = try store.queueIDs(
        folder: .open, operator: nil, limit: text, now: Moment.start)
      if found != expected {
        let odd = Set(found).symmetricDifference(expected).map(\.rawValue).sorted()
        Issue.record("\(text) differs for \(odd.prefix(5))")
      }
    }
  }

  @Test func offersTheValuesThatThereAre() throws {
    var dice = Numbers(state: 9 &* 7_919 &+ 3)
    let store = try store(&dice)
    func values(_ name: String, _ text: String = "", people: Bool = false) throws -> [String] {
      try store.limitValues(of: name, ofPeople: people, containing: text, count: 3)
    }
    #expect(try values("item.server") == ["code", "idp"])
    #expect(try values("item.display", "ROOT") == ["grassroots"])
    #expect(try values("name", "n 3", people: true) == ["Person 3"])
    #expect(try values("account", people: true) == ["hr"])
    #expect(try values("beneficiary.department", "%").allSatisfy { $0 == "100%" })
    #expect(try values("risk") == [] && values("nonsense") == [])
  }

  @Test func theListIsReadFromItsIndexAlone() throws {
    let store = try Store.inMemory()
    let plan = try store.read { database in
      try Row.fetchAll(
        database,
        sql: """
          EXPLAIN QUERY PLAN SELECT id FROM ledger_request WHERE status = 'pending' AND risk >= 60
          ORDER BY \(QueueSort([.init(.risk), .init(.person, isReversed: true)]).sql(in: .open))
          """
      ).map { row -> String in row["detail"] }
    }
    #expect(plan.contains { $0.contains("COVERING INDEX ledger_request_list") }, "\(plan)")
  }
}
