import Foundation
import Governance
import HTTP
import SCIM
import Store
import Testing

@testable import Sync

/// One server, one outbox and a clock that stands still.
struct DispatchBench {
  typealias S = PlanSamples

  let server: ModelServer
  let outbox = MemoryOutbox()
  let clock = TestClock()

  /// A group g1 and Ada's account u1.
  init(
    quirks: ModelServer.Quirks = .init(), members: [String] = ["u9"], ada: JSON? = Self.ada,
    etag: Capabilities.Support? = nil
  ) {
    var resources: [String: JSON] = [
      "/Groups/g1": [
        "displayName": "platform-admins",
        "members": .array(members.map { ["value": .string($0)] }),
      ],
      "/Users/u9": ["userName": "zoe", "active": true],
    ]
    resources["/Users/u1"] = ada
    server = ModelServer(resources, quirks: quirks)
    remember(etag: etag ?? (quirks.hasVersions ? .proven : .absent))
  }

  static let ada: JSON = ["userName": "ada", "active": true]

  func remember(etag: Capabilities.Support = .absent, filter: Capabilities.Support = .unknown) {
    let capabilities = Capabilities(
      checkedAt: S.now, resourceTypes: [], etag: etag, equalityFilter: filter)
    outbox.change {
      $0.syncStates["idp"] = SyncState(
        server: "idp", capabilitiesJSON: capabilities.remembered)
    }
  }

  /// Approves a request and puts its plan into the outbox.
  @discardableResult
  func approve(_ items: RequestItem..., facts: [String: ItemFacts]) -> Plan {
    var request = S.request()
    request.items = items
    let plan = S.plan(request, facts)
    outbox.accept(plan, now: clock.now)
    return plan
  }

  func approveGroup(duration: String? = nil) {
    approve(S.item(.grant, .group, "g1", duration: duration), facts: ["1": S.group()])
  }

  /// A new account, and the group that it joins.
  func approveAccount() {
    var account = ItemFacts()
    account.document = S.document
    approve(
      S.item(.grant, .account), S.item(.grant, .group, "g1", id: "2"),
      facts: ["1": account, "2": S.group(account: nil)])
  }

  func run() async -> DispatchOutcome { await run(Crash(at: nil)) }

  /// Runs until nothing is due, or until the program dies.
  @discardableResult
  func run(_ crash: Crash) async -> DispatchOutcome {
    await ServerDispatch(
      server: "idp",
      client: SCIMClient(
        configuration: ServerConfiguration(name: "idp", baseURL: ModelServer.base),
        transport: MortalTransport(base: server, crash: crash), now: { [clock] in clock.now }),
      outbox: MortalOutbox(base: outbox, crash: crash), clock: { [clock] in clock.now },
      pause: clock.clock.sleep
    ).run()
  }

  /// Shape: `applied`, `waiting in 5 s`, `failed 403 Not you.`; an action a line.
  var statuses: [String] {
    outbox.read { state in
      state.actions.map { action in
        let wait = action.due.map { " in \(Int($0.timeIntervalSince(clock.now))) s" } ?? ""
        let answer = action.answer.map { " \($0.status) \($0.text)" } ?? ""
        let said = [.applied, .queued].contains(action.status) ? "" : answer
        return "\(action.status.rawValue)\(wait)\(said)"
      }
    }
  }

  func members(_ group: String = "g1") -> [String] {
    server["/Groups/\(group)"]?["members"]?.array?.compactMap { $0["value"]?.string } ?? []
  }
}
