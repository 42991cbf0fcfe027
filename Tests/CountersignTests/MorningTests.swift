import Foundation
import Sandbox
import Testing

@testable import countersign

@Suite("A morning's work in the shell")
struct MorningTests {
  @Test("sync, queue, plan, approve, applied, proven")
  func mainLine() async throws {
    let office = try Office()
    let sync = await office.run("sync")
    #expect(sync.status == .success, "\(sync.errorText)")
    #expect(sync.output.count == 4)

    let queue = await office.run("queue")
    #expect(queue.status == .success, "\(queue.errorText)")
    #expect(queue.text.contains("Ada Okafor"))

    let id = try await office.request(for: "Bruno Lima")
    let plan = await office.run("plan", id)
    #expect(plan.status == .success, "\(plan.errorText)")
    #expect(plan.text.contains("PATCH /Groups/"))
    let digest = try #require(plan.output.last?.split(separator: " ").last.map(String.init))

    let approve = await office.run("approve", id, "--plan-digest", digest)
    #expect(approve.status == .success, "\(approve.errorText)")
    #expect(approve.text.contains("approved"))
    #expect(approve.text.contains(": applied"))

    // The server's own answer shows the change.
    #expect(try await office.members(of: "platform-engineers", on: .code).contains("Bruno Lima"))

    let second = await office.run("approve", id, "--yes")
    #expect(second.status == .refused)
    #expect(second.errorText.contains("already"))

    let verify = await office.run("audit", "verify")
    #expect(verify.status == .success, "\(verify.errorText)")
    #expect(verify.text.contains("all as they were written"))
  }

  @Test func asksBeforeItApproves() async throws {
    let office = try Office()
    await office.run("sync")
    let id = try await office.request(for: "Bruno Lima")
    let nobody = await office.run("approve", id)
    #expect(nobody.status == .refused)
    #expect(nobody.errorText.contains("--plan-digest"))

    let no = await office.run("approve", id, answers: [""])
    #expect(no.status == .refused)
    #expect(no.questions == ["Approve this plan? [y/N] "])
    #expect(no.errorText.contains("PATCH /Groups/"))

    let wrong = await office.run("approve", id, "--plan-digest", String(repeating: "0", count: 64))
    #expect(wrong.status == .refused)
    #expect(wrong.errorText.contains("not the one"))

    let yes = await office.run("approve", id, answers: ["y"])
    #expect(yes.status == .success, "\(yes.errorText)")
  }

  @Test func nobodyDecidesForThemselves() async throws {
    let office = try Office()
    await office.run("sync")
    for name in ["Priya Nair", "Elif Demir"] {
      let id = try await office.request(for: name)
      let run = await office.run("approve", id, "--yes")
      #expect(run.status == .refused)
      #expect(run.errorText.contains("Ask another approver"), "\(run.errorText)")
    }
  }

  @Test func deniesWithAReason() async throws {
    let office = try Office()
    await office.run("sync")
    let id = try await office.request(for: "Ada Okafor")
    await office.expect(.usage, "deny", id)
    await office.expect(.refused, "deny", id, "--reason", "  ")
    let run = await office.run("deny", id, "--reason", "Use the replica.")
    #expect(run.status == .success, "\(run.errorText)")
    let decided = await office.run("queue", "--folder", "decided", "--json")
    #expect(decided.text.contains(id))
  }

