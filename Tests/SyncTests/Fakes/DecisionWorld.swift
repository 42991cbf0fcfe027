import Foundation
import Governance
import HTTP
import SCIM
import Sandbox
import Store
import Testing

@testable import Sync

/// The sandbox's people under a random policy, and all that may happen to what they ask for.
final class DecisionWorld {
  struct Membership: Hashable {
    var user: String
    var group: String
  }

  static let servers = ["hr", "idp"]

  private(set) var dice: SeededGenerator
  let clock = TestClock()
  let store: Store
  private let transport: SandboxTransport
  private let tenant: Tenant
  private let configurations: [ServerConfiguration]
  private let engine: SyncEngine
  private let dispatcher: Dispatcher
  private var policy = Policy.standard
  private var people: [PersonReference] = []
  private var groups: [Entitlement] = []
  private var before: Set<Membership> = []
  private(set) var ids: [RequestID] = []
  /// What happened, for whoever has to find out why.
  private(set) var story: [String] = []

  init(seed: UInt64) async throws {
    dice = SeededGenerator(seed: seed &* 2_654_435_761)
    let clock = clock
    let sandbox = Sandbox(
      Sandbox.Settings(people: Organisation.minimumPeople, seed: seed % 5, requests: 2),
      clock: { clock.now })
    let transport = SandboxTransport(sandbox)
    self.transport = transport
    let tenants = sandbox.tenants.filter { Self.servers.contains($0.name.rawValue) }
    tenant = try #require(tenants.last)
    configurations = tenants.map { tenant in
      ServerConfiguration(
        name: tenant.name.rawValue, baseURL: SandboxTransport.base + tenant.path,
        token: .command(["printf", tenant.token]))
    }
    store = try Store(path: ":memory:", settings: StoreSettings(priority: Self.servers))
    engine = SyncEngine(
      store: store, servers: configurations, transport: transport, clock: clock.clock)
    let clients = configurations.map {
      SCIMClient(configuration: $0, transport: transport, now: { clock.now })
    }
    dispatcher = Dispatcher(
      store: store, client: { name in clients.first { $0.configuration.name == name } },
      clock: clock.clock)
    _ = await engine.syncAll()
    try choosePeople()
    before = try memberships()
    policy = randomPolicy()
  }

  var desk: Desk { Desk(store: store, servers: configurations, policy: policy) }

  // MARK: Chance

