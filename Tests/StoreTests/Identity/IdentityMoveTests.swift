import Foundation
import Governance
import SCIM
import Testing

@testable import Store

/// Keys change; nobody may decide for themselves because of that.
@Suite struct IdentityMoveTests {
  private static let newKey = IdentityKey(rawValue: "mail:ada.o@example.com")
  private static let newAda = PersonReference(key: newKey, name: "Ada Okafor")

  private func user(_ server: String, _ mail: String, employee: String? = nil) -> JSON {
    Sample.user("\(server)-1", name: "Ada Okafor", mail: mail, employeeNumber: employee)
  }

  private func store(_ servers: [String] = ["hr", "idp"]) throws -> Store {
    let store = try Store.inMemory(StoreSettings(priority: ["hr", "idp"]))
    for server in servers { try store.users(server, [user(server, "ada@example.com")]) }
    return store
  }

  private func remail(_ store: Store, _ server: String, _ mail: String) throws {
    _ = try store.saveResource(
      server: server, type: "User", bytes: user(server, mail).bytes, now: Moment.after(60))
  }

  private func decide(_ store: Store, _ id: String, by person: PersonReference) throws
    -> DecisionRefusal?
  {
    let plan = Plan.sample(id)
    return try store.decide(.sample(plan, by: person), plan: plan, now: Moment.after(90))
  }

  @Test func aRequestFollowsItsPersonToANewAddress() throws {
    let store = try store(["hr"])
    try store.submit(
      [.sample("r1"), .sample("r2", beneficiary: People.chen, requester: People.ada)],
      actor: People.chen, now: Moment.start)
    try remail(store, "hr", "ada.o@example.com")
    #expect(try store.request(.init(rawValue: "r1"))?.beneficiary.key == Self.newKey)
    #expect(try store.request(.init(rawValue: "r2"))?.requester.key == Self.newKey)
    #expect(try decide(store, "r1", by: Self.newAda) == .operatorIsBeneficiary)
    #expect(try decide(store, "r2", by: Self.newAda) == .operatorIsRequester)
    let record = try #require(try store.auditHead())
    #expect(record.event == "identity.rekeyed" && record.subject == Self.newKey.rawValue)
    #expect(record.detail.contains(#""pending":["r1","r2"]"#), "\(record.detail)")
    #expect(try store.isAuditIntact())
  }

  @Test func halfWayThroughAChangeBothAreOnePersonForTheRules() throws {
    let store = try store()
    try store.submit([.sample("r1")], actor: People.chen, now: Moment.start)
    try remail(store, "idp", "ada.o@example.com")
    #expect(try store.names() == ["Ada Okafor", "Ada Okafor"])
    try store.submit(
      [.sample("r2", beneficiary: Self.newAda)], actor: People.chen, now: Moment.start)
    #expect(try decide(store, "r1", by: Self.newAda) == .operatorMayBe(who: "Ada Okafor"))
    #expect(try decide(store, "r2", by: People.ada) == .operatorMayBe(who: "Ada Okafor"))
    #expect(try store.kin(of: People.ada.key) == [Self.newKey])
    let queue = try store.queue(
      folder: .forMe, operator: People.ada, offset: 0, count: 9, now: Moment.start)
    #expect(queue.total == 0, "what one may not decide is not for one")
    let all = try store.queue(
      folder: .open, operator: People.ada, offset: 0, count: 9, now: Moment.start)
    #expect(all.rows.allSatisfy { $0.refusal != nil })

    try remail(store, "hr", "ada.o@example.com")
    #expect(try store.request(.init(rawValue: "r1"))?.beneficiary.key == Self.newKey)
    #expect(try store.names() == ["Ada Okafor"])
  }

  @Test func joiningSomebodyWhoWasThereBeforeTakesNothingAlong() throws {
    let store = try store(["hr"])
    try store.users(
      "idp", [Sample.user("b", name: "Bruno Lima", mail: "bruno@example.com")])
    try store.submit([.sample("r1")], actor: People.chen, now: Moment.start)
    try remail(store, "hr", "bruno@example.com")
    #expect(try store.request(.init(rawValue: "r1"))?.beneficiary == People.ada)
    #expect(try decide(store, "r1", by: People.bruno) == .operatorMayBe(who: "Ada Okafor"))
  }

