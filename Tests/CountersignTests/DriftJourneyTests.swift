import Foundation
import Sandbox
import Testing

@testable import countersign

/// Somebody changes access on a server behind the approvers' backs.
@Suite("Drift in the shell")
struct DriftJourneyTests {
  private static let chen = "chen.wei@example.com"
  private static let access = "idp:group:security-auditors"

  /// Ada was put into a group elsewhere.
  private func office() async throws -> Office {
    let office = try Office(servers: [.idp])
    await office.expect(.success, "sync")
    let none = await office.expect(.success, "drift")
    #expect(none.errorText == "The servers show what was decided.", "\(none.text)")
    office.pass(seconds: 86_400)
    let ada = try office.id(of: "ada.okafor@example.com", on: .idp)
    let group = try office.group("security-auditors", on: .idp)
    try office.patch(
      "/Groups/\(group)", #"{"op":"add","path":"members","value":[{"value":"\#(ada)"}]}"#,
      on: .idp)
    await office.expect(.success, "sync", "--full")
    return office
  }

  @Test("It is listed, and reverted by a request that somebody else approves")
  func revert() async throws {
    let office = try await office()
    let listed = await office.expect(.success, "drift")
    #expect(listed.text.contains("given elsewhere"), "\(listed.text)")
    #expect(listed.text.contains("Ada Okafor"))
    let kind = await office.expect(.success, "findings", "--kind", "givenElsewhere", "--json")
    #expect(kind.output.count == 1, "\(kind.text)")
    let asked = await office.expect(
      .success, "drift", "revert", "Ada Okafor", Self.access, "--reason", "Not decided.",
      as: Self.chen)
    let id = try #require(asked.output.last)
    let twice = await office.expect(
      .refused, "drift", "revert", "Ada Okafor", Self.access, "--reason", "Again.", as: Self.chen)
    #expect(twice.errorText.contains(id), "\(twice.errorText)")
    let pending = await office.expect(.success, "drift")
    #expect(pending.text.contains("would revert it"), "\(pending.text)")
    await office.expect(.refused, "approve", id, "--yes", as: Self.chen)
    await office.expect(.success, "approve", id, "--yes")
    #expect(try await !office.members(of: "security-auditors", on: .idp).contains("Ada Okafor"))
    await office.expect(.success, "sync", "--full")
    let after = await office.expect(.success, "drift")
    #expect(after.output == [], "\(after.text)")
  }

  @Test("It is accepted with a reason, which blame tells")
  func accept() async throws {
    let office = try await office()
    let own = await office.expect(
      .refused, "drift", "accept", "Ada Okafor", Self.access, "--reason", "Mine.",
      as: "ada.okafor@example.com")
    #expect(own.errorText.contains("nobody accepts what they hold"), "\(own.errorText)")
    await office.expect(
      .success, "drift", "accept", "Ada Okafor", Self.access, "--reason", "Audit of 2026.")
    let blame = await office.expect(.success, "blame", "Ada Okafor", "security-auditors")
    #expect(blame.text.contains("accepted by Priya Nair: Audit of 2026."), "\(blame.text)")
    let gone = await office.expect(
      .refused, "drift", "accept", "Ada Okafor", Self.access, "--reason", "Again.")
    #expect(gone.errorText.contains("Nothing departs"), "\(gone.errorText)")
    await office.expect(.success, "audit", "verify")
    #expect(await office.run("audit", "export").text.contains("drift.accepted"))
  }

  @Test("Somebody is asked, and answers")
  func ask() async throws {
    let office = try await office()
    await office.expect(
      .success, "drift", "ask", "Ada Okafor", Self.access, "--question", "Did you?", "--of",
      Self.chen)
    let other = await office.expect(
      .refused, "drift", "answer", "Ada Okafor", Self.access, "--text", "No.")
    #expect(other.errorText.contains("Chen Wei was asked."), "\(other.errorText)")
    await office.expect(
      .success, "drift", "answer", "Ada Okafor", Self.access, "--text", "For the audit.",
      as: Self.chen)
    let listed = await office.expect(.success, "drift", "--json")
    #expect(
      listed.text.contains("Chen Wei answered Priya Nair: For the audit."), "\(listed.text)")
    let wrong = await office.expect(
      .usage, "drift", "accept", "Ada Okafor", "security-auditors", "--reason", "x")
    #expect(wrong.errorText.contains("SERVER:TYPE:VALUE"), "\(wrong.errorText)")
  }
}
