import Foundation
import Testing

@testable import countersign

/// Operators with different roles on one database.
@Suite("Roles of operators")
struct VisibilityJourneyTests {
  private static let chen = "chen.wei@example.com"
  private static let samuel = "samuel.mbeki@example.com"

  private static let policy = """
    [[role]]
    name = "approver"
    members = ["person:priya.nair@example.com"]
    [[role]]
    name = "help desk"
    members = ["person:chen.wei@example.com"]
    can = ["people", "request"]
    hide = ["enterprise"]
    mask = ["emails"]
    [[role]]
    name = "manager"
    members = ["person:samuel.mbeki@example.com"]
    can = ["people", "decide"]
    people = "my-reports"
    """

  private func office() async throws -> Office {
    let office = try Office()
    try Self.policy.write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    await office.expect(.success, "sync")
    return office
  }

  @Test("Each does what their role says, and a refusal names it")
  func actions() async throws {
    let office = try await office()
    let asked = await office.run(
      "request", "--for", "Bruno Lima", "--grant", "idp:group:security-auditors", "--reason", "T",
      as: Self.chen)
    let id = try #require(asked.output.first, "\(asked.errorText)")
    for arguments in [
      ["approve", id, "--yes"], ["deny", id, "--reason", "no"], ["sync"], ["audit", "verify"],
      ["replay", id], ["ask", id, "--question", "why"], ["counter", id, "--for-duration", "1d"],
    ] {
      let run = await office.run(arguments, as: Self.chen)
      #expect(run.status == .refused, "\(arguments)")
      #expect(run.errorText.contains("Your role “help desk” does not let you"), "\(run.errorText)")
    }
    let own = await office.expect(
      .refused, "request", "--grant", "idp:group:finance-approvers", "--reason", "T",
      as: Self.samuel)
    #expect(own.errorText.contains("Your role “manager” does not let you ask for access"))
    await office.expect(.refused, "audit", "export", as: "ada.okafor@example.com")
    await office.expect(.success, "approve", id, "--yes")
  }

  @Test("What is hidden says so, and whom one may not see is refused")
  func sight() async throws {
    let office = try await office()
    let full = await office.expect(.success, "show", "Bruno Lima", "--json")
    #expect(full.text.contains("bruno.lima@example.com"))
    let desk = await office.expect(.success, "show", "Bruno Lima", as: Self.chen)
    #expect(desk.text.contains("(hidden by role help desk)"), "\(desk.text)")
    #expect(desk.text.contains("(masked by role help desk)"), "\(desk.text)")
    let far = await office.run("show", "Bruno Lima", as: Self.samuel)
    let isReport = far.status == .success
    #expect(isReport || far.errorText.contains("it shows “my-reports”"), "\(far.errorText)")
    await office.expect(.success, "show", "Samuel Mbeki", as: Self.samuel)
    let nobody = await office.expect(.refused, "show", "Bruno Lima", as: "ada.okafor@example.com")
    #expect(nobody.errorText.contains("No role of policy.toml is yours"), "\(nobody.errorText)")
  }

  @Test("No limit, word, scope or finding tells what a role hides")
  func oracles() async throws {
    let office = try await office()
    for arguments in [
      ["people", "--limit", "department co \"a\""],
      ["people", "--limit", "emails.value co \"bruno\""],
      ["queue", "--folder", "open", "--limit", "beneficiary.department co \"a\""],
    ] {
      await office.expect(.success, "people", "--limit", "department co \"a\"")
      let run = await office.run(arguments, as: Self.chen)
      #expect(run.status == .refused, "\(arguments)")
      #expect(run.errorText.contains("Your role “help desk” hides "), "\(run.errorText)")
    }
    let listed = await office.expect(.success, "people", "bruno", "--json", as: Self.chen)
    #expect(listed.text.contains("(hidden by role help desk)"), "\(listed.text)")
    await office.expect(.refused, "people", "bruno", as: "ada.okafor@example.com")
    let findings = await office.expect(.success, "findings", as: Self.chen)
    #expect(!findings.text.contains("employee number"), "\(findings.text)")
  }

  @Test("What is never fetched is not in the database either")
  func neverFetched() async throws {
    let office = try Office(servers: [.hr])
    let text = try String(contentsOfFile: office.places.configuration, encoding: .utf8)
    func configure(_ names: String) throws {
      try (text + "never_fetch = [\(names)]\n").write(
        toFile: office.places.configuration, atomically: true, encoding: .utf8)
    }
    try configure("\"userName\"")
    let needed = await office.expect(.configuration, "sync")
    #expect(needed.errorText.contains("plans are made of it"), "\(needed.errorText)")
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber"
    try configure("\"title\", \"\(path)\"")
    await office.expect(.success, "sync")
    let shown = await office.expect(.success, "show", "Bruno Lima", "--json")
    #expect(!shown.text.contains("employeeNumber"), "\(shown.text)")
    #expect(shown.text.contains("enterprise.department"), "\(shown.text)")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: office.places.database))
    #expect(bytes.range(of: Data("employeeNumber\":".utf8)) == nil)
  }
}
