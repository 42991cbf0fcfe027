import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct QueueTests {
  private func store() throws -> Store {
    let store = try Store.inMemory()
    try store.users(
      "hr",
      [
        Sample.user(
          "1", name: "Ada Okafor", userName: "ada", mail: "ada@example.com", title: "Engineer",
          department: "Data Platform", roles: ["approver"]),
        Sample.user(
          "2", name: "Bruno Lima", mail: "bruno@example.com", department: "Sales", manager: "1",
          employeeNumber: "4711"),
      ])
    try store.groups("hr", [Sample.group("g9", "Data on-call", members: ["1"])])
    try store.submit(
      [
        .sample(
          "r1", items: [.group("g1", on: "idp"), .group("g2", on: "code", id: "2")],
          justification: "slow report", neededBy: Moment.after(7200), reference: "INC-4312"),
        .sample(
          "r2", beneficiary: People.bruno, submitted: Moment.afterDays(-3),
          neededBy: Moment.after(-60)),
        .sample(
          "r3", beneficiary: People.priya, requester: People.ada,
          items: [.group("g3", operation: .revoke)], submitted: Moment.after(-10)),
        .sample("r4", beneficiary: People.bruno, requester: People.priya, expires: Moment.start),
        .sample("r5", beneficiary: People.bruno, submitted: Moment.after(-20)),
      ], actor: People.chen, now: Moment.start)
    for (id, points) in [("r1", 72), ("r2", 18), ("r5", 40)] {
      try store.saveRisk(
        Risk(reasons: [.init(points: points, sentence: "s")]), for: RequestID(rawValue: id))
    }
    return store
  }

  private func ids(
    _ store: Store, _ folder: QueueFolder = .open, limit: String? = nil, sort: QueueSort = .due
  ) throws -> [String] {
    let rows = try store.queue(
      folder: folder, operator: People.priya, limit: limit, sort: sort, offset: 0, count: 50,
      now: Moment.start)
    let all = try store.queueIDs(
      folder: folder, operator: People.priya, limit: limit, sort: sort, now: Moment.start)
    #expect(rows.rows.map(\.request.id) == all && rows.total == all.count)
    return all.map(\.rawValue)
  }

  @Test func foldersHoldWhatTheirNamesSay() throws {
    let store = try store()
    let plan = Plan.sample("r5")
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    #expect(try ids(store, .open) == ["r2", "r1", "r3", "r4"])
    // Not what is for Priya, by Priya, or expired.
    #expect(try ids(store, .forMe) == ["r2", "r1"])
    #expect(try ids(store, .mine) == ["r3", "r4"])
    #expect(try ids(store, .overdue) == ["r2"])
    #expect(try ids(store, .decided) == ["r5"])
    let nobody = try store.queueIDs(folder: .forMe, operator: nil, now: Moment.start)
    #expect(nobody.map(\.rawValue) == ["r2", "r1", "r3"])
  }

  private static let orders: [(QueueSort, [String])] = [
    (.due, ["r2", "r1", "r5", "r3", "r4"]), (.risk, ["r1", "r5", "r2", "r3", "r4"]),
    (.submitted, ["r2", "r5", "r3", "r1", "r4"]),
    (QueueSort([.init(.person)]), ["r1", "r2", "r5", "r4", "r3"]),
    (sort("-risk,for"), ["r4", "r3", "r2", "r5", "r1"]),
    (sort("asked-by,-submitted"), ["r3", "r1", "r5", "r2", "r4"]),
    (sort("where,access,why,state,ticket,origin,-due"), ["r2", "r5", "r3", "r4", "r1"]),
    (sort("-expires"), ["r4", "r2", "r1", "r5", "r3"]),
    (sort("risk", group: .requester), ["r3", "r1", "r5", "r2", "r4"]),
    (sort("due", group: .risk), ["r1", "r5", "r2", "r3", "r4"]),
    (sort("due", group: .person), ["r1", "r2", "r5", "r4", "r3"]),
  ]

  private static func sort(_ text: String, group: QueueColumn? = nil) -> QueueSort {
    do throws(QueueSort.UnknownColumn) {
      var sort = try QueueSort(parsing: text)
      sort.group = group
      return sort
    } catch { return .due }
  }

  @Test func aGroupIsReadWhole() throws {
    let store = try store()
    func group(_ id: String, by column: QueueColumn, limit: String = "") throws -> [String] {
      try store.queueIDs(
        folder: .open, operator: nil, limit: limit, within: nil,
        inGroupOf: RequestID(rawValue: id), sort: QueueSort([], group: column), now: Moment.start
      ).map(\.rawValue)
    }
    #expect(try group("r5", by: .person) == ["r2", "r5", "r4"])
    #expect(try group("r5", by: .person, limit: "risk ge 40") == ["r5"])
    #expect(try group("r3", by: .access) == Self.all)
    #expect(try group("r1", by: .risk) == ["r1"])
    #expect(try group("r2", by: .risk) == ["r2", "r3", "r4"])
    #expect(try group("r4", by: .requester) == ["r4"])
  }

  @Test func peopleOfOneNameAreGroupsOfTheirOwn() throws {
    let store = try Store.inMemory()
    let people = ["a", "b"].map { People.reference("\($0)@example.com", "Sam Doe") }
    let requests = (0..<6).map { number in
      AccessRequest.sample(
        "r\(number)", beneficiary: people[number % 2], submitted: Moment.after(Double(number)))
    }
    try store.submit(requests, actor: People.chen, now: Moment.start)
    let ids = try ids(store, sort: QueueSort([.init(.submitted)], group: .person))
    #expect(ids == ["r0", "r2", "r4", "r1", "r3", "r5"])
  }

  @Test func aSavedFoldersLimitHoldsBesideTheOther() throws {
    let window = try store().queue(
      folder: .open, operator: nil, limit: "bruno", within: "risk ge 10 and age ge 0", offset: 0,
      count: 9, now: Moment.start)
    #expect(window.rows.map(\.request.id.rawValue) == ["r2", "r5"])
  }

  @Test(arguments: orders) func sorts(sort: QueueSort, expected: [String]) throws {
    #expect(try ids(store(), sort: sort) == expected)
  }

  private static let limits: [(String, [String])] = [
    ("risk ge 40", ["r1", "r5"]), ("risk lt 40 and risk gt 0", ["r2"]),
    (#"beneficiary.department eq "sales""#, ["r2", "r5", "r4"]),
    (#"beneficiary.name sw "Ada""#, ["r1"]), (#"beneficiary co "lima""#, ["r2", "r5", "r4"]),
    (#"beneficiary.title eq "Engineer""#, ["r1"]), (#"requester.name eq "Ada Okafor""#, ["r3"]),
    (#"requester.department eq "Data Platform""#, ["r3"]),
    (#"beneficiary.userName eq "ada""#, ["r1"]),
    (#"beneficiary.mail ew "@example.com""#, ["r2", "r1", "r5", "r4"]),
    (#"item.server eq "code""#, ["r1"]), (#"items.server eq "code""#, ["r1"]),
    (#"item[server eq "code" and value eq "g1"]"#, []),
    (#"item[server eq "code" and value eq "g2"]"#, ["r1"]),
    (#"item.operation eq "revoke""#, ["r3"]), (#"item.type eq "group" and risk gt 50"#, ["r1"]),
    (#"item.display eq "engineers" and not (risk lt 40)"#, ["r1", "r5"]),
    (#"justification co "report""#, ["r1"]), (#"status eq "pending" and age ge 3"#, ["r2"]),
    (#"externalReference eq "INC-4312""#, ["r1"]), ("externalReference pr", ["r1"]),
    (#"due lt "2026-12-01T09:00:00Z""#, ["r2"]), ("neededBy pr", ["r2", "r1"]),
    (#"submitted lt "2026-11-30T00:00:00Z""#, ["r2"]), ("expires pr", ["r4"]),
    (#"origin eq "local" and id eq "r3""#, ["r3"]), ("server pr", []),
    ("ada", ["r1", "r3"]), ("ADA report", ["r1"]), ("data platform", ["r1", "r3"]),
    ("inc-4312", ["r1"]), ("bruno sales", ["r2", "r5", "r4"]), ("nothing", []), ("   ", all),
    ("engineers code", ["r1"]), ("le mans", []), ("100%", []), ("_", []),
    (#"beneficiary.account eq "hr""#, ["r2", "r1", "r5", "r4"]),
    ("beneficiary.active eq true", ["r2", "r1", "r5", "r4"]),
    ("beneficiary.active eq false", []), ("not (beneficiary.active eq false)", all),
    (#"beneficiary.group co "on-call""#, ["r1"]), ("beneficiary.group pr", ["r1"]),
    (#"beneficiary.role eq "approver""#, ["r1"]),
    (#"beneficiary.manager sw "Ada""#, ["r2", "r5", "r4"]),
    (#"beneficiary.employeeNumber eq "4711""#, ["r2", "r5", "r4"]),
    (#"beneficiary.employeeNumber ne "4711""#, ["r1", "r3"]),
    (#"submitted ge "2026-12-01""#, ["r1", "r5", "r3", "r4"]),
    (#"status ne "pending""#, []), ("externalReference eq null", ["r2", "r5", "r3", "r4"]),
    (#"item[operation eq "grant" and not (server eq "code")]"#, ["r2", "r1", "r5", "r4"]),
    ("item.privileged eq true", []), ("risk ne 72", ["r2", "r5", "r3", "r4"]),
  ]
  private static let all = ["r2", "r1", "r5", "r3", "r4"]

  @Test(arguments: limits) func limitsByFilterOrWords(limit: String, expected: [String]) throws {
    #expect(try ids(store(), limit: limit) == expected)
  }

  private static let errors: [(String, Int)] = [
    ("risk ge", 7), ("risk ge forty", 8), ("ada or risk gt 3", 4),
    (#"benefciary.name eq "Ada""#, 0), (#"risk gt 3 and item.serber eq "x""#, 14),
    ("(risk gt 3", 10), (#"item[server eq "x""#, 18), (#"risk eq "40""#, 0),
    (#"due lt "soon""#, 0), ("risk co 4", 0), (#"beneficiary.active eq "yes""#, 12),
  ]

  @Test(arguments: errors) func saysWhereALimitIsWrong(limit: String, offset: Int) throws {
    let store = try store()
    let error = #expect(throws: StoreError.self) { try ids(store, limit: limit) }
    #expect(error?.code == .invalidLimit)
    #expect(error?.offset == offset, "\(error?.sentence ?? "")")
    #expect(error?.advice.isEmpty == false)
  }

  @Test func aWindowIsAStretchOfTheLimitedList() throws {
    let store = try store()
    let window = try store.queue(
      folder: .open, operator: nil, limit: "risk ge 0", sort: .risk, offset: 1, count: 2,
      now: Moment.start)
    #expect(window.rows.map(\.request.id.rawValue) == ["r5", "r2"])
    #expect(window.total == 5 && window.offset == 1)
    let plain = try store.queue(
      folder: .open, operator: nil, sort: .risk, offset: 1, count: 2, now: Moment.start)
    #expect(plain == window)
  }

  @Test func rowsSayWhyTheyCannotBeDecided() throws {
    let store = try store()
    func refusal(_ id: String) throws -> DecisionRefusal? {
      try store.queueEntry(
        RequestID(rawValue: id), operator: People.priya, now: Moment.start)?.refusal
    }
    #expect(try refusal("r1") == nil)
    #expect(try refusal("r3") == .operatorIsBeneficiary)
    #expect(try refusal("r4") == .expired(at: Moment.start))
    #expect(try store.queueEntry(.init(rawValue: "r9"), operator: nil, now: Moment.start) == nil)
  }

  @Test func rowsShowTheWorstOfTheirActions() throws {
    let store = try Store.inMemory()
    let actions = try store.approve(
      .sample("r1"), [.sample(1), .sample(2), .sample(3, ends: 1, delay: "P7D")])
    let id = RequestID(rawValue: "r1")
    func worst() throws -> ActionStatus? {
      let entry = try store.queueEntry(id, operator: nil, now: Moment.start)
      return entry?.actionStatus
    }
    #expect(try worst() == .queued)
    try store.finish(actions[0].id, status: .applied, answer: nil, now: Moment.start)
    #expect(try worst() == .queued)
    try store.finish(actions[1].id, status: .failed, answer: nil, now: Moment.start)
    #expect(try worst() == .failed)
    try store.retry(actions[1].id, actor: People.priya, now: Moment.start)
    try store.finish(actions[1].id, status: .satisfied, answer: nil, now: Moment.start)
    // The ending waits for its day: the grant is in effect.
    #expect(try worst() == .applied)
  }

  @Test func theRiskOfADecidedRequestStays() throws {
    let store = try store()
    let plan = Plan.sample("r1")
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    try store.saveRisk(Risk(reasons: []), for: plan.request)
    let entry = try store.queueEntry(plan.request, operator: nil, now: Moment.start)
    #expect(entry?.riskScore == 72)
  }
}