  private func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &dice) == 0 }

  private func one<Value>(of values: [Value]) throws -> Value {
    try #require(values.randomElement(using: &dice))
  }

  private func choosePeople() throws {
    let rows = try store.people(search: "", offset: 0, count: 200, now: clock.now).rows
    people = Array(
      rows.filter { row in row.accounts.contains { $0.server == "idp" && $0.isActive != false } }
        .map(\.person).shuffled(using: &dice).prefix(9))
    groups = Array(
      try store.entitlements(search: "", server: "idp", count: 100).rows
        .filter { $0.reference.type == .group }.shuffled(using: &dice).prefix(5))
    #expect(people.count == 9 && groups.count == 5)
  }

  private func randomPolicy() -> Policy {
    let named = people.prefix(4).map { person in
      Approver.person(String(person.key.rawValue.dropFirst("mail:".count)))
    }
    let all: [Approver] =
      [.anyone, .manager, .managersManager] + named
      + groups.prefix(2).map { .members(server: "idp", group: $0.reference.value) }
    let steps = (0..<Int.random(in: 1...3, using: &dice)).map { number in
      PolicyStep(
        name: "s\(number)",
        approvers: Array(all.shuffled(using: &dice).prefix(Int.random(in: 1...3, using: &dice))),
        fallbacks: chance(2) ? [.anyone] : [], quorum: Int.random(in: 1...2, using: &dice),
        condition: chance(4) ? "beneficiary.account eq \"hr\"" : nil)
    }
    var rules: [PolicyRule] = []
    if chance(3) {
      rules.append(
        PolicyRule(name: "small", condition: "not (item.operation eq \"grant\")", effect: .approve))
    }
    if chance(4) {
      rules.append(
        PolicyRule(
          name: "never", condition: "item.value eq \"\(groups[4].reference.value)\"", effect: .deny)
      )
    }
    var policy = Policy(
      order: chance(2) ? .inTurn : .sideBySide, steps: steps, rules: rules,
      time: chance(2) ? TimeRules(dueSeconds: 86_400, expireSeconds: 4 * 86_400) : nil,
      takesLess: chance(2))
    policy.breakGlass = BreakGlass(
      who: named, access: groups.prefix(3).map(\.reference), duration: "PT1H",
      reviewers: [.anyone], reviewSeconds: 3_600)
    return policy
  }

  // MARK: What happens

  func step() async throws {
    switch Int.random(in: 0..<20, using: &dice) {
    case 0...3: try submit()
    case 4...9: try decide()
    case 10: try lend()
    case 11: try offer()
    case 12: try undo()
    case 13: try takeInNeed()
    case 14: try withdraw()
    case 15: policy = randomPolicy()
    case 16:
      clock.advance(Double.random(in: 60...90_000, using: &dice))
      story.append("time passes")
    case 17: await sync()
    default: await dispatch()
    }
  }

  private func note(_ what: String, _ refusal: String?) {
    story.append(refusal.map { "\(what): \($0)" } ?? what)
  }

  private func request(for person: PersonReference? = nil) throws -> AccessRequest {
    let beneficiary = try person ?? one(of: people)
    let items = try (1...Int.random(in: 1...2, using: &dice)).map { number in
      let group = try one(of: groups)
      return RequestItem(
        id: String(number), operation: person != nil || !chance(3) ? .grant : .revoke,
        entitlement: group.reference, display: group.display,
        duration: chance(2) ? "P1D" : nil)
    }
    let id = RequestID(rawValue: "r\(ids.count + 1)")
    ids.append(id)
    return AccessRequest(
      id: id, origin: .local, requester: try person ?? one(of: people), beneficiary: beneficiary,
      items: items, justification: "INC-1", submitted: clock.now)
  }

  private func submit() throws {
    let request = try request()
    let isImported = chance(4)
    let actor = try isImported ? one(of: people) : request.requester
    try store.submit([request], actor: actor, now: clock.now)
    let decided = try desk.judge([request.id], now: clock.now)
    story.append("\(request.id.rawValue) asked, \(decided.count) by rule")
  }

  private func pending() throws -> RequestID? {
    try ids.filter { try store.request($0)?.status == .pending }.randomElement(using: &dice)
  }

  private func decide() throws {
    guard let id = try pending(), let plan = try desk.plan(for: id) else { return }
    let choice = Desk.Choice(
      request: id, shownDigest: chance(10) ? String(plan.digest.reversed()) : plan.digest)
    let person = try one(of: people)
    let result = desk.decide(
      [choice], outcome: chance(10) ? .denied : .approved, reason: "seen",
      operator: Operator(person, kin: try store.kin(of: person.key)), now: clock.now)
    story.append("\(id.rawValue) by \(person.name): \(result.map(\.end))")
  }

  private func lend() throws {
    let loan = Delegation(
      from: try one(of: people), to: try one(of: people), starts: clock.now,
      ends: clock.now.addingTimeInterval(86_400))
    note("\(loan.from.name) lends \(loan.to.name)", try store.delegate(loan, now: clock.now))
  }

  private func offer() throws {
    guard let id = try pending() else { return }
    let person = try one(of: people)
    let outcome = try desk.offer(
      OfferWish(duration: "PT2H"), for: id, operator: Operator(person), now: clock.now)
    story.append("\(id.rawValue) offered: \(outcome)")
    guard let offer = try store.offer(for: id) else { return }
    let taker = try chance(3) ? one(of: people) : store.request(id)?.requester
    let taken = try desk.accept(offer, by: taker, now: clock.now)
    story.append("taken: \(taken)")
  }

  private func undo() throws {
    let approved = try ids.filter { try store.request($0)?.status == .approved }
    guard let id = approved.randomElement(using: &dice) else { return }
    let person = try one(of: people)
    let detail = try #require(
      try desk.detail(id, operator: Operator(person), now: clock.now))
    let draft = Undo(of: detail, now: clock.now).draft(
      of: detail.request, requester: person, reason: "wrong")
    let next = RequestID(rawValue: "r\(ids.count + 1)")
    guard let request = draft?.request(id: next, origin: .local, now: clock.now) else { return }
    ids.append(next)
    try store.submit([request], actor: person, now: clock.now)
    try desk.judge([next], now: clock.now)
    story.append("\(next.rawValue) undoes \(id.rawValue)")
  }

  private func takeInNeed() throws {
    let person = try one(of: people)
    let request = try request(for: person)
    note(
      "\(request.id.rawValue) taken by \(person.name)",
      try desk.breakGlass(request, now: clock.now)?.code)
  }

  private func withdraw() throws {
    guard let id = try pending(), let request = try store.request(id) else { return }
    note(
      "\(id.rawValue) withdrawn",
      try store.cancel(id, actor: request.requester, reason: "", now: clock.now)?.code)
  }

  private func sync() async {
    _ = await engine.syncAll()
    do {
      try store.expireRequests(now: clock.now)
      try store.advanceClocks(now: clock.now)
      let waiting = try ids.filter { try store.request($0)?.status == .pending }
      let decided = try desk.judge(waiting, now: clock.now)
      story.append("synced, \(decided.count) by rule")
    } catch { Issue.record(error) }
  }

  private func dispatch() async {
    for outcome in await dispatcher.run(Self.servers) {
      if outcome.storeError != nil || outcome.isBusy { Issue.record("\(outcome)") }
      if !outcome.actions.isEmpty { story.append("sent \(outcome.actions)") }
    }
  }

  /// All that is due is done.
  func settle() async throws {
    for _ in 0..<6 {
      clock.advance(3_600)
      await dispatch()
    }
    await sync()
  }

  // MARK: What the server shows

  /// What the applied actions make of the memberships that there were. Order: as they were applied.
  func expected() throws -> Set<Membership> {
    var memberships = before
    for record in try store.auditRecords(after: 0, count: 100_000)
    where record.event == "action.applied" {
      let number = try #require(try JSON(parsing: Array(record.detail.utf8))["action"]?.int)
      let action = try #require(try store.action(Int64(number)))
      for fact in action.operation.establishes {
        let membership = Membership(user: fact.subject, group: fact.object)
        if fact.kind == .member { memberships.insert(membership) }
        if fact.kind == .notMember { memberships.remove(membership) }
      }
    }
    return memberships
  }

  /// The calls of the plan that the audit log says was approved. Shape: their paths.
  func decidedCalls(of id: RequestID) throws -> [String?] {
    let record = try store.auditRecords(after: 0, count: 100_000).first {
      $0.event == "decision.approved" && $0.subject == id.rawValue
    }
    let detail = try JSON(parsing: Array((try #require(record)).detail.utf8))
    return (detail["plan"]?["operations"]?.array ?? []).map { $0["call"]?["path"]?.string }
  }

  func memberships() throws -> Set<Membership> {
    var found: Set<Membership> = []
    for group in try store.entitlements(search: "", server: "idp", count: 1_000).rows
    where group.reference.type == .group {
      let id = group.reference.value
      let response = transport.sandbox.handle(
        SandboxRequest(
          "GET", "\(tenant.path)/Groups/\(id)",
          headers: [("Authorization", "Bearer \(tenant.token)")], body: []))
      let json = try JSON(parsing: response.body)
      for member in json["members"]?.array ?? [] {
        found.insert(Membership(user: member["value"]?.string ?? "", group: id))
      }
    }
    return found
  }
}
