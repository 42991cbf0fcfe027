import Foundation
import SCIM
import Testing

/// The README's quick start, by the real program, against a server that others wrote.
@Suite(
  "scim2-server from PyPI",
  .enabled(if: PythonPackage.isPythonPresent, "Python with venv is needed to install it"))
struct ForeignServerTests {
  static let packages = [
    PythonPackage(name: "scim2-server-new", requirements: ["scim2-server[cursor]==0.8.3"]),
    PythonPackage(
      name: "scim2-server-old", requirements: ["scim2-server==0.1.9", "scim2-models==0.6.12"]),
  ]

  @Test(arguments: packages)
  func approvalChangesTheServer(_ package: PythonPackage) async throws {
    let server = try await ForeignServer(package, arguments: [])
    let organisation = try await ForeignOrganisation.seed(server)
    let program = try Countersign(
      operator: ForeignOrganisation.userName(1), requester: ForeignOrganisation.userName(2))

    let added = try program.addServer("lab", server.base)
    #expect(added.status == 0, "\(added.errors)")
    let synced = try program.run("sync")
    #expect(synced.status == 0, "\(synced.errors)")
    let listed = try #require(try program.records("server", "list").first)
    #expect(listed["userCount"]?.int == ForeignOrganisation.userCount)
    #expect(listed["groupCount"]?.int == ForeignOrganisation.groupCount)

    let group = 4
    let before = try await members(of: organisation.groups[group], on: server)
    #expect(before.count == ForeignOrganisation.memberCount(ofGroup: group))

    try await decide(
      "--grant", person: 150, group: group, program: program, server: server,
      organisation: organisation)
    let granted = try await members(of: organisation.groups[group], on: server)
    #expect(granted == (before + [organisation.users[150]]).sorted())

    try await decide(
      "--revoke", person: 0, group: group, program: program, server: server,
      organisation: organisation)
    let revoked = try await members(of: organisation.groups[group], on: server)
    #expect(revoked == granted.filter { $0 != organisation.users[0] })

    let verified = try program.run("audit", "verify")
    #expect(verified.status == 0, "\(verified.errors)")
  }

  /// Asks, looks at the plan, approves by its digest; the server is untouched until then.
  private func decide(
    _ operation: String, person: Int, group: Int, program: Countersign, server: ForeignServer,
    organisation: ForeignOrganisation
  ) async throws {
    let before = try await members(of: organisation.groups[group], on: server)
    let request = try #require(
      try program.ask(
        "--for", ForeignOrganisation.userName(person), operation,
        "lab:group:\(ForeignOrganisation.groupName(group))", "--reason", "INC-1 interoperability"
      ).first)
    let id = try #require(request["id"]?.string)
    let plan = try #require(try program.records("plan", id).first)
    let digest = try #require(plan["planDigest"]?.string)
    #expect(plan.text.contains("/Groups/\(organisation.groups[group])"))
    #expect(try await members(of: organisation.groups[group], on: server) == before)

    let other = String(repeating: "0", count: 64)
    let refused = try program.run("approve", id, "--plan-digest", other)
    #expect(refused.status == 1, "\(refused.output)\(refused.errors)")
    #expect(try await members(of: organisation.groups[group], on: server) == before)

    let approved = try program.run("approve", id, "--plan-digest", digest)
    #expect(approved.status == 0, "\(approved.errors)")
    let again = try program.run("approve", id, "--plan-digest", digest)
    #expect(again.status == 1, "a request is decided once")
  }

  /// Order: sorted; a member that stands there twice counts twice.
  private func members(of group: String, on server: ForeignServer) async throws -> [String] {
    let resource = try await server.call("GET", "/Groups/\(group)")
    return (resource["members"]?.array ?? []).compactMap { $0["value"]?.string }.sorted()
  }
}
