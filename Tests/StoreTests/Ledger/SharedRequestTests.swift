import Foundation
import Governance
import SCIM
import Testing

@testable import Store

@Suite struct SharedRequestTests {
  private static let id = RequestID(rawValue: "r1")

  private func store(users: Bool = true) throws -> Store {
    let store = try Store.inMemory()
    if users { try readUsers(store) }
    return store
  }

  private func readUsers(_ store: Store) throws {
    try store.users(
      "idp",
      [
        Sample.user("a", name: "Ada Okafor", mail: "ada@example.com"),
        Sample.user("c", name: "Chen Wei", mail: "chen@example.com"),
      ])
  }

  private func pull(_ store: Store, _ requests: [JSON], at now: Date = Moment.start) throws {
    try store.walk("idp", "AccessRequest", [requests], at: now)
  }

  private func sample(_ status: String? = "pending", decisions: [JSON] = []) -> JSON {
    Sample.accessRequest(
      "r1", beneficiary: "a", requester: "c", status: status, decisions: decisions)
  }

  private func verdict(
    by name: JSON, digest: String, outcome: String = "approved", at date: Date = Moment.start
  ) -> JSON {
    [
      "authority": name, "outcome": .string(outcome), "planDigest": .string(digest),
      "decided": .string(SCIMDate.print(date)),
    ]
  }

  @Test func aSharedRequestIsTakenIntoTheLedger() throws {
    let store = try store()
    try pull(store, [sample()])
    let request = try #require(try store.request(Self.id))
    #expect(request.origin == .shared(server: "idp", resourceID: "r1"))
    #expect(request.beneficiary == People.ada && request.requester == People.chen)
    #expect(request.items == [.group("g1", on: "idp")])
    #expect(request.status == .pending)
    #expect(request.submitted == SCIMDate.parse("2026-11-30T10:00:00Z"))
    #expect(try store.events() == ["request.received"])
    #expect(try store.isAuditIntact())
  }

  @Test func itsPeopleAreFoundOnceTheUsersAreRead() throws {
    let store = try store(users: false)
    try pull(store, [sample()])
    let before = try #require(try store.request(Self.id))
    #expect(before.beneficiary.key.rawValue == "account:idp/a")
    #expect(before.beneficiary.name == "Somebody")
    try readUsers(store)
    let after = try #require(try store.request(Self.id))
    #expect(after.beneficiary == People.ada && after.requester == People.chen)
  }

  @Test func aPendingOneFollowsItsServer() throws {
    let store = try store()
    try pull(store, [sample()])
    let changed = Sample.accessRequest(
      "r1", beneficiary: "a", requester: "c",
      items: [Sample.group(item: "g1"), ["operation": "revoke", "type": "role", "value": "x"]],
      justification: "more")
    try pull(store, [changed], at: Moment.after(60))
    let request = try #require(try store.request(Self.id))
    #expect(request.justification == "more" && request.items.count == 2)
    #expect(request.items[1].id == "2" && request.items[1].operation == .revoke)
  }

