import Foundation
import Sandbox
import Testing

@testable import countersign

/// Half past four: something was approved by mistake and has to go, and nobody skips the rules.
@Suite("Undo, and plans in files")
struct UndoTests {
  private static let chen = "chen.wei@example.com"

  private func office() async throws -> Office {
    let office = try Office()
    await office.expect(.success, "sync")
    return office
  }

  @Test("What was applied is taken back by a new request, planned and approved as any other")
  func wholeWay() async throws {
    let office = try await office()
    let id = try await office.request(for: "Bruno Lima")
    let early = await office.expect(.refused, "undo", id, "--reason", "too early")
    #expect(early.errorText.contains("nothing was done"), "\(early.errorText)")
    await office.expect(.success, "approve", id, "--yes")
    #expect(try await office.members(of: "platform-engineers", on: .code).contains("Bruno Lima"))
    await office.expect(.success, "sync")

    let look = await office.expect(.success, "undo", id, "--plan")
    #expect(look.text.contains("remove Bruno Lima from platform-engineers"), "\(look.text)")
    #expect(!look.text.contains("Digest"))
    await office.expect(.usage, "undo", id)
    let asked = await office.expect(
      .success, "undo", id, "--reason", "Approved by mistake.", as: Self.chen)
    let undoing = try #require(asked.output.last)
    let twice = await office.expect(.refused, "undo", id, "--reason", "Again.", as: Self.chen)
    #expect(twice.errorText.contains(undoing), "\(twice.errorText)")
    // Nobody decides on what they asked for: not on an undo either.
    await office.expect(.refused, "approve", undoing, "--yes", as: Self.chen)
    let approved = await office.expect(.success, "approve", undoing, "--yes")
    #expect(approved.text.contains("applied"), "\(approved.text)")
    #expect(try await !office.members(of: "platform-engineers", on: .code).contains("Bruno Lima"))

    await office.expect(.success, "sync")
    let gone = await office.expect(.refused, "undo", id, "--reason", "Once more.", as: Self.chen)
    #expect(gone.errorText.contains("it is gone already"), "\(gone.errorText)")
    await office.expect(.success, "audit", "verify")
    #expect(await office.run("audit", "export").text.contains("undo of \(id)"))
  }

  @Test("What was given for a week and taken early is given back for the rest of the week")
  func restOfTheWeek() async throws {
    let office = try await office()
    func ask(_ change: String...) async throws -> String {
      let asked = await office.run(
        ["request", "--for", "Bruno Lima", "--reason", "T-1"] + change, as: Self.chen)
      let id = try #require(asked.output.first, "\(asked.errorText)")
      await office.expect(.success, "approve", id, "--yes")
      await office.expect(.success, "sync")
      return id
    }
    let access = "idp:group:security-auditors"
    _ = try await ask("--grant", access, "--for-duration", "7d")
    office.pass(seconds: 86_400)
    let early = try await ask("--revoke", access)
    #expect(try await !office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    let undone = await office.expect(
      .success, "undo", early, "--reason", "Too early", as: Self.chen)
    let undoing = try #require(undone.output.last)
    await office.expect(.success, "approve", undoing, "--yes")
    #expect(try await office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    office.pass(seconds: 6 * 86_400 + 60)
    await office.expect(.success, "sync")
    #expect(try await !office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    await office.expect(.success, "audit", "verify")
  }

  @Test("A plan in a file is approved as it stands there, or not at all")
  func planFile() async throws {
    let office = try await office()
    let id = try await office.request(for: "Bruno Lima")
    let file = office.home.path + "/bruno.plan"
    await office.expect(.success, "plan", id, "--out", file)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacing("add Bruno Lima", with: "add Bruno Lime")
      .write(toFile: file, atomically: true, encoding: .utf8)
    let edited = await office.expect(.refused, "approve", "--plan", file)
    #expect(edited.errorText.contains("was changed"), "\(edited.errorText)")
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let ada = try await office.request(for: "Ada Okafor")
    let other = await office.expect(.refused, "approve", ada, "--plan", file)
    #expect(other.errorText.contains("no plan for request \(ada)"), "\(other.errorText)")
    await office.expect(.usage, "approve")
    await office.expect(.success, "approve", "--plan", file)
    #expect(try await office.members(of: "platform-engineers", on: .code).contains("Bruno Lima"))
    let again = await office.expect(.refused, "approve", "--plan", file)
    #expect(again.errorText.contains("already approved"), "\(again.errorText)")
    await office.expect(.refused, "plan", id, "--out", file)
  }

  @Test("A stale plan is refused with what changed")
  func stalePlan() async throws {
    let office = try await office()
    let id = try await office.request(for: "Bruno Lima")
    let file = office.home.path + "/bruno.plan"
    await office.expect(.success, "plan", id, "--out", file)
    // Somebody else gives the same meanwhile, by another request.
    let more = await office.run(
      "request", "--for", "Bruno Lima", "--grant", "code:group:platform-engineers", "--reason",
      "Twice.", as: Self.chen)
    await office.expect(.success, "approve", try #require(more.output.last), "--yes")
    await office.expect(.success, "sync")
    let stale = await office.expect(.refused, "approve", "--plan", file)
    #expect(stale.errorText.contains("is stale"), "\(stale.errorText)")
    #expect(
      stale.errorText.contains("No more: add Bruno Lima to platform-engineers on code"),
      "\(stale.errorText)")
    #expect(stale.errorText.contains("already: nothing to send"))
  }
}
