import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct WhatIfTests {
  @Test func theTaggedAreJudgedTogetherAndNothingIsAsked() {
    var driver = Driver.started()
    driver.type("  ")
    driver.forgetEffects()
    driver.press(.character("w"))
    let ids = ["r-1001", "r-1002"].map(RequestID.init(rawValue:))
    #expect(
      driver.effects.contains {
        if case .readWhatIf(let asked, _) = $0 { asked == ids } else { false }
      })
    let screen = driver.screen.joined(separator: "\n")
    #expect(screen.contains("What if 2 requests were approved together?"), "\(screen)")
    #expect(screen.contains("nothing speaks against it"), "\(screen)")
    #expect(screen.contains("approvals missing, and risk"), "\(screen)")
    driver.press(.character("y"), .enter)
    #expect(driver.decisions.isEmpty)
    driver.press(.escape)
    #expect(driver.state.confirmation == nil)
  }

  @Test func aConflictIsNamedFirst() throws {
    var driver = Driver.started()
    driver.press(.character("w"))
    var details = try #require(driver.state.confirmation?.details)
    let part = SeparationConflict.Part(
      entitlement: EntitlementReference(server: "idp", type: .group, value: "p"),
      display: "payers", standing: .held)
    details[0].policy = PolicyStanding(
      policy: .standard,
      progress: PolicyProgress(
        .standard, votes: [], planDigest: "", concerned: [], audience: { _ in StepAudience() }),
      ownStep: nil, reason: "",
      conflicts: [SeparationConflict(set: "payments", remedy: .block, parts: [part])])
    let generation = try #require(driver.state.confirmation?.generation)
    driver.send(.plansRead(details, generation: generation))
    let screen = driver.screen.joined(separator: "\n")
    #expect(screen.contains("“payments”, forbidden: payers on idp is held."), "\(screen)")
  }

  @Test func whatChangesIsJudgedAnew() {
    var driver = Driver.started()
    driver.press(.character("w"))
    driver.forgetEffects()
    driver.send(.dataChanged)
    #expect(driver.effects.contains { if case .readWhatIf = $0 { true } else { false } })
    #expect(!driver.effects.contains { if case .readPlans = $0 { true } else { false } })
  }
}
