import Foundation
import SCIM
import Store
import Testing

/// The mirror has what the server has: after the first sync, after changes that nobody told it of,
/// and after what Countersign itself sent.
@Suite(
  "The mirror and scim2-server from PyPI",
  .enabled(if: PythonPackage.isPythonPresent, "Python with venv is needed to install it"))
struct MirrorTruthTests {
  static let changeCount = 100

  @Test(arguments: ForeignServerTests.packages)
  func mirrorEqualsTheServer(_ package: PythonPackage) async throws {
    let server = try await ForeignServer(package, arguments: [])
    var organisation = try await ForeignOrganisation.seed(server)
    let program = try Countersign(
      operator: ForeignOrganisation.userName(1), requester: ForeignOrganisation.userName(2))
    #expect(try program.addServer("lab", server.base).status == 0)
    try sync(program)
    try await expectTruth(program, server, "after the first sync")

    let seed = UInt64.random(in: 0..<1 << 32)
    var changes = RandomChanges(seed: seed)
    for _ in 0..<Self.changeCount { try await changes.strike(server, &organisation) }
    try sync(program)
    try await expectTruth(program, server, "after a hundred changes of seed \(seed)")

    try approve("--grant", person: 19, group: organisation.lasting, program)
    try approve("--revoke", person: 0, group: organisation.lasting, program)
    try await expectTruth(program, server, "after a grant and a revocation, before a sync")
    try sync(program)
    try await expectTruth(program, server, "after a grant and a revocation")
  }

  /// What a server was proven to do, and that proving it left nothing behind.
  @Test(arguments: ForeignServerTests.packages)
  func aCheckFindsTheTruthAndLeavesNothing(_ package: PythonPackage) async throws {
    let server = try await ForeignServer(package, arguments: [])
    _ = try await ForeignOrganisation.seed(server)
    let program = try Countersign(
      operator: ForeignOrganisation.userName(1), requester: ForeignOrganisation.userName(2))
    #expect(try program.addServer("lab", server.base).status == 0)
    let before = try await Truth(server)
    let report = try #require(try program.records("server", "check", "--write", "lab").first)
    #expect(try await Truth(server) == before)
    let proofs = report["proofs"]?.array ?? []
    func does(_ subject: String) -> String? {
      proofs.first { $0["subject"]?.string == subject }?["does"]?.string
    }
    for subject in [
      "userNameFilter", "versions", "staleVersion", "removeMemberByFilter", "deletion",
    ] {
      #expect(does(subject) == "proven", "\(subject)")
    }
    let isOld = package.name.hasSuffix("old")
    #expect(does("removeMemberByValue") == (isOld ? "refuted" : "absent"))
    #expect(does("addMemberTwice") == (isOld ? "refuted" : "proven"))
    #expect(does("total") == (isOld ? "refuted" : "proven"))
  }

  private func sync(_ program: Countersign) throws {
    let synced = try program.run("sync")
    #expect(synced.status == 0, "\(synced.errors)")
  }

