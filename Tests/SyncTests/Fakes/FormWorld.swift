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

  init(_ patches: Dialect.Patches) throws {
    folder = try ScratchFolder()
    store = try Store(path: folder.database)
    sandbox = Sandbox(.init(people: 40, requests: 2, patches: [.idp: patches])) {
      [clock] in clock.now
    }
    transport = SandboxTransport(sandbox)
    try store.seed(sandbox, .idp, now: clock.now)
    let operators = try store.people(named: sandbox.operatorEmail).map(\.person.key)
    for json in try Self.list(sandbox, "Groups") {
      let members = Self.members(json)
      guard members.count > 3, let id = json["id"]?.string else { continue }
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

  func restart() throws { store = try Store(path: folder.database) }

  /// Asks, and approves.
  func approve(
    _ operation: ItemOperation, _ type: EntitlementType, _ value: String = "", id: String = "x1",
    duration: String? = nil
  ) throws {
    let bruno = DeskBench.bruno
    let item = PlanSamples.item(operation, type, value, duration: duration)
    try store.submit(
      [
        AccessRequest(
          id: RequestID(rawValue: id), origin: .local, requester: bruno, beneficiary: person,
          items: [item], justification: "INC-4312", submitted: clock.now)
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
