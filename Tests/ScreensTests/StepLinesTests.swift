import Foundation
import Governance
import Testing

@testable import Screens

@Suite("The steps of a policy on the screens")
struct StepLinesTests {
  private let chen = PersonReference(key: IdentityKey(rawValue: "mail:chen"), name: "Chen Wei")
  private let dara = PersonReference(key: IdentityKey(rawValue: "mail:dara"), name: "Dara Quinn")

  private var policy: RequestPolicy {
    RequestPolicy(
      policyDigest: "p", order: .inTurn,
      steps: [
        RequestStep(name: "manager", approvers: [.manager], because: "it applies to every request"),
        RequestStep(
          name: "security", approvers: [.members(server: "idp", group: "sec")], quorum: 2,
          because: "it applies where risk ge 40"),
      ],
      fired: [FiredRule(name: "risky", effect: "require", condition: "risk ge 40")])
  }

  private func standing(_ detail: RequestDetail, own: String? = nil) -> PolicyStanding {
    let vote = Vote(
      step: "manager", outcome: .approved, authority: chen, hand: chen, comment: "he needs it",
      decided: detail.request.submitted, planDigest: "d")
    let progress = PolicyProgress(policy, votes: [vote], planDigest: "d", concerned: []) { step in
      step.name == "manager"
        ? StepAudience()
        : StepAudience(
          able: [Candidate(person: dara, why: "as a member of sec on idp")],
          unable: [Candidate(person: chen, why: "is inactive")])
    }
    let part = SeparationConflict.Part(
      entitlement: detail.request.items[0].entitlement, display: "payers", standing: .held)
    return PolicyStanding(
      policy: policy, progress: progress, ownStep: own,
      reason: own == nil ? "" : "as a member of sec on idp",
      conflicts: [SeparationConflict(set: "money", remedy: .block, parts: [part])])
  }

  private func page(own: String? = nil) throws -> [String] {
    let entry = try #require(Sample.entries.first)
    var detail = try #require(Sample.detail(entry.request.id))
    detail.policy = standing(detail, own: own)
    return requestLines(detail, Driver.started().state, width: 100).map(\.text.text)
  }

  @Test func thePageShowsWhoPassedAndWhoMayPassTheNext() throws {
    let lines = try page()
    for wanted in [
      "steps  in-turn", " ✓ manager  it applies to every request",
      " ▸ security  0 of 2, it applies where risk ge 40",
      "     may pass it: Dara Quinn as a member of sec on idp",
      "     not Chen Wei, who is inactive",
      "       he needs it", "   Rule “risky” (require) applies: risk ge 40",
    ] { #expect(lines.contains(wanted), "\(wanted) in \(lines.joined(separator: "\n"))") }
    #expect(lines.contains { $0.hasPrefix("     approved by Chen Wei") })
    #expect(lines.contains { $0.hasPrefix(" ! separation “money”: payers on ") })
  }

  @Test func thePageSaysWhatIsForTheOperator() throws {
    #expect(
      try page(own: "security").contains {
        $0.hasPrefix("     may pass it: you, as a member of sec on idp; Dara Quinn")
      })
  }

  @Test func whatWaitsSaysForWhom() throws {
    var entry = try #require(Sample.entries.first)
    #expect(StepLines.short(entry) == nil)
    entry.step = WaitingStep(name: "owner", reason: "as the owner of x")
    #expect(
      StepLines.short(entry)?.map(\.text).joined() == "step owner  for you, as the owner of x")
    entry.step = WaitingStep(name: "owner", reason: nil)
    #expect(StepLines.short(entry)?.map(\.text).joined() == "step owner  waits for others")
  }

  @Test func aYesAmongOthersIsNotCalledADecision() throws {
    var driver = Driver.started()
    let id = try #require(Sample.entries.first).request.id
    driver.send(.decided([DecisionReport(request: id, refusal: nil, waitsFor: ["owner"])]))
    #expect(
      driver.state.message
        == .done("Your yes is recorded. Nothing is sent until “owner” has passed."))
  }
}