  private func approve(
    _ operation: String, person: Int, group: String, _ program: Countersign
  ) throws {
    let request = try #require(
      try program.ask(
        "--for", ForeignOrganisation.userName(person), operation,
        "lab:group:\(group)", "--reason", "INC-2 interoperability"
      ).first)
    let id = try #require(request["id"]?.string)
    let plan = try #require(try program.records("plan", id).first)
    let digest = try #require(plan["planDigest"]?.string)
    let approved = try program.run("approve", id, "--plan-digest", digest)
    #expect(approved.status == 0, "\(approved.errors)")
  }

  private func expectTruth(
    _ program: Countersign, _ server: ForeignServer, _ moment: String
  ) async throws {
    let (truth, mirror) = (try await Truth(server), try program.mirror(of: "lab"))
    #expect(truth.users.count > 20 && !truth.groups.isEmpty)
    for (id, user) in truth.users { #expect(mirror.users[id] == user, "\(moment)") }
    for (id, group) in truth.groups { #expect(mirror.groups[id] == group, "\(moment)") }
    #expect(mirror.users.count == truth.users.count, "\(moment)")
    #expect(mirror.groups.count == truth.groups.count, "\(moment)")
  }
}

/// What a server, or a mirror of it, holds of what matters.
struct Truth: Equatable, Sendable {
  struct User: Equatable, Sendable {
    var userName: String?
    var externalID: String?
    var displayName: String?
    var isActive: Bool?
    var department: String?
    var manager: String?
  }

  struct Group: Equatable, Sendable {
    var displayName: String?
    var members: Set<String>
  }

  var users: [String: User] = [:]
  var groups: [String: Group] = [:]

  init(users: [JSON], groups: [JSON]) {
    for user in users {
      let enterprise = user[SchemaURN.enterpriseUser]
      self.users[user["id"]?.string ?? ""] = User(
        userName: user["userName"]?.string, externalID: user["externalId"]?.string,
        displayName: user["displayName"]?.string, isActive: user["active"]?.bool,
        department: enterprise?["department"]?.string,
        manager: enterprise?["manager"]?["value"]?.string)
    }
    for group in groups {
      let members = group["members"]?.array?.compactMap { $0["value"]?.string } ?? []
      self.groups[group["id"]?.string ?? ""] = Group(
        displayName: group["displayName"]?.string, members: Set(members))
    }
  }

  /// Goes on while a page brings a new id, whatever the server counts.
  init(_ server: ForeignServer) async throws {
    var rows: [String: [JSON]] = [:]
    for endpoint in ["/Users", "/Groups"] {
      var seen: Set<String> = []
      while true {
        let page = try await server.call(
          "GET", "\(endpoint)?startIndex=\(seen.count + 1)&count=100")
        let new = try ListResponse(page).resources
          .filter { seen.insert($0["id"]?.string ?? "").inserted }
        if new.isEmpty { break }
        rows[endpoint, default: []] += new
      }
    }
    self.init(users: rows["/Users"] ?? [], groups: rows["/Groups"] ?? [])
  }
}

/// Changes that others make on a server.
struct RandomChanges {
  private var generator: SplitMix
  private let seed: UInt64
  private var serial = 0
  // More than half of a list that is gone at once waits for the operator's word.
  private var deletableGroups = 5

  init(seed: UInt64) {
    self.seed = seed
    generator = SplitMix(state: seed)
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }

  /// Never the first twenty users and the last group, which the test still needs.
  mutating func strike(
    _ server: ForeignServer, _ organisation: inout ForeignOrganisation
  ) async throws {
    serial += 1
    let mark = JSON.string("changed-\(seed)-\(serial)")
    let user = Int.random(in: 20..<organisation.users.count, using: &generator)
    let group = Int.random(in: 0..<organisation.groups.count - 1, using: &generator)
    let (userID, groupID) = (organisation.users[user], organisation.groups[group])
    switch Int.random(in: 0..<8, using: &generator) {
    case 0:
      let made = try await server.call(
        "POST", "/Users", ["schemas": [.string(SchemaURN.user)], "userName": mark])
      organisation.users.append(made["id"]?.string ?? "")
    case 1:
      try await server.call("DELETE", "/Users/\(userID)")
      organisation.users.remove(at: user)
    case 2: try await patch(server, "/Users/\(userID)", "replace", "displayName", mark)
    case 3:
      let isActive = JSON.bool(Bool.random(using: &generator))
      try await patch(server, "/Users/\(userID)", "replace", "active", isActive)
    case 4:
      let made = try await server.call(
        "POST", "/Groups", ["schemas": [.string(SchemaURN.group)], "displayName": mark])
      organisation.groups.insert(made["id"]?.string ?? "", at: 0)
    case 5 where deletableGroups > 0:
      deletableGroups -= 1
      try await server.call("DELETE", "/Groups/\(groupID)")
      organisation.groups.remove(at: group)
    case 6: try await patch(server, "/Groups/\(groupID)", "replace", "displayName", mark)
    default:
      try await patch(
        server, "/Groups/\(groupID)", "add", "members", [["value": .string(userID)]])
    }
  }

  private func patch(
    _ server: ForeignServer, _ path: String, _ operation: String, _ attribute: String, _ value: JSON
  ) async throws {
    let body: JSON = [
      "schemas": [.string(SchemaURN.patchOp)],
      "Operations": [["op": .string(operation), "path": .string(attribute), "value": value]],
    ]
    try await server.call("PATCH", path, body)
  }
}
