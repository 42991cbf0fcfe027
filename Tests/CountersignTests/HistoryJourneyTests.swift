import Foundation
import Sandbox
import Testing

@testable import countersign

/// An auditor asks why somebody has this, and what they had before.
@Suite("Blame, log, diff and the past in the shell")
struct HistoryJourneyTests {
  private static let day = 86_400.0
  private static let title = #""path":"title","value":"Head of Data""#

  private func office() async throws -> Office {
    let office = try Office(servers: [.idp])
    await office.expect(.success, "sync")
    return office
  }

  /// Changes the server behind our back, a day later, and reads it.
  private func changed(_ office: Office) async throws {
    office.pass(seconds: Self.day)
    let ada = try office.id(of: "ada.okafor@example.com", on: .idp)
    try office.patch("/Users/\(ada)", #"{"op":"replace",\#(Self.title)}"#, on: .idp)
    let group = try office.group("security-auditors", on: .idp)
    try office.patch(
      "/Groups/\(group)", #"{"op":"add","path":"members","value":[{"value":"\#(ada)"}]}"#,
      on: .idp)
    await office.expect(.success, "sync", "--full")
    office.pass(seconds: Self.day)
  }

  private func lines(_ result: Office.Result) throws -> [[String: Any]] {
    try result.output.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test("Each grant says its request, or that nobody decided it, and since when")
  func blame() async throws {
    let office = try await office()
    let before = await office.expect(.success, "blame", "Ada Okafor")
    #expect(before.text.contains("held since before the first sync"), "\(before.text)")
    #expect(!before.text.contains("unexplained"), "\(before.text)")
    try await changed(office)
    let id = try await office.request(for: "Ada Okafor")
    await office.expect(.success, "approve", id, "--yes")
    let after = await office.expect(.success, "blame", "Ada Okafor")
    #expect(after.text.contains("unexplained: nobody decided it here"), "\(after.text)")
    #expect(after.text.contains("by Priya Nair, request \(id)"), "\(after.text)")
    let one = await office.expect(
      .success, "blame", "Ada Okafor", "security-auditors", "--json")
    let record = try #require(try lines(one).first?["grant"] as? [String: Any])
    #expect(record["firstSeen"] as? String == "2026-11-25T06:00:00Z", "\(one.text)")
    let none = await office.expect(.refused, "blame", "Ada Okafor", "no-such-group")
    #expect(none.errorText.contains("does not hold “no-such-group”"), "\(none.errorText)")
    let then = await office.expect(
      .refused, "blame", "Ada Okafor", "security-auditors", "--at", "2026-11-24T12:00:00Z")
    #expect(then.errorText.contains("did not hold"), "\(then.errorText)")
  }

  @Test("What was is shown as of its date, and the difference between two dates")
  func past() async throws {
    let office = try await office()
    let title = try await office.field("title", of: "Ada Okafor")
    try await changed(office)
    let noon = "2026-11-24T12:00:00Z"
    let then = await office.expect(.success, "show", "Ada Okafor", "--at", noon)
    #expect(then.output.first?.contains("as of 2026-11-24") == true, "\(then.text)")
    #expect(then.text.contains(title) && !then.text.contains("Head of Data"), "\(then.text)")
    #expect(!then.text.contains("security-auditors"), "\(then.text)")
    let diff = await office.expect(
      .success, "diff", "Ada Okafor", "--from", noon, "--to", "now")
    #expect(diff.text.contains("\(title) → Head of Data"), "\(diff.text)")
    #expect(diff.text.contains("group security-auditors"), "\(diff.text)")
    let json = try lines(
      await office.expect(.success, "diff", "Ada Okafor", "--from", noon, "--json"))
    #expect((json.first?["gained"] as? [Any])?.count == 1)
    let log = await office.expect(.success, "log", "Ada Okafor")
    #expect(log.text.contains("title: \(title) → Head of Data"), "\(log.text)")
    #expect(log.text.contains("joined security-auditors"), "\(log.text)")
    let late = await office.expect(
      .success, "log", "Ada Okafor", "--from", "2026-11-25T12:00:00Z")
    #expect(late.errorText.contains("Nothing is known of Ada Okafor"), "\(late.errorText)")
  }

  @Test("Wrong names and dates say what is wrong")
  func errors() async throws {
    let office = try await office()
    try await changed(office)
    let cases: [(EndStatus, [String], String)] = [
      (.refused, ["blame", "Adda"], "No server knows “Adda”"),
      (.refused, ["show", "Ada Okafor", "--at", "2020-01-01"], "The history begins on 2026-11-24"),
      (.refused, ["show", "Ada Okafor", "--at", "2030-01-01"], "is still to come"),
      (.usage, ["show", "Ada Okafor", "--at", "2026-02-30"], "2026-02-30"),
      (.usage, ["log", "Ada Okafor", "--from", "yesterday"], "yesterday"),
      (
        .refused, ["diff", "Ada Okafor", "--from", "2026-11-25", "--to", "2026-11-24T12:00:00Z"],
        "is not before"
      ),
      (
        .refused, ["diff", "Ada Okafor", "--from", "2020-01-01"],
        "The history begins on 2026-11-24"
      ),
      (.usage, ["diff", "Ada Okafor"], "--from"),
    ]
    for (status, arguments, sentence) in cases {
      let run = await office.run(arguments)
      #expect(run.status == status, "\(arguments): \(run.errorText)")
      #expect(run.errorText.contains(sentence), "\(arguments): \(run.errorText)")
    }
  }

  @Test("What a role hides is hidden in the past too")
  func hidden() async throws {
    let office = try await office()
    try await changed(office)
    try """
    [[role]]
    name = "help desk"
    members = ["person:priya.nair@example.com"]
    can = ["people"]
    hide = ["title"]
    """.write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    for arguments in [
      ["log", "Ada Okafor"], ["log", "Ada Okafor", "--json"],
      ["diff", "Ada Okafor", "--from", "2026-11-24T12:00:00Z"],
      ["diff", "Ada Okafor", "--from", "2026-11-24T12:00:00Z", "--json"],
      ["show", "Ada Okafor"], ["show", "Ada Okafor", "--at", "2026-11-25T12:00:00Z"],
      ["show", "Ada Okafor", "--at", "2026-11-25T12:00:00Z", "--json"],
      ["blame", "Ada Okafor", "--json"],
    ] {
      let run = await office.run(arguments)
      #expect(run.status == .success, "\(arguments): \(run.errorText)")
      #expect(!run.text.contains("Head of Data"), "\(arguments): \(run.text)")
      if arguments[0] != "blame" {
        #expect(run.text.contains("hidden by role help desk"), "\(arguments): \(run.text)")
      }
    }
    try """
    [[role]]
    name = "manager"
    members = ["person:priya.nair@example.com"]
    people = "my-reports"
    """.write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    for verb in ["blame", "log", "show"] {
      let refused = await office.expect(.refused, verb, "Ada Okafor")
      #expect(refused.errorText.contains("Your role “manager”"), "\(refused.errorText)")
    }
  }
}

extension Office {
  fileprivate func ask(
    _ method: String, _ path: String, body: String = "", on name: TenantName
  ) throws -> [String: Any] {
    let tenant = sandbox.tenant(name)
    let answer = sandbox.handle(
      SandboxRequest(
        method, tenant.path + path, headers: [("Authorization", "Bearer \(tenant.token)")],
        body: Array(body.utf8)))
    #expect((200..<300).contains(answer.status), "\(method) \(path)")
    if answer.body.isEmpty { return [:] }
    let json = try JSONSerialization.jsonObject(with: Data(answer.body))
    return try #require(json as? [String: Any])
  }

  /// Changes a resource as somebody else would, without asking us.
  func patch(_ path: String, _ operation: String, on name: TenantName) throws {
    _ = try ask(
      "PATCH", path,
      body: """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\(operation)]}
        """, on: name)
  }

  func id(of mail: String, on name: TenantName) throws -> String {
    let users = try ask("GET", "/Users?filter=emails.value%20eq%20%22\(mail)%22", on: name)
    let found = users["Resources"] as? [[String: Any]]
    return try #require(found?.first?["id"] as? String)
  }

  func group(_ display: String, on name: TenantName) throws -> String {
    let groups = try ask("GET", "/Groups?filter=displayName%20eq%20%22\(display)%22", on: name)
    let found = groups["Resources"] as? [[String: Any]]
    return try #require(found?.first?["id"] as? String)
  }

  /// A value of a profile, as the shell tells it.
  fileprivate func field(_ field: String, of person: String) async throws -> String {
    let shown = await run("show", person, "--json")
    let line = try #require(shown.output.first)
    let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let fields = json?["fields"] as? [[String: Any]] ?? []
    return try #require(fields.first { $0["name"] as? String == field }?["value"] as? String)
  }
}