  @Test func aVoteCountsOnceUnderWhateverKey() throws {
    let store = try store()
    let policy = Policy(steps: [
      PolicyStep(name: "two", approvers: [.anyone], quorum: 2)
    ])
    try store.users(
      "chat", [Sample.user("b", name: "Bruno Lima", mail: "bruno@example.com")])
    try store.submit(
      [.sample("r1", beneficiary: People.bruno)], actor: People.chen, now: Moment.start)
    let plan = Plan.sample("r1")
    try store.take(policy, plan)
    #expect(try decide(store, "r1", by: People.ada) == nil)
    try remail(store, "idp", "ada.o@example.com")
    #expect(try decide(store, "r1", by: Self.newAda) == .alreadyVoted(step: "two"))
    #expect(try decide(store, "r1", by: People.priya) == nil)
    #expect(try store.request(plan.request)?.status == .approved)
  }

  // MARK: Another correlation

  private func reopen(_ folder: TemporaryFolder, _ correlation: [CorrelationAttribute]) throws
    -> Store
  {
    try Store(
      path: folder.database,
      settings: StoreSettings(correlation: correlation, priority: ["hr", "idp"]),
      now: Moment.after(600))
  }

  @Test func anotherCorrelationRekeysWhatIsPending() throws {
    let folder = try TemporaryFolder()
    do {
      let store = try reopen(folder, [.emails])
      try store.users("hr", [user("hr", "ada@example.com", employee: "7")])
      try store.users("idp", [user("idp", "ada@example.com", employee: "7")])
      try store.submit([.sample("r1")], actor: People.chen, now: Moment.start)
    }
    let store = try reopen(folder, [.employeeNumber])
    let seven = PersonReference(key: IdentityKey(rawValue: "employee:7"), name: "Ada Okafor")
    #expect(try store.request(.init(rawValue: "r1"))?.beneficiary.key == seven.key)
    #expect(try decide(store, "r1", by: seven) == .operatorIsBeneficiary)
    #expect(try store.auditHead()?.event == "identity.rekeyed")
    #expect(try store.isAuditIntact())
    // And back.
    let again = try reopen(folder, [.emails])
    #expect(try again.request(.init(rawValue: "r1"))?.beneficiary.key == People.ada.key)
  }

  @Test func whoFallsApartDecidesForNoneOfTheParts() throws {
    let folder = try TemporaryFolder()
    let seven = IdentityKey(rawValue: "employee:7")
    do {
      let store = try reopen(folder, [.employeeNumber])
      try store.users("hr", [user("hr", "ada@example.com", employee: "7")])
      try store.users("idp", [user("idp", "ada.o@example.com", employee: "7")])
      try store.submit(
        [.sample("r1", beneficiary: PersonReference(key: seven, name: "Ada Okafor"))],
        actor: People.chen, now: Moment.start)
    }
    let store = try reopen(folder, [.emails])
    #expect(try store.request(.init(rawValue: "r1"))?.beneficiary.key == seven)
    #expect(try store.kin(of: People.ada.key) == [seven, Self.newKey])
    #expect(try decide(store, "r1", by: People.ada) == .operatorMayBe(who: "Ada Okafor"))
    #expect(try decide(store, "r1", by: Self.newAda) == .operatorMayBe(who: "Ada Okafor"))
    try store.submit(
      [.sample("r2", beneficiary: Self.newAda)], actor: People.chen, now: Moment.start)
    #expect(try decide(store, "r2", by: People.ada) == .operatorMayBe(who: "Ada Okafor"))
  }

  @Test func linksSurviveAnotherCorrelation() throws {
    let folder = try TemporaryFolder()
    do {
      let store = try AccountLinkTests.store(folder.database)
      _ = try store.link(
        AccountLinkTests.zed, to: .person(People.ada.key), actor: People.priya, reason: "",
        needsSecond: false,
        now: Moment.start)
    }
    let store = try reopen(folder, [.userName])
    let ada = IdentityKey(rawValue: "user:ada")
    #expect(try store.accounts(of: ada).map(\.server) == ["hr", "idp", "chat"])
    try AccountLinkTests.sync(store, at: Moment.after(700))
    #expect(try store.accounts(of: ada).map(\.server) == ["hr", "idp", "chat"])
  }
}
