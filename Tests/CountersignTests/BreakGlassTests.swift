import Foundation
import Testing

@testable import countersign

/// A night on call, and the morning after.
@Suite("A break-glass night and its review")
struct BreakGlassTests {
  private static let chen = "chen.wei@example.com"
  private static let policy = """
    [[step]]
    name = "owner"
    approvers = ["person:samuel.mbeki@example.com"]
    [break_glass]
    who = ["person:chen.wei@example.com"]
    access = ["idp:group:security-auditors"]
    max_duration = "1h"
    reviewers = ["person:priya.nair@example.com", "person:chen.wei@example.com"]
    review_within = "1d"
    """

  private func office(_ policy: String = policy) async throws -> Office {
    let office = try Office()
    try policy.write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    await office.expect(.success, "sync")
    return office
  }

  private func take(
    _ office: Office, _ more: [String] = [], group: String = "security-auditors",
    as person: String = chen
  ) async -> Office.Result {
    await office.run(
      [
        "request", "--break-glass", "--grant", "idp:group:\(group)", "--reason", "INC-9 prod down",
      ] + more, as: person)
  }

  @Test("It is given at once, for an hour, loudly, and reviewed by somebody else")
  func night() async throws {
    let office = try await office()
    let taken = await take(office, ["--for-duration", "8h"])
    #expect(taken.status == .success, "\(taken.errorText)")
    let id = try #require(taken.output.first)
    #expect(taken.errorText.contains("BREAK-GLASS: you took + security-auditors 1h"))
    #expect(try await office.members(of: "security-auditors", on: .idp).contains("Chen Wei"))
    #expect(await office.run("remind").text.contains("breakglass \(id) Chen Wei"))
    #expect(await office.run("findings").text.contains("took security-auditors in an emergency"))
    let plan = await office.run("plan", id)
    #expect(plan.text.contains("break-glass: not reviewed yet"), "\(plan.text)")
    office.pass(seconds: 3601)
    await office.expect(.success, "sync")
    #expect(try await !office.members(of: "security-auditors", on: .idp).contains("Chen Wei"))
    #expect(await office.run("review").text.contains("\(id) Chen Wei took + security-auditors 1h"))
    func review(_ verdict: String, as person: String?) async -> Office.Result {
      await office.run(
        "review", id, "--verdict", verdict, "--reason", "INC-9 is real", as: person)
    }
    #expect(await review("justified", as: Self.chen).status == .refused, "Not by who took it.")
    let other = await review("justified", as: "samuel.mbeki@example.com")
    #expect(other.errorText.contains("waits for"), "\(other.errorText)")
    #expect(await review("justified", as: nil).status == .success)
    #expect(await review("misused", as: nil).status == .refused, "It is reviewed once.")
    #expect(await office.expect(.success, "review").output.isEmpty)
    #expect(await office.run("review", "--all").text.contains("justified by Priya Nair"))
    let log = await office.run("audit", "export").text
    #expect(log.contains("breakGlass.taken") && log.contains("breakGlass.reviewed"))
    await office.expect(.success, "audit", "verify")
    await office.expect(.success, "replay", id)
  }

  @Test("It is for whom the policy names, for themselves, and for what it names")
  func refused() async throws {
    let office = try await office()
    let stranger = await take(office, as: "priya.nair@example.com")
    #expect(
      stranger.errorText.contains("This is no break-glass: it is for"), "\(stranger.errorText)")
    let other = await take(office, group: "finance-approvers")
    #expect(other.errorText.contains("is not among what may be taken so"), "\(other.errorText)")
    let forOther = await take(office, ["--for", "Bruno Lima"])
    #expect(forOther.errorText.contains("for oneself alone"), "\(forOther.errorText)")
    #expect(try await !office.members(of: "security-auditors", on: .idp).contains("Chen Wei"))
    let open = await office.run("queue", "--folder", "open", "--json")
    #expect(!open.text.contains("INC-9"), "What was refused does not wait to be given later.")
    let none = try await self.office("")
    let nothing = await take(none)
    #expect(nothing.errorText.contains("has no [break_glass]"), "\(nothing.errorText)")
  }

  @Test("A rule that denies and a separation go before an emergency")
  func rulesFirst() async throws {
    let denied = try await office(
      Self.policy + """

        [[rule]]
        name = "never"
        when = 'item.display eq "security-auditors"'
        then = "deny"
        """)
    #expect(await take(denied).errorText.contains("“never”"))
    let separated = try await office(
      Self.policy + """

        [[separation]]
        name = "apart"
        entitlements = ["idp:group:security-auditors", "idp:group:finance-approvers"]
        """)
    let asked = await separated.run(
      "request", "--grant", "idp:group:finance-approvers", "--reason", "T-2", as: Self.chen)
    #expect(asked.status == .success)
    let both = await take(separated)
    #expect(both.status == .refused)
    #expect(both.errorText.contains("“apart”"), "\(both.errorText)")
  }
}
