import Foundation
import Testing

@testable import countersign

/// A request that is talked about before it is decided, and a week in somebody else's place.
@Suite("Requests that are talked about")
struct ConversationJourneyTests {
  private static let chen = "chen.wei@example.com"
  private static let samuel = "samuel.mbeki@example.com"

  private func office(_ policy: String = "") async throws -> Office {
    let office = try Office()
    try policy.write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    await office.expect(.success, "sync")
    return office
  }

  private func ask(_ office: Office, _ more: String...) async throws -> String {
    let asked = await office.run(
      ["request", "--for", "Bruno Lima", "--reason", "T-1"] + more, as: Self.chen)
    return try #require(asked.output.first, "\(asked.errorText)")
  }

  @Test("Less is offered, taken by who asked, and is then what was approved")
  func counterOffer() async throws {
    let office = try await office()
    let id = try await ask(
      office, "--grant", "idp:group:security-auditors", "--grant", "idp:group:finance-approvers")
    await office.expect(.usage, "counter", id)
    await office.expect(.refused, "counter", id, "--without", "7")
    let own = await office.expect(.refused, "counter", id, "--for-duration", "1d", as: Self.chen)
    #expect(own.errorText.contains("You made this request"), "\(own.errorText)")
    let offered = await office.expect(
      .success, "counter", id, "--without", "2", "--for-duration", "1d", "--reason", "for the audit"
    )
    #expect(offered.text.contains("It waits for who asked"), "\(offered.text)")
    let plan = await office.run("plan", id)
    #expect(
      plan.text.contains(
        "Priya Nair offers: 1d instead of no end for security-auditors, without finance-approvers"),
      "\(plan.text)")
    await office.expect(.refused, "accept", id)
    let taken = await office.expect(.success, "accept", id, as: Self.chen)
    #expect(taken.text.contains("and waits to be approved"), "\(taken.text)")
    await office.expect(.success, "approve", id, "--yes")
    #expect(try await office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    #expect(try await !office.members(of: "finance-approvers", on: .idp).contains("Bruno Lima"))
    office.pass(seconds: 86_401)
    await office.expect(.success, "sync")
    #expect(try await !office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    await office.expect(.success, "audit", "verify")
    await office.expect(.success, "replay", id)
  }

  @Test("Where the policy says so, less is asked for at once, and another entitlement never")
  func withoutConsent() async throws {
    let office = try await office("consent = \"not-for-less\"\n")
    let id = try await ask(office, "--grant", "idp:group:security-auditors")
    let other = await office.expect(
      .success, "counter", id, "--instead", "1=idp:group:finance-approvers")
    #expect(other.text.contains("waits for who asked"), "\(other.text)")
    let less = await office.expect(.success, "counter", id, "--for-duration", "1d")
    #expect(less.text.contains("waits to be approved"), "\(less.text)")
    await office.expect(.success, "approve", id, "--yes")
    #expect(try await office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    #expect(try await !office.members(of: "finance-approvers", on: .idp).contains("Bruno Lima"))
  }

  @Test("A question stops the clock, and what is withdrawn is not decided")
  func question() async throws {
    let office = try await office("[time]\nexpire = \"2d\"\n")
    let id = try await ask(office, "--grant", "idp:group:security-auditors")
    await office.expect(.success, "ask", id, "--question", "For which audit?")
    office.pass(seconds: 5 * 86_400)
    await office.expect(.success, "sync")
    #expect(await office.run("plan", id).text.contains("its clock stands still"))
    await office.expect(.refused, "answer", id, "--text", "none")
    await office.expect(.success, "answer", id, "--text", "The one of May", as: Self.chen)
    #expect(await office.run("plan", id).text.contains("Chen Wei: The one of May"))
    office.pass(seconds: 86_400)
    await office.expect(.success, "sync")
    await office.expect(.refused, "withdraw", id)
    await office.expect(.success, "withdraw", id, as: Self.chen)
    await office.expect(.refused, "approve", id, "--yes")
  }

  @Test("A delegate's week: what is open, what comes, and what is theirs")
  func delegate() async throws {
    let office = try await office(
      """
      [[step]]
      name = "owner"
      approvers = ["person:samuel.mbeki@example.com"]
      """)
    let id = try await ask(office, "--grant", "idp:group:security-auditors")
    await office.expect(.refused, "approve", id, "--yes")
    let lent = await office.expect(
      .success, "delegate", "priya.nair@example.com", "--for", "7d", "--scope",
      "item.server eq \"idp\"", "--reason", "holiday", as: Self.samuel)
    #expect(lent.text.contains("Priya Nair may decide in your place"), "\(lent.text)")
    #expect(await office.run("queue", "--json").text.contains("in place of Samuel Mbeki"))
    await office.expect(.success, "approve", id, "--yes")
    let log = await office.run("audit", "export")
    let record = try #require(log.output.first { $0.contains("decision.approved") })
    #expect(
      record.contains("samuel.mbeki@example.com") && record.contains("priya.nair@example.com"))
    let elsewhere = try await ask(office, "--grant", "code:group:platform-engineers")
    await office.expect(.refused, "approve", elsewhere, "--yes")
    let listed = await office.run("delegate", as: Self.samuel)
    #expect(listed.text.contains("in place of Samuel Mbeki"), "\(listed.text)")
    #expect(listed.text.contains(": counts"), "\(listed.text)")
    await office.expect(.success, "delegate", "--end", "1", as: Self.samuel)
    let later = try await ask(office, "--grant", "idp:group:finance-approvers")
    await office.expect(.refused, "approve", later, "--yes")
  }
}
