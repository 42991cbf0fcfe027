import Foundation
import Testing

@testable import Governance

@Suite("What a policy asks of a request")
struct PolicyTests {
  static let shapes: [(text: String, approver: Approver?)] = [
    ("anyone", .anyone),
    ("manager", .manager),
    ("manager-of-manager", .managersManager),
    ("owner", .owner),
    ("idp:group:security", .members(server: "idp", group: "security")),
    ("idp:group:a:b", .members(server: "idp", group: "a:b")),
    ("person:chen@example.com", .person("chen@example.com")),
    ("person:", nil),
    ("idp:group:", nil),
    (":group:x", nil),
    ("idp:role:x", nil),
    ("idp:group", nil),
    ("Manager", nil),
    ("", nil),
  ]

  @Test("Approvers as text and back", arguments: shapes)
  func approvers(text: String, approver: Approver?) {
    #expect(Approver(text) == approver)
    if let approver { #expect(approver.text == text) }
  }

  private let never: (String) throws(Never) -> Bool = { _ in false }
  private let always: (String) throws(Never) -> Bool = { _ in true }

  @Test("Without a policy, anyone whom it does not concern decides")
  func standard() {
    let taken = Policy.standard.taken(for: sampleRequest(), holds: never)
    #expect(taken.isPlain)
    #expect(taken.steps.map(\.approvers) == [[.anyone]])
    #expect(taken.policyDigest == Policy.standard.digest)
  }

  @Test("Where no step applies, the standard one does: nothing passes by itself")
  func nothingApplies() {
    let policy = Policy(steps: [
      PolicyStep(name: "manager", approvers: [.manager], condition: "risk ge 90")
    ])
    let taken = policy.taken(for: sampleRequest(), holds: never)
    #expect(taken.steps.map(\.name) == ["approval"])
    #expect(taken.steps.map(\.because) == ["no step of the policy applies to this request"])
  }

  @Test("Conditions choose the steps, and rules add to them")
  func conditions() {
    let policy = Policy(
      steps: [
        PolicyStep(name: "manager", approvers: [.manager]),
        PolicyStep(name: "high", approvers: [.managersManager], condition: "risk ge 60"),
        PolicyStep(name: "low", approvers: [.anyone], condition: "risk lt 60"),
      ],
      rules: [
        PolicyRule(
          name: "privileged", condition: "item.privileged eq true",
          effect: .require(PolicyStep(name: "security", approvers: [.person("x")], quorum: 2))),
        PolicyRule(name: "small", condition: "risk lt 10", effect: .approve),
      ])
    let taken = policy.taken(for: sampleRequest()) { condition throws(Never) in
      ["risk ge 60", "item.privileged eq true"].contains(condition)
    }
    #expect(taken.steps.map(\.name) == ["manager", "high", "security"])
    #expect(taken.steps[2].quorum == 2)
    #expect(taken.steps[1].because == "it applies where risk ge 60")
    #expect(
      taken.fired.map(\.sentence)
        == ["Rule “privileged” (require) applies: item.privileged eq true"])
    #expect(taken.verdict == nil)
  }

  @Test("A denying rule goes before an approving one, wherever they stand")
  func denyWins() {
    let approving = PolicyRule(name: "yes", condition: "a", effect: .approve)
    let denying = PolicyRule(name: "no", condition: "b", effect: .deny)
    for rules in [[approving, denying], [denying, approving]] {
      let taken = Policy(steps: [], rules: rules).taken(for: sampleRequest(), holds: always)
      #expect(taken.verdict?.name == "no")
      #expect(Set(taken.fired.map(\.name)) == ["yes", "no"])
      #expect(!taken.isPlain)
    }
    let one = Policy(steps: [], rules: [approving]).taken(for: sampleRequest(), holds: always)
    #expect(one.verdict?.effect == "approve")
  }

