import Foundation
import Governance
import SCIM
import Sandbox
import Store
import Synchronization

@testable import Sync

/// The sandbox's identity provider with a habit of its own of taking PATCH, a store on disk that was
/// synced from it, and one group with somebody in it.
final class FormWorld {
  let folder: ScratchFolder
  let clock = TestClock()
  let sandbox: Sandbox
  let transport: SandboxTransport
  private(set) var store: Store
  let group: String
  /// The member whom requests are about.
  let user: String
  /// The others. Order: by id.
  let others: [String]
  private let person: PersonReference

  /// - Parameter bulk: the limits of bulk requests; nil for a server that does not announce any.
  init(_ patches: Dialect.Patches, bulk: Dialect.Bulk? = nil) throws {
    folder = try ScratchFolder()
    store = try Store(path: folder.database)
    let settings = Sandbox.Settings(
      people: 40, requests: 2, patches: [.idp: patches], bulk: bulk.map { [.idp: $0] } ?? [:])
    sandbox = Sandbox(settings) { [clock] in clock.now }
    transport = SandboxTransport(sandbox)
    try store.seed(sandbox, .idp, now: clock.now)
    if let bulk { try store.announce(bulk, now: clock.now) }
    let operators = try store.people(named: sandbox.operatorEmail).map(\.person.key)
    for json in try Self.list(sandbox, "Groups") {
      let members = Self.members(json)
      guard (4...12).contains(members.count), let id = json["id"]?.string else { continue }
      for member in members {
        guard let person = try store.identity(server: "idp", userID: member),
          !operators.contains(person.key),
          try store.accounts(of: person.key, on: "idp").first?.isActive == true
        else { continue }
        (group, user, self.person) = (id, member, person)
        others = members.filter { $0 != member }
        return
      }
    }
    throw StoreError(.notFound, "No group fits.", advice: "Look at the sandbox's sample.")
  }

  private static func list(_ sandbox: Sandbox, _ endpoint: String) throws -> [JSON] {
    try JSON(parsing: get(sandbox, "\(endpoint)?count=50"))["Resources"]?.array ?? []
  }

  private static func get(_ sandbox: Sandbox, _ path: String) -> [UInt8] {
    sandbox.handle(
      SandboxRequest(
        "GET", "/idp/scim/v2/\(path)", headers: [("Authorization", "Bearer sandbox-idp-token")])
    ).body
  }

  private static func members(_ group: JSON) -> [String] {
    (group["members"]?.array?.compactMap { $0["value"]?.string } ?? []).sorted()
  }

  /// As the server has it.
  func resource(_ path: String) throws -> JSON { try JSON(parsing: Self.get(sandbox, path)) }

  func members() throws -> [String] { Self.members(try resource("Groups/\(group)")) }

  /// Active people with an account who are in no way in the group. Order: as listed.
  func strangers(_ count: Int) throws -> [PersonReference] {
    let inside = Set(try members())
    let operators = try store.people(named: sandbox.operatorEmail).map(\.person.key)
    var found: [PersonReference] = []
    for json in try Self.list(sandbox, "Users") where json["active"] != false {
      guard let id = json["id"]?.string, !inside.contains(id), found.count < count,
        let person = try store.identity(server: "idp", userID: id),
        try store.accounts(of: person.key, on: "idp").count == 1, !operators.contains(person.key)
      else { continue }
      found.append(person)
    }
    return found
  }

  /// People whom another server knows, and this one does not.
  func newcomers(_ count: Int) throws -> [PersonReference] {
    let users = (1...count).map { number -> JSON in
      [
        "schemas": [.string(SchemaURN.user)], "id": "h\(number)",
        "userName": "newcomer\(number)", "displayName": "Newcomer \(number)", "active": true,
        "emails": [["value": "newcomer\(number)@example.com", "primary": true]],
      ]
    }
    try store.seed(server: "hr", users: users, now: clock.now)
    return (1...count).map {
      PersonReference(
        key: IdentityKey(rawValue: "mail:newcomer\($0)@example.com"), name: "Newcomer \($0)")
    }
  }

  /// Of the accounts, how many have the user name.
  func accountCount(_ name: String) throws -> Int {
    let filter = PercentEncoding.query([("filter", "userName eq \"\(name)\"")])
    return try JSON(parsing: Self.get(sandbox, "Users?\(filter)"))["Resources"]?.array?.count ?? 0
  }

  func restart() throws { store = try Store(path: folder.database) }

  /// Asks, and approves.
  func approve(
    _ operation: ItemOperation, _ type: EntitlementType, _ value: String = "", id: String = "x1",
    duration: String? = nil, for other: PersonReference? = nil
  ) throws {
    try approve(
      [PlanSamples.item(operation, type, value, duration: duration)], id: id, for: other)
  }

  func approve(_ items: [RequestItem], id: String, for other: PersonReference? = nil) throws {
    let bruno = DeskBench.bruno
    try store.submit(
      [
        AccessRequest(
          id: RequestID(rawValue: id), origin: .local, requester: bruno,
          beneficiary: other ?? person,
          items: items, justification: "INC-4312", submitted: clock.now)
      ], actor: bruno, now: clock.now)
    let desk = Desk(store: store)
    let digest = try desk.plan(for: RequestID(rawValue: id))?.digest ?? ""
    let results = desk.decide(
      [Desk.Choice(request: RequestID(rawValue: id), shownDigest: digest)], outcome: .approved,
      reason: "", operator: Operator(DeskBench.priya), now: clock.now)
    guard results.allSatisfy(\.isRecorded) else {
      throw StoreError(.database, "\(results)", advice: "")
    }
  }

  @discardableResult
  func dispatch(_ crash: Crash = Crash(at: nil)) async -> DispatchOutcome {
    let client = SCIMClient(
      configuration: ServerConfiguration(
        name: "idp", baseURL: SandboxTransport.base + "/idp/scim/v2",
        token: .command(["printf", "sandbox-idp-token"])),
      transport: MortalTransport(base: transport, crash: crash), now: { [clock] in clock.now })
    return await Dispatcher(
      outbox: MortalOutbox(base: store, crash: crash), client: { _ in client },
      clock: { [clock] in clock.now },
      pause: clock.clock.sleep
    ).run("idp")
  }

  func actions(_ ids: [String]) throws -> [Action] {
    try ids.flatMap { try store.actions(for: RequestID(rawValue: $0)) }
  }

  func action(_ id: String = "x1") throws -> Action? {
    try store.actions(for: RequestID(rawValue: id)).first
  }

  /// The writes. Shape: `PATCH → 501`.
  var writes: [String] {
    transport.writes.map { line in
      let words = line.split(separator: " ")
      return "\(words[0]) → \(words.last ?? "")"
    }
  }

  func habits() throws -> [String] {
    try store.habits(server: "idp").map {
      "\($0.change) \($0.isHarmful ? "never " : "")\($0.form)"
    }
  }
}

extension Store {
  /// As discovery finds a server that offers bulk.
  fileprivate func announce(_ bulk: Dialect.Bulk, now: Date) throws {
    let capabilities = Capabilities(
      checkedAt: now, resourceTypes: [], etag: .proven, equalityFilter: .proven, bulk: .announced)
    var known = capabilities
    known.bulkLimits = BulkLimits(
      operations: bulk.maximumOperations, payloadSize: bulk.maximumPayloadSize)
    try saveSyncState(
      SyncState(server: "idp", lastSync: now, capabilitiesJSON: known.remembered))
  }
}
