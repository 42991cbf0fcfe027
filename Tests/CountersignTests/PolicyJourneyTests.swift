import Foundation
import Sandbox
import Testing

@testable import countersign

/// Several approvers on one database, each with a configuration of their own.
@Suite("A request through its steps")
struct PolicyJourneyTests {
  private func office(_ policy: String) async throws -> Office {
    let office = try Office()
    try policy.write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    await office.expect(.success, "sync")
    return office
  }

  private func ask(_ office: Office, _ arguments: String...) async throws -> String {
    let asked = await office.run(
      "request", "--for", "Bruno Lima", "--grant", arguments[0], "--reason", "T-1",
      "--for-duration", "7d", as: arguments[1])
    #expect(asked.status == .success, "\(asked.errorText)")
    return try #require(asked.output.first)
  }

  private static let twoSteps = """
    [[step]]
    name = "first"
    approvers = ["person:priya.nair@example.com"]
    [[step]]
    name = "second"
    approvers = ["person:samuel.mbeki@example.com", "person:chen.wei@example.com"]
    """

  @Test("Nothing is sent until the last of several operators has said yes")
  func twoOperators() async throws {
    let office = try await office(Self.twoSteps)
    let samuel = "samuel.mbeki@example.com"
    let chen = "chen.wei@example.com"
    let id = try await ask(office, "idp:group:security-auditors", chen)

    let mine = await office.run("queue", "--json")
    #expect(mine.text.contains(id))
    #expect(mine.text.contains("as named by the policy"))
    #expect(!(await office.run("queue", "--json", as: samuel).text.contains(id)))
    let early = await office.expect(.refused, "approve", id, "--yes", as: samuel)
    #expect(early.errorText.contains("comes after “first”"), "\(early.errorText)")

    let plan = await office.run("plan", id)
    #expect(plan.text.contains("first: open"), "\(plan.text)")
    #expect(plan.text.contains("may pass it: you, as named by the policy"), "\(plan.text)")
    #expect(plan.text.contains("second: waiting"))

    let first = await office.expect(.success, "approve", id, "--yes")
    #expect(first.text.contains("nothing is sent until “second” has passed"), "\(first.text)")
    #expect(try await !office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    let again = await office.expect(.refused, "approve", id, "--yes")
    #expect(again.errorText.contains("the rest is for other people"), "\(again.errorText)")
    #expect(!(await office.run("queue", "--json").text.contains(id)))
    #expect(await office.run("queue", "--json", as: samuel).text.contains(id))
    await office.expect(.refused, "approve", id, "--yes", as: chen)

    // What is edited after it was submitted does not change it.
    try "".write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    await office.expect(.refused, "approve", id, "--yes", as: "ada.okafor@example.com")
    let last = await office.expect(.success, "approve", id, "--yes", as: samuel)
    #expect(last.text.contains(": applied"), "\(last.text)")
    #expect(try await office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    await office.expect(.success, "audit", "verify")
  }

  @Test("Rules decide what comes in; a denial goes first and says why")
  func rules() async throws {
    let office = try await office(
      """
      [[rule]]
      name = "auditors"
      when = 'item.display eq "security-auditors"'
      then = "approve"
      [[rule]]
      name = "not platform"
      when = 'item.display eq "platform-engineers"'
      then = "deny"
      [[rule]]
      name = "everything"
      when = 'risk ge 0 and item.server eq "code"'
      then = "approve"
      """)
    let chen = "chen.wei@example.com"
    _ = try await ask(office, "idp:group:security-auditors", chen)
    #expect(try await office.members(of: "security-auditors", on: .idp).contains("Bruno Lima"))
    let denied = try await ask(office, "code:group:platform-engineers", chen)
    let decided = await office.run("queue", "--folder", "decided", "--json")
    #expect(decided.output.contains { $0.contains(denied) && $0.contains("\"denied\"") })
    let plan = await office.run("plan", denied)
    #expect(plan.text.contains("Rule “not platform” (deny) applies"), "\(plan.text)")
    #expect(try await !office.members(of: "platform-engineers", on: .code).contains("Bruno Lima"))
  }

  @Test("A separation of duties stops an approval, and names both halves")
  func separation() async throws {
    let office = try await office(
      """
      [[separation]]
      name = "payments"
      entitlements = ["idp:group:payment-initiators", "idp:group:finance-approvers"]
      """)
    let chen = "chen.wei@example.com"
    let one = try await ask(office, "idp:group:payment-initiators", chen)
    let two = try await ask(office, "idp:group:finance-approvers", chen)
    for id in [one, two] {
      let run = await office.expect(.refused, "approve", id, "--yes")
      #expect(run.errorText.contains("The separation “payments” forbids it"), "\(run.errorText)")
    }
    // Alone, neither breaks it; together they do.
    await office.expect(.success, "what-if", one)
    await office.expect(.success, "what-if", two)
    let both = await office.expect(.refused, "what-if", one, two)
    #expect(both.text.contains("separation “payments”: "), "\(both.text)")
    #expect(both.text.contains("Together: 2 requests for 1 person"), "\(both.text)")
    let json = await office.run("what-if", one, two, "--json")
    #expect(json.output.count == 2 && json.text.contains("\"conflicts\":[\"payments: "))
    await office.expect(.success, "deny", two, "--reason", "one of the two")
    await office.expect(.success, "approve", one, "--yes")
  }

  @Test("The check says it in words, and finds what nobody can pass")
  func check() async throws {
    let none = try Office()
    let standard = await none.expect(.success, "policy", "check")
    #expect(
      standard.output == [
        "There is no policy.toml.", "Every request must pass, one after the other:",
        "  approval: anyone whom it does not concern",
      ])
    let office = try await office(
      """
      order = "side-by-side"
      [[step]]
      name = "ghosts"
      approvers = ["idp:group:no-such-group"]
      [[step]]
      name = "auditors"
      approvers = ["idp:group:security-auditors"]
      when = 'item.server eq "idp"'
      [[rule]]
      name = "never"
      when = 'risk gt 100'
      then = "deny"
      [[separation]]
      name = "odd"
      entitlements = ["idp:group:finance-approvers", "idp:group:nothing"]
      """)
    let check = await office.expect(.refused, "policy", "check")
    for line in [
      "Every request must pass, side by side:",
      "  auditors: a member of security-auditors on idp, where item.server eq \"idp\"",
      "  never: what fits risk gt 100 is denied, whatever else applies",
      "  odd: idp:group:finance-approvers and idp:group:nothing",
    ] { #expect(check.output.contains(line), "\(line) in \(check.text)") }
    #expect(check.text.contains("idp:group:no-such-group means nobody who is active."))
    #expect(check.text.contains("The step “ghosts” wants 1, and 0 can be found."))
    #expect(check.text.contains("never: It applies to none of"))
    #expect(check.text.contains("auditors: applies to "))
    #expect(check.text.contains("No one entitlement is meant by idp:group:nothing."))
    #expect(check.errorText.contains("“ghosts”"))
  }

  @Test("A mistake in the policy keeps everything closed, and names its line")
  func mistake() async throws {
    let office = try Office()
    try "[[step]]\nname = \"a\"\napprovers = [\"manger\"]\n"
      .write(toFile: office.places.policy, atomically: true, encoding: .utf8)
    let run = await office.expect(.configuration, "queue")
    #expect(run.errorText.contains("policy.toml:3: “manger” is no approver. Did you mean"))
  }
}
