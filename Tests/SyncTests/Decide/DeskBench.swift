import Foundation
import Governance
import HTTP
import SCIM
import Store

@testable import Sync

/// A store on disk, a server, and people: Ada asks, Priya decides.
final class DeskBench {
  static let ada = PersonReference(
    key: IdentityKey(rawValue: "mail:ada@example.com"), name: "Ada Okafor")
  static let bruno = PersonReference(
    key: IdentityKey(rawValue: "mail:bruno@example.com"), name: "Bruno Lima")
  static let priya = PersonReference(
    key: IdentityKey(rawValue: "mail:priya@example.com"), name: "Priya Nair")

  let folder: ScratchFolder
  let clock = TestClock()
  let server: ModelServer
  private(set) var store: Store

  init(accounts: [String] = ["ada", "bruno", "priya"], quirks: ModelServer.Quirks = .init()) throws
  {
    folder = try ScratchFolder()
    store = try Store(path: folder.database)
    server = ModelServer(Self.resources(accounts), quirks: quirks)
    try sync()
    // Who is known from elsewhere, and has no account here.
    try store.seed(
      server: "hr", users: ["ada", "bruno", "priya"].map { Self.user($0, id: "h-\($0)") },
      now: clock.now)
  }

  /// The same world once more, from the file of one that is closed.
  init(copying file: String, accounts: [String], quirks: ModelServer.Quirks) throws {
    folder = try ScratchFolder()
    try FileManager.default.copyItem(atPath: file, toPath: folder.database)
    store = try Store(path: folder.database)
    server = ModelServer(Self.resources(accounts), quirks: quirks)
  }

  private static func resources(_ accounts: [String]) -> [String: JSON] {
    var resources: [String: JSON] = [
      "/Groups/g1": ["displayName": "platform-admins", "members": [["value": "priya"]]]
    ]
    for name in accounts { resources["/Users/\(name)"] = user(name) }
    return resources
  }

  static func user(_ name: String, id: String? = nil) -> JSON {
    let names = ["ada": "Ada Okafor", "bruno": "Bruno Lima", "priya": "Priya Nair"]
    var json: JSON = [
      "schemas": [.string(SchemaURN.user)], "id": .string(id ?? name), "userName": .string(name),
      "displayName": .string(names[name] ?? name), "active": true,
      "emails": [["value": .string("\(name)@example.com"), "primary": true]],
    ]
    json["externalId"] = .string("x-\(name)")
    return json
  }

  /// Reads the whole server into the mirror.
  func sync() throws {
    try store.seed(
      server: "idp", users: server.all("/Users/"), groups: server.all("/Groups/"),
      capabilities: Capabilities(checkedAt: clock.now, resourceTypes: [], etag: .absent),
      now: clock.now)
  }

  /// The program is started again on the same file.
  func restart() throws { store = try Store(path: folder.database) }

  var desk: Desk { Desk(store: store) }

  func submit(
    _ items: RequestItem..., id: String = "r1", requester: PersonReference = DeskBench.bruno,
    expires: Date? = nil
  ) throws {
    try store.submit(
      [
        AccessRequest(
          id: RequestID(rawValue: id), origin: .local, requester: requester,
          beneficiary: Self.ada, items: items, justification: "INC-4312", submitted: clock.now,
          expires: expires)
      ], actor: requester, now: clock.now)
  }

  func digest(_ id: String = "r1") throws -> String {
    try desk.plan(for: RequestID(rawValue: id))?.digest ?? ""
  }

  @discardableResult
  func decide(
    _ ids: String..., outcome: DecisionOutcome = .approved, reason: String = "",
    by person: PersonReference = DeskBench.priya, digest: String? = nil
  ) throws -> [DecisionResult.End] {
    let choices = try ids.map {
      Desk.Choice(request: RequestID(rawValue: $0), shownDigest: try digest ?? self.digest($0))
    }
    return desk.decide(
      choices, outcome: outcome, reason: reason, operator: Operator(person), now: clock.now
    ).map(\.end)
  }

  @discardableResult
  func dispatch(_ crash: Crash = Crash(at: nil)) async -> DispatchOutcome {
    let transport = MortalTransport(base: server, crash: crash)
    let client = SCIMClient(
      configuration: ServerConfiguration(name: "idp", baseURL: ModelServer.base),
      transport: transport, now: { [clock] in clock.now })
    return await Dispatcher(
      outbox: MortalOutbox(base: store, crash: crash),
      client: { $0 == "idp" ? client : nil }, clock: { [clock] in clock.now },
      pause: clock.clock.sleep
    ).run("idp")
  }

  func statuses(_ id: String = "r1") throws -> [ActionStatus] {
    try store.actions(for: RequestID(rawValue: id)).map(\.status)
  }

  var members: [String] {
    server["/Groups/g1"]?["members"]?.array?.compactMap { $0["value"]?.string } ?? []
  }
}
