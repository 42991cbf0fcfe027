import Foundation
import Testing

@testable import countersign

/// A week of a request that nobody looks at, and a grant that is needed longer.
@Suite("Requests and grants by the clock")
struct TimeJourneyTests {
  private static let chen = "chen.wei@example.com"
  private static let day: Double = 86_400

  private func office(_ policy: String) async throws -> Office {
    let office = try Office()
    try policy.write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    await office.expect(.success, "sync")
    return office
  }

  private static let policy = """
    [[step]]
    name = "owner"
    approvers = ["person:samuel.mbeki@example.com"]
    [time]
    due = "2d"
    remind = "1d"
    escalate_after = "1d"
    escalate_to = ["person:priya.nair@example.com"]
    expire = "10d"
    default_duration = "7d"
    max_duration = "30d"
    """

  private func ask(_ office: Office, _ more: String...) async -> Office.Result {
    await office.run(
      [
        "request", "--for", "Bruno Lima", "--grant", "idp:group:security-auditors", "--reason",
        "T-1",
      ] + more, as: Self.chen)
  }

  @Test("It is reminded of, goes to somebody else, and lapses")
  func late() async throws {
    let office = try await office(Self.policy)
    let id = try #require(await ask(office).output.first)
    #expect(await office.run("queue", "--json", "--folder", "open").text.contains("\"P7D\""))
    // The sample's own requests are older, and late already.
    #expect(await !office.expect(.success, "remind").text.contains(id))
    office.pass(seconds: Self.day)
    let reminded = await office.expect(.success, "remind")
    #expect(reminded.text.contains("reminded \(id) Bruno Lima"), "\(reminded.text)")
    #expect(reminded.text.contains("waits for Samuel Mbeki"), "\(reminded.text)")
    #expect(await !office.run("remind").text.contains(id), "Once is enough.")
    await office.expect(.refused, "approve", id, "--yes")
    office.pass(seconds: 2 * Self.day)
    #expect(await office.run("remind", "--keep").text.contains("escalated \(id)"))
    #expect(await office.run("remind", "--json").text.contains("\"event\":\"escalated\""))
    let plan = await office.run("plan", id)
    #expect(plan.text.contains("late: others may decide since"), "\(plan.text)")
    #expect(plan.text.contains("because the request is late"), "\(plan.text)")
    await office.expect(.success, "approve", id, "--yes")
    let second = try #require(await ask(office).output.first)
    office.pass(seconds: 11 * Self.day)
    #expect(await office.run("remind").text.contains("expired \(second)"))
    await office.expect(.refused, "approve", second, "--yes", as: "samuel.mbeki@example.com")
  }

  @Test("A grant is no longer than the policy says, and can be extended within it")
  func lengths() async throws {
    let office = try await office("[time]\nmax_duration = \"30d\"\ndefault_duration = \"7d\"\n")
    let long = await ask(office, "--for-duration", "60d")
    #expect(long.status == .refused)
    #expect(long.errorText.contains("is given for 30d at most"), "\(long.errorText)")
    let id = try #require(await ask(office).output.first)
    let early = await office.run(
      "extend", id, "--for-duration", "7d", "--reason", "longer", as: Self.chen)
    #expect(early.status == .refused, "Nothing ends yet.")
    await office.expect(.success, "approve", id, "--yes")
    office.pass(seconds: 6 * Self.day)
    let extended = await office.run(
      "extend", id, "--for-duration", "10d", "--reason", "longer", as: Self.chen)
    let longer = try #require(extended.output.first, "\(extended.errorText)")
    await office.expect(.success, "sync")
    let plan = await office.run("plan", longer)
    #expect(plan.text.contains("approving this lets it end 10d after the approval"), "\(plan.text)")
    await office.expect(.success, "approve", longer, "--yes")
    office.pass(seconds: 2 * Self.day)
    await office.expect(.success, "sync")
    #expect(try await office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    office.pass(seconds: 9 * Self.day)
    await office.expect(.success, "sync")
    #expect(try await !office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    await office.expect(.success, "audit", "verify")
  }
}