  @Test func aDenialThatComesSecondIsNotReportedAsDone() async throws {
    let office = try Office()
    await office.run("sync")
    let id = try await office.request(for: "Ada Okafor")
    let approval = #"""
      {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
       {"op":"add","path":"decisions","value":[{"item":"1","outcome":"approved",
        "authority":{"value":"x","display":"Chen Wei"},"decided":"2026-11-24T05:00:00Z"}]},
       {"op":"replace","path":"status","value":"approved"}]}
      """#
    let tenant = office.sandbox.tenant(.idp)
    let answer = office.sandbox.handle(
      SandboxRequest(
        "PATCH", "\(tenant.path)/AccessRequests/\(id)",
        headers: [("Authorization", "Bearer \(tenant.token)")], body: Array(approval.utf8)))
    #expect(answer.status == 200)
    let run = await office.run("deny", id, "--reason", "Not now.")
    #expect(run.status == .refused)
    #expect(run.errorText.contains("already approved by Chen Wei"), "\(run.errorText)")
  }

  @Test func asksAndImports() async throws {
    let office = try Office()
    await office.run("sync")
    let asked = await office.run(
      "request", "--for", "Ada Okafor", "--grant", "idp:group:security-auditors", "--for-duration",
      "7d", "--reason", "audit", "--ticket", "T-1")
    #expect(asked.status == .success, "\(asked.errorText)")
    let id = try #require(asked.output.first)
    let plan = await office.run("plan", id)
    #expect(plan.text.contains("security-auditors"))
    #expect(plan.text.contains("by itself"))
    // Whoever asks does not decide.
    await office.expect(.refused, "approve", id, "--yes")

    let file = """
      {"id":"imp-1","requester":"Chen Wei","beneficiary":"ada okafor","submitted":\
      "2026-11-24T05:00:00Z","items":[{"operation":"grant","server":"idp","type":"group",\
      "value":"security-auditors"}],"justification":"again"}
      """
    let imported = await office.run("import", "-", input: file + "\n\n")
    #expect(imported.status == .success, "\(imported.errorText)")
    #expect(imported.text == "1 request taken.")
    let again = await office.run("import", "-", input: file)
    #expect(again.text == "0 requests taken, 1 known already.")
    // Whoever brings a request in has asked for it, whomever it names.
    let own = await office.expect(.refused, "approve", "imp-1", "--yes")
    #expect(own.errorText.contains("You brought this request in"), "\(own.errorText)")
    await office.expect(.refused, "deny", "imp-1", "--reason", "no")
    #expect(!(await office.run("queue", "--json").text.contains("imp-1")))
    await office.expect(.success, "approve", "imp-1", "--yes", as: "samuel.mbeki@example.com")
  }

  /// Without an id, the same is known as long as it waits for a decision.
  @Test func aFileImportedTwiceMakesNoTwins() async throws {
    let office = try Office()
    await office.run("sync")
    let line = """
      {"requester":"Chen Wei","beneficiary":"Ada Okafor","items":[{"operation":"grant",\
      "server":"idp","type":"group","value":"security-auditors"}],"justification":"on call"}
      """
    let other = line.replacing("on call", with: "audit")
    #expect(await office.run("import", "-", input: line).text == "1 request taken.")
    let again = await office.run(
      "import", "-", input: [line, other, other].joined(separator: "\n"))
    #expect(again.text == "1 request taken, 2 known already.")
    let open = await office.run("queue", "--folder", "open", "--json")
    let mine = open.output.filter { $0.contains("\"justification\":\"on call\"") }
    #expect(mine.count == 1, "\(open.text)")
    let id = try #require(
      mine.first?.components(separatedBy: "\"id\":\"").dropFirst().first?.prefix { $0 != "\"" })
    await office.expect(
      .success, "deny", String(id), "--reason", "not now", as: "samuel.mbeki@example.com")
    // Asked again after a decision it is another request.
    #expect(await office.run("import", "-", input: line).text == "1 request taken.")
  }

  @Test func anImportIsAllOrNothing() async throws {
    let office = try Office()
    await office.run("sync")
    let good = """
      {"requester":"Chen Wei","beneficiary":"Ada Okafor","items":[{"operation":"grant",\
      "server":"idp","type":"group","value":"security-auditors"}]}
      """
    let before = await office.run("queue", "--folder", "open", "--json").output.count
    let text = [
      good, "", "{", good.replacing("Ada Okafor", with: "Nobody At All"),
      good.replacing("security-auditors", with: "securty-auditors"),
      good.replacing("idp", with: "ipd"), good,
    ].joined(separator: "\n")
    let run = await office.run("import", "-", input: text)
    #expect(run.status == .refused)
    let lines = run.errorText.split(separator: "\n").map(String.init)
    #expect(lines.count == 5, "\(run.errorText)")
    for (line, number) in zip(lines, [3, 4, 5, 6]) { #expect(line.contains("-:\(number): ")) }
    #expect(run.errorText.contains("Did you mean “idp”?"))
    #expect(run.errorText.contains("Nothing was taken"))
    #expect(await office.run("queue", "--folder", "open", "--json").output.count == before)
  }

  @Test func showsAPerson() async throws {
    let office = try Office()
    await office.run("sync")
    let run = await office.run("show", "ada okafor")
    #expect(run.status == .success, "\(run.errorText)")
    for word in ["Ada Okafor", "Fields", "Accounts", "hr", "idp", "Holds", "Open requests"] {
      #expect(run.text.contains(word), "\(word) is missing in \(run.text)")
    }
    let json = await office.run("show", "ada okafor", "--json")
    #expect(json.output.count == 1)
    let nobody = await office.run("show", "Adda Okafor")
    #expect(nobody.status == .refused)
    #expect(nobody.errorText.contains("No server knows"))
  }
}

extension Office {
  /// Display names of a group's members, as the server itself tells.
  func members(of group: String, on name: TenantName) async throws -> [String] {
    let tenant = sandbox.tenant(name)
    func get(_ path: String) throws -> [String: Any] {
      let answer = sandbox.handle(
        SandboxRequest(
          "GET", tenant.path + path, headers: [("Authorization", "Bearer \(tenant.token)")]))
      let json = try JSONSerialization.jsonObject(with: Data(answer.body))
      return try #require(json as? [String: Any])
    }
    let groups = try get("/Groups?count=50")["Resources"] as? [[String: Any]] ?? []
    let found = try #require(groups.first { $0["displayName"] as? String == group })
    let members = try get("/Groups/\(try #require(found["id"] as? String))")["members"]
    return try (members as? [[String: Any]] ?? []).compactMap { member in
      let user = try get("/Users/\(try #require(member["value"] as? String))")
      return user["displayName"] as? String ?? (user["name"] as? [String: Any])?["formatted"]
        as? String
    }
  }
}
