import Foundation
import Governance
import Testing

@testable import countersign

@Suite("A plan on paper")
struct PlanTextTests {
  static let now = Date(timeIntervalSince1970: 1_795_500_000)

  static func detail(_ status: ActionStatus? = nil) -> RequestDetail {
    let ada = PersonReference(key: IdentityKey(rawValue: "mail:ada@x.test"), name: "Ada Okafor")
    let id = RequestID(rawValue: "r-1")
    let request = AccessRequest(
      id: id, origin: .local,
      requester: PersonReference(key: IdentityKey(rawValue: "mail:bo@x.test"), name: "Bo"),
      beneficiary: ada,
      items: [
        RequestItem(
          id: "1", operation: .grant,
          entitlement: EntitlementReference(server: "idp", type: .group, value: "g1"),
          display: "engineers", duration: "P7D")
      ], justification: "on\u{1B}[2Jcall", submitted: now, externalReference: "T-1")
    let operation = PlannedOperation(
      item: "1", server: "idp", call: Call(method: "PATCH", path: "/Groups/g1", body: "{\"a\":1}"),
      presumes: [
        PresumedFact(
          kind: .notMember, subject: "u1", object: "g1", sentence: "Ada is not a member",
          readAt: now.addingTimeInterval(-90))
      ], target: "/Groups/g1", effect: "add Ada to engineers", before: "not a member",
      after: "member", inverse: Call(method: "PATCH", path: "/Groups/g1", body: "{}"))
    let actions = status.map {
      [
        Action(
          id: 1, request: id, operation: operation, planDigest: "d", status: $0,
          answer: ServerAnswer(status: 403, text: "No."), advice: "Ask the owner.", updated: now)
      ]
    }
    return RequestDetail(
      request: request, risk: Risk(reasons: [.init(points: 20, sentence: "privileged")]),
      plan: Plan(
        request: id, operations: [operation], obstacles: ["it is closed"], notes: ["look twice"]),
      planDigest: "abc", refusal: .operatorIsRequester, decisions: [], actions: actions ?? [],
      beneficiary: nil, dataAgeSeconds: 90)
  }

  @Test func saysAllThatAnApproverNeeds() {
    let text = PlanText(detail: Self.detail(), now: Self.now, zone: .gmt)
    #expect(
      text.lines == [
        "Request r-1 for Ada Okafor, asked by Bo", "  + engineers 7d on idp",
        "  why: T-1 on␛[2Jcall", "Risk 20: +20 privileged", "Plan",
        "  1. add Ada to engineers (not a member → member)", "     idp: PATCH /Groups/g1",
        "     {\"a\":1}", "     presumes: Ada is not a member (read 1m ago)",
        "     way back: PATCH /Groups/g1", "Obstacle: it is closed", "Note: look twice",
        "You cannot decide it. You made this request: nobody decides what they asked for.",
        "Digest abc",
      ])
  }

  @Test(arguments: [
    (ActionStatus.applied, "Action 1: applied"), (.queued, "Action 1: queued"),
    (.failed, "Action 1: failed: 403 No. Ask the owner."),
    (.waiting, "Action 1: waiting: 403 No. Ask the owner."),
  ])
  func saysWhatBecameOfIt(_ status: ActionStatus, _ line: String) {
    let text = PlanText(detail: Self.detail(status), now: Self.now, zone: .gmt)
    #expect(text.lines.contains(line), "\(text.lines)")
  }

  @Test func oneLineOfJSON() throws {
    let line = try Records.line(PlanRecord(Self.detail()))
    let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(json?["planDigest"] as? String == "abc")
    #expect(json?["refusal"] as? String == "operator-is-requester")
    #expect(json?["riskScore"] as? Int == 20)
    #expect(!line.contains("\n") && line.contains("/Groups/g1"))
  }
}
