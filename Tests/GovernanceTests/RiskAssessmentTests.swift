import Foundation
import Testing

@testable import Governance

@Suite("Risk")
struct RiskAssessmentTests {
  private func facts(
    _ items: [RiskFacts.Item] = [.init(operation: .grant, display: "readers")],
    justification: String = "INC-1", known: Bool = true, inactive: Bool = false,
    since: Date? = nil, age: Int? = 60
  ) -> RiskFacts {
    RiskFacts(
      beneficiary: "Ada Okafor", items: items, justification: justification,
      isBeneficiaryKnown: known, isBeneficiaryInactive: inactive, beneficiarySince: since,
      dataAgeSeconds: age, now: morning)
  }

  private func lines(_ facts: RiskFacts) -> [String] {
    Risk.assess(facts).reasons.map { "+\($0.points) \($0.sentence)" }
  }

  @Test("An everyday request has no reasons")
  func everyday() {
    #expect(Risk.assess(facts()).score == 0)
    #expect(lines(facts()) == [])
  }

  @Test("Privileged, with and without an end")
  func privileged() {
    var item = RiskFacts.Item(operation: .grant, display: "admins", isPrivileged: true)
    #expect(
      lines(facts([item])) == [
        "+30 admins is privileged", "+15 admins is privileged and the grant has no end",
      ])
    item.hasEnd = true
    #expect(lines(facts([item])) == ["+30 admins is privileged"])
    item.operation = .revoke
    #expect(lines(facts([item])) == [])
  }

  @Test(
    "Peers, with the arithmetic",
    arguments: [
      (0, 11, "+25 none of 11 peers in Data Platform holds admins"),
      (1, 11, "+20 only 1 of 11 peers in Data Platform holds admins (9 %)"),
      (1, 10, "+20 only 1 of 10 peers in Data Platform holds admins (10 %)"),
      (2, 11, "+10 only 2 of 11 peers in Data Platform hold admins (18 %)"),
      (1, 4, "+10 only 1 of 4 peers in Data Platform holds admins (25 %)"),
      (3, 11, nil), (11, 11, nil), (0, 2, nil), (0, 0, nil),
    ] as [(Int, Int, String?)])
  func peers(holding: Int, total: Int, line: String?) {
    let item = RiskFacts.Item(
      operation: .grant, display: "admins",
      peers: .init(holding: holding, total: total, unit: "Data Platform"))
    #expect(lines(facts([item])) == (line.map { [$0] } ?? []))
  }

  @Test("The beneficiary")
  func beneficiary() {
    #expect(lines(facts(known: false)) == ["+40 no server knows Ada Okafor"])
    #expect(lines(facts(inactive: true)) == ["+25 every account of Ada Okafor is inactive"])
    let day: TimeInterval = 86_400
    #expect(
      lines(facts(since: morning - 1.5 * day)) == ["+10 Ada Okafor's account is 1 day old"])
    #expect(
      lines(facts(since: morning - 13 * day)) == ["+10 Ada Okafor's account is 13 days old"])
    #expect(lines(facts(since: morning - 14 * day)) == [])
    #expect(lines(facts(since: morning + day * 2)) == [])
  }

  @Test("Taking access away is not made risky by who loses it")
  func revocation() {
    let item = RiskFacts.Item(operation: .revoke, display: "readers")
    #expect(lines(facts([item], inactive: true, since: morning)) == [])
    let account = RiskFacts.Item(operation: .revoke, display: "the account", type: .account)
    #expect(
      lines(facts([account])) == [
        "+10 deactivating the account takes all access that hangs on the account"
      ])
  }

  @Test("Circumstances")
  func circumstances() {
    #expect(lines(facts(justification: " \n")) == ["+10 no justification given"])
    #expect(
      lines(facts(age: 49 * 3600)) == ["+10 the data is 49 h old: sync before you decide"])
    #expect(lines(facts(age: 24 * 3600)) == [])
    #expect(lines(facts(age: nil)) == [])
  }

  @Test("Separations, hours and sign-ins")
  func reasonsOfPolicy() {
    var asked = facts()
    let part = SeparationConflict.Part(
      entitlement: EntitlementReference(server: "idp", type: .group, value: "p"),
      display: "payers", standing: .held)
    asked.conflicts = [
      .init(SeparationConflict(set: "payments", remedy: .block, parts: [part])),
      .init(
        SeparationConflict(
          set: "releases",
          remedy: .approval(PolicyStep(name: "second", approvers: [.anyone])), parts: [part])),
    ]
    asked.isOutsideHours = true
    asked.lastSignIn = morning - 90 * 86_400
    #expect(
      lines(asked) == [
        "+40 separation “payments”: payers on idp is held",
        "+25 separation “releases”: payers on idp is held",
        "+15 Ada Okafor has not signed in for 90 days",
        "+10 asked outside the working hours",
      ])
    asked.lastSignIn = morning - 89.9 * 86_400
    #expect(!lines(asked).contains { $0.contains("signed in") })
  }

  @Test("A weight of nothing gives no reason, and every weight counts once")
  func weights() {
    var weights = Risk.Weights()
    weights.privileged = 0
    weights.noEndOnPrivileged = 3
    let item = RiskFacts.Item(operation: .grant, display: "admins", isPrivileged: true)
    #expect(Risk.assess(facts([item]), weights: weights).reasons.map(\.points) == [3])
    let names = Risk.Weights.fields.map(\.name)
    #expect(Set(names).count == names.count)
    for field in Risk.Weights.fields {
      var changed = Risk.Weights()
      changed[keyPath: field.path] += 1
      #expect(Policy(steps: [], weights: changed).digest != Policy(steps: []).digest)
      #expect(field.range.contains(Risk.Weights()[keyPath: field.path]))
    }
  }

  @Test("Most points first, at most 100 together, always the same")
  func order() {
    let items = (0..<4).map {
      RiskFacts.Item(
        operation: .grant, display: "admins-\($0)", isPrivileged: true,
        peers: .init(holding: 0, total: 5, unit: "Sales"))
    }
    let risk = Risk.assess(facts(items, justification: "", inactive: true))
    #expect(risk.score == 100)
    #expect(risk.reasons.map(\.points) == risk.reasons.map(\.points).sorted(by: >))
    #expect(risk.reasons.first?.sentence == "admins-0 is privileged")
    #expect(Risk.assess(facts(items, justification: "", inactive: true)) == risk)
  }
}