  @Test func whatSomebodyElseDecidedCannotBeDecidedHere() throws {
    let store = try store()
    try pull(store, [sample()])
    let decided = sample("denied", decisions: [verdict(by: ["display": "Zoe"], digest: "x")])
    try pull(store, [decided], at: Moment.after(60))
    let plan = Plan.sample("r1")
    #expect(
      try store.decide(.sample(plan), plan: plan, now: Moment.after(61))
        == .alreadyDecided(status: .denied, by: "Zoe"))
    #expect(try store.events() == ["request.received", "request.decidedElsewhere"])
    let folder = try store.queue(
      folder: .decided, operator: People.priya, offset: 0, count: 9, now: Moment.after(61))
    #expect(folder.rows.first?.refusal == .alreadyDecided(status: .denied, by: "Zoe"))
  }

  @Test func actionsWaitUntilTheDecisionIsWrittenBack() throws {
    let store = try store()
    try pull(store, [sample()])
    let plan = Plan.sample("r1")
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    #expect(try store.dueActions(server: "idp", now: Moment.start).isEmpty)
    #expect(try store.nextDue(server: "idp") == Moment.start)
    let unwritten = try #require(try store.unwrittenDecisions(server: "idp").first)
    #expect(unwritten.server == "idp" && unwritten.resourceID == "r1")
    #expect(unwritten.decision.planDigest == plan.digest && unwritten.attempts == 0)
    #expect(try store.unwrittenDecisions(server: "code").isEmpty)

    let answer = ServerAnswer(status: 503, text: "later")
    try store.markUnwritten(
      unwritten.id, answer: answer, advice: "wait", retryAt: Moment.after(30), now: Moment.start)
    let again = try #require(try store.unwrittenDecisions().first)
    #expect(again.attempts == 1 && again.due == Moment.after(30) && again.answer == answer)
    #expect(try store.dueActions(server: "idp", now: Moment.start).isEmpty)

    try store.markWritten(unwritten.id, now: Moment.after(31))
    #expect(try store.unwrittenDecisions().isEmpty)
    #expect(try store.dueActions(server: "idp", now: Moment.after(31)).count == 1)
    #expect(try store.events().suffix(2) == ["decision.notWritten", "decision.written"])
    // A second time it says nothing.
    try store.markWritten(unwritten.id, now: Moment.after(32))
    #expect(try store.events().count { $0 == "decision.written" } == 1)
  }

  @Test func anExtensionCountsOnceItsServerHasTheDecision() throws {
    let store = try store()
    let asked = AccessRequest.sample("r0", items: [.group("g1", duration: "P7D")])
    let ending = PlannedOperation.sample(2, needs: [1], ends: 1, delay: "P7D")
    let given = try store.approve(asked, [.sample(1), ending])
    #expect(try store.startSending(given[0].id, now: Moment.start))
    try store.finish(given[0].id, status: .applied, answer: nil, now: Moment.start)
    func end() throws -> Date? {
      try store.ending(of: asked.items[0].entitlement, for: People.ada.key)
    }
    var longer = sample()
    longer["items"] = [
      ["id": "1", "operation": "grant", "type": "group", "value": "g1", "duration": "P30D"]
    ]
    try pull(store, [longer])
    let plan = Plan.sample("r1", [])
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    #expect(try end() == Moment.afterDays(7), "Somebody else may have been faster.")
    let unwritten = try #require(try store.unwrittenDecisions().first)
    try store.markWritten(unwritten.id, now: Moment.after(60))
    #expect(try end() == Moment.afterDays(30).addingTimeInterval(60))
    try store.markWritten(unwritten.id, now: Moment.after(120))
    #expect(try end() == Moment.afterDays(30).addingTimeInterval(60))
  }

  @Test func whoComesSecondSendsNothing() throws {
    let store = try store()
    try pull(store, [sample()])
    let plan = Plan.sample("r1")
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    let theirs = sample(
      "denied", decisions: [verdict(by: "Zoe", digest: plan.digest, outcome: "denied")])
    try pull(store, [theirs], at: Moment.after(60))
    let request = try #require(try store.request(Self.id))
    #expect(request.status == .denied && request.items.map(\.status) == [.denied])
    let action = try #require(try store.actions(for: Self.id).first)
    #expect(action.status == .conflicted)
    #expect(action.advice == "Zoe decided this request on idp first: nothing was sent.")
    #expect(try store.dueActions(server: "idp", now: Moment.after(61)).isEmpty)
    #expect(try store.unwrittenDecisions().isEmpty)
    #expect(try store.events().last == "decision.overtaken")
  }

  @Test func ourOwnDecisionComingBackIsWritten() throws {
    let store = try store()
    try pull(store, [sample()])
    let plan = Plan.sample("r1")
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    let ours = sample("approved", decisions: [verdict(by: "Priya Nair", digest: plan.digest)])
    try pull(store, [ours], at: Moment.after(60))
    #expect(try store.unwrittenDecisions().isEmpty)
    #expect(try store.dueActions(server: "idp", now: Moment.after(61)).count == 1)
    #expect(try store.events().last == "decision.written")
  }

  @Test func aRequestThatChangedUnderTheDecisionIsNotDecided() throws {
    let store = try store()
    try pull(store, [sample()])
    let plan = Plan.sample("r1")
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    let worded = Sample.accessRequest(
      "r1", beneficiary: "a", requester: "c", justification: "really needed")
    try pull(store, [worded], at: Moment.after(30))
    #expect(try store.unwrittenDecisions().count == 1)

    let other = Sample.accessRequest(
      "r1", beneficiary: "a", requester: "c", items: [Sample.group(item: "root")])
    try pull(store, [other], at: Moment.after(60))
    #expect(try store.unwrittenDecisions().isEmpty)
    #expect(try store.request(Self.id)?.status == .cancelled)
    #expect(try store.actions(for: Self.id).map(\.status) == [.conflicted])
    // What is asked for now waits for a decision of its own.
    let anew = try #require(try store.request(.init(rawValue: "idp/r1")))
    #expect(anew.status == .pending && anew.items.map(\.entitlement.value) == ["root"])
    #expect(anew.origin == .shared(server: "idp", resourceID: "r1"))
    #expect(try store.events().suffix(2) == ["decision.outdated", "request.received"])
    let next = Plan.sample("idp/r1")
    #expect(try store.decide(.sample(next), plan: next, now: Moment.after(61)) == nil)
    try pull(store, [sample()], at: Moment.after(90))
    #expect(try store.request(.init(rawValue: "idp/r1/2"))?.status == .pending)
    #expect(try store.isAuditIntact())
  }

  @Test func whoseAddressChangedIsStillTheOneWhoAsked() throws {
    let store = try store()
    try pull(store, [sample()])
    try store.users(
      "idp", [Sample.user("c", name: "Chen Wei", mail: "wei@example.com")], at: Moment.after(60))
    let plan = Plan.sample("r1")
    let chen = PersonReference(key: IdentityKey(rawValue: "mail:wei@example.com"), name: "Chen Wei")
    #expect(
      try store.decide(.sample(plan, by: chen), plan: plan, now: Moment.after(61))
        == .operatorIsRequester)
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.after(61)) == nil)
  }

  @Test func overtakenByHandEndsOurs() throws {
    let store = try store()
    try pull(store, [sample()])
    let plan = Plan.sample("r1")
    #expect(try store.decide(.sample(plan), plan: plan, now: Moment.start) == nil)
    let id = try #require(try store.unwrittenDecisions().first?.id)
    try store.markOvertaken(id, status: .cancelled, by: nil, now: Moment.after(1))
    #expect(try store.request(Self.id)?.status == .cancelled)
    #expect(try store.actions(for: Self.id).first?.status == .conflicted)
    try store.markOvertaken(id, status: .denied, by: nil, now: Moment.after(2))
    #expect(try store.request(Self.id)?.status == .cancelled)
  }

  @Test func whatIsGoneFromTheServerIsWithdrawn() throws {
    let store = try store()
    let other = Sample.accessRequest("r2", beneficiary: "a", requester: "c")
    try pull(store, [sample(), other])
    for time in [60.0, 120] { try pull(store, [other], at: Moment.after(time)) }
    #expect(try store.request(Self.id)?.status == .cancelled)
    #expect(try store.request(.init(rawValue: "r2"))?.status == .pending)
  }

  @Test func sharedRequestsAreWithdrawnWhereTheyAre() throws {
    let store = try store()
    try pull(store, [sample()])
    let refusal = try store.cancel(
      Self.id, actor: People.chen, reason: "no need", now: Moment.start)
    #expect(refusal == .planBlocked(reason: "it is shared: withdraw it on idp."))
    #expect(try store.request(Self.id)?.status == .pending)
  }

  @Test func anIDThatIsTakenGetsItsServersName() throws {
    let store = try store()
    try store.submit([.sample("r1")], actor: People.chen, now: Moment.start)
    try pull(store, [sample()])
    let shared = try #require(try store.request(.init(rawValue: "idp/r1")))
    #expect(shared.origin == .shared(server: "idp", resourceID: "r1"))
    #expect(try store.request(Self.id)?.origin == .local)
  }

  private static let statuses: [(String?, RequestStatus)] = [
    ("pending", .pending), ("Pending", .pending), (nil, .pending), ("approved", .approved),
    ("denied", .denied), ("cancelled", .cancelled), ("expired", .expired), ("draft", .draft),
    ("escalated", .draft), ("", .draft),
  ]

  @Test(arguments: statuses)
  func anUnknownStatusIsNotApproved(text: String?, status: RequestStatus) throws {
    let store = try store()
    try pull(store, [sample(text)])
    #expect(try store.request(Self.id)?.status == status)
  }

  private static let unreadable: [JSON] = [
    ["id": "r1", "requester": ["value": "c"], "items": [["type": "group", "value": "g1"]]],
    ["id": "r1", "beneficiary": ["value": "a"], "items": []],
    ["id": "r1", "beneficiary": ["value": "a"]],
    [
      "id": "r1", "beneficiary": ["value": "a"],
      "items": [["operation": "transfer", "type": "group", "value": "g1"]],
    ],
    ["id": "r1", "beneficiary": "a", "items": "g1"],
    ["id": "r1", "beneficiary": ["value": "a"], "items": [Sample.group(item: "g1")]],
    Sample.accessRequest(
      "r1", beneficiary: "a", requester: "c",
      items: [Sample.group(item: "g1"), Sample.group(item: "g2")]),
  ]

  @Test(arguments: unreadable) func whatCannotBeReadIsSaidNotTaken(json: JSON) throws {
    let store = try store()
    try pull(store, [json])
    #expect(try store.request(Self.id) == nil)
    #expect(try store.events() == ["request.unreadable"])
    #expect(try store.resource(server: "idp", type: "AccessRequest", id: "r1") != nil)
  }

  @Test func itemsNameAServerOrMeanTheirOwn() throws {
    let store = try store()
    let items: [JSON] = [
      ["server": "code", "type": "Role", "value": "x", "duration": "P1D"],
      ["server": "", "type": "account"], ["type": "teleport", "display": "a laptop"],
    ]
    try pull(
      store, [Sample.accessRequest("r1", beneficiary: "a", requester: "c", items: items)])
    let taken = try #require(try store.request(Self.id)).items
    #expect(taken.map(\.entitlement.server) == ["code", "idp", "idp"])
    #expect(taken.map(\.entitlement.type) == [.role, .account, .manual])
    #expect(taken.map(\.display) == ["x", "", "a laptop"])
    #expect(taken.map(\.duration) == ["P1D", nil, nil])
  }
}