  @Test("A step of owners is one for each thing that is asked for")
  func owners() {
    var request = sampleRequest()
    request.items.append(request.items[0])
    request.items[1].id = "2"
    let policy = Policy(steps: [PolicyStep(name: "owner", approvers: [.owner])])
    let taken = policy.taken(for: request, holds: always)
    #expect(taken.steps.map(\.item) == ["1", "2"])
    #expect(
      taken.steps.map(\.name) == ["owner (platform-admins)", "owner (platform-admins) #2"])
  }

  @Test("A policy's digest changes with every part of it")
  func digests() {
    let step = PolicyStep(name: "a", approvers: [.manager])
    let group = EntitlementReference(server: "idp", type: .group, value: "g")
    var all = [
      Policy(steps: [step]), Policy(order: .sideBySide, steps: [step]), Policy(steps: []),
      Policy(steps: [step], rules: [PolicyRule(name: "r", condition: "c", effect: .deny)]),
      Policy(steps: [step], rules: [PolicyRule(name: "r", condition: "c", effect: .approve)]),
      Policy(
        steps: [step], rules: [PolicyRule(name: "r", condition: "c", effect: .require(step))]),
      Policy(steps: [step], separations: [Separation(name: "s", members: [group])]),
      Policy(
        steps: [step],
        separations: [Separation(name: "s", members: [group], remedy: .approval(step))]),
      Policy(steps: [step], owners: [EntitlementOwner(entitlement: group, owners: [.manager])]),
    ]
    for change: @Sendable (inout PolicyStep) -> Void in [
      { $0.name = "b" }, { $0.approvers = [.owner] }, { $0.fallbacks = [.owner] },
      { $0.quorum = 2 }, { $0.condition = "risk gt 1" },
    ] {
      var changed = step
      change(&changed)
      all.append(Policy(steps: [changed]))
    }
    #expect(Set(all.map(\.digest)).count == all.count)
  }

  @Test("The policy of a request survives its storage")
  func coding() throws {
    let policy = Policy(
      order: .sideBySide,
      steps: [
        PolicyStep(
          name: "owner", approvers: [.owner], fallbacks: [.members(server: "idp", group: "g")])
      ],
      rules: [PolicyRule(name: "r", condition: "c", effect: .deny)],
      separations: [
        Separation(
          name: "s", members: [EntitlementReference(server: "a", type: .role, value: "b")],
          remedy: .approval(PolicyStep(name: "t", approvers: [.person("x")])))
      ])
    let taken = policy.taken(for: sampleRequest(), holds: always)
    let data = try JSONEncoder().encode(taken)
    #expect(try JSONDecoder().decode(RequestPolicy.self, from: data) == taken)
  }

  @Test("A separation with a remedy wants a reason and an end")
  func separationRule() {
    let part = SeparationConflict.Part(
      entitlement: sampleRequest().items[0].entitlement, display: "platform-admins",
      standing: .asked)
    let second = PolicyStep(name: "audit", approvers: [.anyone])
    func refusal(
      _ remedy: Separation.Remedy, duration: String?, reason: String
    ) -> DecisionRefusal? {
      var request = sampleRequest()
      request.items[0].duration = duration
      request.justification = reason
      let conflict = SeparationConflict(set: "s", remedy: remedy, parts: [part])
      return SeparationRule.refusal([conflict], of: request)
    }
    #expect(SeparationRule.refusal([], of: sampleRequest()) == nil)
    #expect(
      refusal(.block, duration: "P1D", reason: "x")
        == .separated(set: "s", why: "platform-admins on idp is asked for here."))
    #expect(refusal(.approval(second), duration: "P1D", reason: "x") == nil)
    #expect(
      refusal(.approval(second), duration: nil, reason: "x")
        == .separationUnbound(set: "s", lacks: "an end"))
    #expect(
      refusal(.approval(second), duration: nil, reason: " ")
        == .separationUnbound(set: "s", lacks: "a reason and an end"))
  }
}
