import Foundation
import Governance
import Store
import Testing

@testable import countersign

/// An auditor asks why a decision came out as it did, and what another policy would have said.
@Suite("Decisions judged again")
struct ReplayTests {
  private static let chen = "chen.wei@example.com"

  private func office(_ policy: String = "") async throws -> Office {
    let office = try Office()
    try policy.write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    await office.expect(.success, "sync")
    return office
  }

  private func ask(_ office: Office, for name: String = "Bruno Lima") async throws -> String {
    let asked = await office.run(
      "request", "--for", name, "--grant", "idp:group:security-auditors", "--reason", "T-1",
      as: Self.chen)
    return try #require(asked.output.first, "\(asked.errorText)")
  }

  @Test("A decision comes out as recorded, whatever happened since")
  func replayed() async throws {
    let office = try await office("[risk]\nno_peer = 33\n")
    let id = try await ask(office)
    await office.expect(.success, "approve", id, "--yes")
    try "[risk]\nno_peer = 1\n".write(
      toFile: office.places.policy, atomically: true, encoding: .utf8)
    office.pass(seconds: 400 * 86_400)
    let replay = await office.expect(.success, "replay", id)
    #expect(replay.text.contains("Replayed: it comes out as recorded."), "\(replay.text)")
    #expect(replay.text.contains("approved by Priya Nair on “approval”, risk "), "\(replay.text)")
    let json = await office.run("replay", id, "--json")
    #expect(json.text.contains("\"inputDigest\":\""), "\(json.text)")
    #expect(json.text.contains("\"problems\":[]"), "\(json.text)")
    #expect(
      await office.run("audit", "export").text.contains("inputDigest"),
      "The audit log has the digest.")
  }

  @Test("What somebody changed in the database is found")
  func altered() async throws {
    let office = try await office()
    let id = try await ask(office)
    await office.expect(.success, "approve", id, "--yes")
    let store = try Store(path: office.places.database)
    let kept = try #require(try store.judgements(of: RequestID(rawValue: id)).first)
    #expect(try store.recordedInputDigests(of: RequestID(rawValue: id)) == [kept.digest])
    var forged = kept
    forged.input = kept.input.replacing("T-1", with: "T-2")
    #expect(forged.replay(recorded: kept.digest) == .altered)
    forged.digest = Digest.sha256(Array(forged.input.utf8))
    #expect(forged.replay(recorded: kept.digest) == .altered)
    let unknown = await office.expect(.refused, "replay", "nothing-like-it")
    #expect(unknown.errorText.contains("There is no request"))
  }

  @Test("A new policy is run over the decisions of the past")
  func policyTest() async throws {
    let office = try await office()
    let yes = try await ask(office)
    let no = try await ask(office, for: "Ada Okafor")
    await office.expect(.success, "approve", yes, "--yes")
    await office.expect(.success, "deny", no, "--reason", "not now")
    let file = office.home.path + "/new.toml"
    func run(_ policy: String, _ more: String...) async throws -> Office.Result {
      try policy.write(toFile: file, atomically: true, encoding: .utf8)
      return await office.run(["policy", "test", file] + more)
    }
    let same = try await run("")
    #expect(same.output == ["0 of 2 decisions would have come out otherwise."], "\(same.text)")
    let rules = try await run(
      """
      [[rule]]
      name = "nobody"
      when = 'beneficiary.name eq "Bruno Lima"'
      then = "deny"
      [[rule]]
      name = "everybody"
      when = 'risk ge 0'
      then = "approve"
      """)
    #expect(rules.text.contains("would be denied: Rule “nobody”"), "\(rules.text)")
    #expect(rules.text.contains("would be approved: Rule “everybody”"), "\(rules.text)")
    #expect(rules.text.contains("2 of 2 decisions would have come out otherwise."))
    let steps = try await run(
      """
      [[step]]
      name = "two"
      approvers = ["anyone"]
      quorum = 2
      """, "--json")
    let waiting = try #require(steps.output.first { $0.contains(yes) })
    #expect(waiting.contains("\"would\":\"waiting\""), "\(waiting)")
    #expect(waiting.contains("“two”"), "\(waiting)")
    let weights = try await run(
      """
      [risk]
      no_peer = 0
      few_peers = 0
      [[rule]]
      name = "risky"
      when = 'risk ge 99'
      then = "deny"
      """)
    #expect(weights.text.contains("0 of 2"), "\(weights.text)")
    await office.expect(.configuration, "policy", "test", office.home.path + "/none.toml")
    #expect(try await run("[[rule]]\n").status == .configuration)
  }
}
