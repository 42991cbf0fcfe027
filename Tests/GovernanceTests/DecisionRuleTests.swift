import Foundation
import Testing

@testable import Governance

@Suite("Who may decide")
struct DecisionRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var request = sampleRequest()
    var by = Operator(priya)
    var plan = samplePlan()
    var digest: String?
    var outcome = DecisionOutcome.approved
    var reason = ""
    var expected: DecisionRefusal?

    var testDescription: String { name }
  }

  static let later = morning.addingTimeInterval(3600)
  static let cases: [Case] = [
    Case(name: "another person's request for another person"),
    Case(name: "denied with a reason", outcome: .denied, reason: "Ask Bruno first"),
    Case(
      name: "one's own access", request: sampleRequest(beneficiary: priya),
      expected: .operatorIsBeneficiary),
    Case(
      name: "what one asked for", request: sampleRequest(requester: priya),
      expected: .operatorIsRequester),
    Case(
      name: "what one brought in, in another's name", request: sampleRequest(submitter: priya),
      expected: .operatorIsSubmitter),
    Case(
      name: "denying what one brought in", request: sampleRequest(submitter: priya),
      outcome: .denied, reason: "no", expected: .operatorIsSubmitter),
    Case(
      name: "one asked for oneself", request: sampleRequest(requester: priya, beneficiary: priya),
      expected: .operatorIsBeneficiary),
    Case(
      name: "denying one's own", request: sampleRequest(beneficiary: priya), outcome: .denied,
      reason: "no", expected: .operatorIsBeneficiary),
    Case(
      name: "nobody at the keyboard", by: Operator(name: "prya", person: nil),
      expected: .operatorUnknown(name: "prya")),
    Case(
      name: "approved before", request: sampleRequest(status: .approved),
      expected: .alreadyDecided(status: .approved, by: "Chen Wei")),
    Case(
      name: "denied before", request: sampleRequest(status: .denied),
      expected: .alreadyDecided(status: .denied, by: "Chen Wei")),
    Case(
      name: "cancelled", request: sampleRequest(status: .cancelled),
      expected: .alreadyDecided(status: .cancelled, by: "Chen Wei")),
    Case(name: "a draft", request: sampleRequest(status: .draft), expected: .notSubmitted),
    Case(
      name: "marked expired", request: sampleRequest(status: .expired, expires: morning),
      expected: .expired(at: morning)),
    Case(
      name: "expires at this very moment", request: sampleRequest(expires: morning),
      expected: .expired(at: morning)),
    Case(name: "expires later", request: sampleRequest(expires: later)),
    Case(
      name: "another plan than the one shown", digest: "00",
      expected: .planChanged(shown: "00", current: samplePlan().digest)),
    Case(
      name: "a denial of another plan", digest: "00", outcome: .denied, reason: "no",
      expected: .planChanged(shown: "00", current: samplePlan().digest)),
    Case(
      name: "another request's plan", plan: samplePlan(request: "r2"),
      expected: .planChanged(
        shown: samplePlan(request: "r2").digest, current: samplePlan(request: "r2").digest)),
    Case(
      name: "a plan that cannot be carried out", plan: samplePlan(obstacles: ["No account."]),
      expected: .planBlocked(reason: "No account.")),
    Case(
      name: "what cannot be carried out can be denied",
      plan: samplePlan(obstacles: ["No account."]),
      outcome: .denied, reason: "no account"),
    Case(name: "denied without a reason", outcome: .denied, expected: .reasonMissing),
    Case(name: "denied with blanks", outcome: .denied, reason: " \n", expected: .reasonMissing),
  ]

  @Test("Every rule", arguments: cases)
  func rules(_ row: Case) {
    let refusal = DecisionRule.refusal(
      for: row.request, operator: row.by, now: morning, plan: row.plan,
      shownDigest: row.digest ?? row.plan.digest, outcome: row.outcome, reason: row.reason,
      decidedBy: "Chen Wei")
    #expect(refusal == row.expected)
  }

  @Test("The queue's rule looks at neither plan nor reason")
  func standing() {
    #expect(
      DecisionRule.refusal(for: sampleRequest(), operator: Operator(priya), now: morning) == nil)
    #expect(
      DecisionRule.refusal(for: sampleRequest(), operator: Operator(ada), now: morning)
        == .operatorIsBeneficiary)
  }

  @Test("Only a pending request expires")
  func expiry() {
    #expect(DecisionRule.isExpired(sampleRequest(expires: morning), now: morning))
    #expect(!DecisionRule.isExpired(sampleRequest(expires: Self.later), now: morning))
    #expect(!DecisionRule.isExpired(sampleRequest(), now: morning))
    #expect(
      !DecisionRule.isExpired(sampleRequest(status: .approved, expires: morning), now: Self.later))
  }

  static let refusals: [(DecisionRefusal, code: String, sentence: String)] = [
    (
      .operatorIsBeneficiary, "operator-is-beneficiary",
      "This request is for you: nobody decides for themselves."
    ),
    (
      .operatorIsRequester, "operator-is-requester",
      "You made this request: nobody decides what they asked for."
    ),
    (
      .operatorIsSubmitter, "operator-is-submitter",
      "You brought this request in: nobody decides what they asked for, in whatever name."
    ),
    (
      .notAnApprover(step: "owner", who: "the owner of the access"), "not-an-approver",
      "The step “owner” waits for the owner of the access."
    ),
    (
      .stepNotReached(step: "owner", before: "manager"), "step-not-reached",
      "Your step “owner” comes after “manager”, which has not passed."
    ),
    (
      .alreadyVoted(step: "manager"), "already-voted",
      "You said yes to the step “manager”: the rest is for other people."
    ),
    (
      .operatorInactive, "operator-inactive",
      "Every account of the approver is inactive: they decide nothing."
    ),
    (.noStepOpen, "no-step-open", "No step of this request waits for anybody."),
    (
      .separated(set: "payments", why: "a is held, b is asked for here."), "separated",
      "The separation “payments” forbids it: a is held, b is asked for here."
    ),
    (
      .separationUnbound(set: "payments", lacks: "an end"), "separation-unbound",
      "The separation “payments” allows it with an end only."
    ),
    (.notSubmitted, "not-submitted", "This request is a draft: it has not been submitted."),
    (
      .alreadyDecided(status: .approved, by: "Chen Wei"), "already-decided",
      "This request is already approved by Chen Wei."
    ),
    (
      .alreadyDecided(status: .denied, by: nil), "already-decided",
      "This request is already denied."
    ),
    (
      .alreadyDecided(status: .cancelled, by: nil), "already-decided", "This request was cancelled."
    ),
    (.expired(at: morning), "expired", "This request expired on 2026-11-24."),
    (
      .planChanged(shown: "a", current: "b"), "plan-changed",
      "The plan is not the one that you were shown: something changed meanwhile."
    ),
    (
      .planBlocked(reason: "Ada has no account."), "plan-blocked",
      "The plan cannot be carried out: Ada has no account."
    ),
    (.reasonMissing, "reason-missing", "A denial needs a reason."),
    (
      .operatorUnknown(name: "prya"), "operator-unknown",
      "“prya” is nobody that a server knows."
    ),
    (.operatorUnknown(name: ""), "operator-unknown", "Nobody is configured as the operator."),
    (.requestUnknown(id: "r9"), "request-unknown", "There is no request r9."),
  ]

  @Test("A refusal has a code, a sentence and advice", arguments: refusals)
  func sentences(refusal: DecisionRefusal, code: String, sentence: String) throws {
    #expect(refusal.code == code)
    #expect(refusal.sentence == sentence)
    #expect(refusal.advice.hasSuffix("."))
    let data = try JSONEncoder().encode(refusal)
    #expect(try JSONDecoder().decode(DecisionRefusal.self, from: data) == refusal)
  }
}
