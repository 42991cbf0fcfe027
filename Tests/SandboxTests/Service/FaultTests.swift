import SCIM
import Testing

@testable import Sandbox

@Suite struct FaultTests {
  let sandbox: Sandbox
  let idp: TestClient

  init() {
    sandbox = .small()
    idp = TestClient(.idp, of: sandbox)
  }

  @Test func aLimitSaysWhenToComeBack() {
    sandbox.inject(Fault(.limited(retryAfterSeconds: 7)))
    let answer = idp.get("/Users")
    #expect(answer.status == 429)
    #expect(answer.response.header("retry-after") == "7")
    #expect(idp.get("/Users").status == 200)
  }

  @Test func faultsAreCountedAndAimed() {
    sandbox.inject(
      Fault(.status(503), tenant: .idp, method: "GET", path: "/Users", skip: 1, times: 2))
    #expect(TestClient(.hr, of: sandbox).get("/Users").status == 200)
    #expect(idp.get("/Groups").status == 200)
    #expect(idp.call("POST", "/Users", .newUser("x")).status == 201)
    #expect((0..<4).map { _ in idp.get("/Users").status } == [200, 503, 503, 200])
  }

  @Test func nothingIsDoneWhenTheAnswerIsAFault() {
    for fault in [Fault.Kind.status(500), .limited(retryAfterSeconds: 1), .unauthorised] {
      sandbox.inject(Fault(fault, method: "POST"))
      #expect(idp.call("POST", "/Users", .newUser("once")).status >= 400)
    }
    #expect(idp.call("POST", "/Users", .newUser("once")).status == 201)
  }

  @Test func aCutComesAfterTheDeed() throws {
    sandbox.inject(Fault(.cut(afterBytes: 10), method: "POST"))
    let answer = idp.call("POST", "/Users", .newUser("cut.off"))
    #expect(answer.response.disturbance.cutAfterBytes == 10)
    _ = try idp.one("/Users", "userName eq \"cut.off\"")
  }

  @Test func halfAnAnswerIsNoJSON() {
    sandbox.inject(Fault(.truncated(bytes: 200)))
    let answer = idp.get("/Users")
    #expect(answer.status == 200)
    #expect(answer.response.body.count == 200)
    #expect(answer.json == .null)
  }

  @Test func aPageForPeopleComesInstead() {
    sandbox.inject(Fault(.html(status: 200)))
    let answer = idp.get("/Users")
    #expect(answer.response.header("Content-Type") == "application/scim+json")
    #expect(String(decoding: answer.response.body, as: UTF8.self).hasPrefix("<html>"))
  }

  @Test func aDelayIsForTheOneWhoDelivers() {
    sandbox.inject(Fault(.delayed(seconds: 2.5)))
    let answer = idp.get("/Users")
    #expect(answer.status == 200)
    #expect(answer.response.disturbance.delaySeconds == 2.5)
    #expect(idp.get("/Users").response.disturbance == .init())
  }

  @Test func deletionsDuringAWalkMakeIndexPagesSkip() {
    let whole = idp.list("/Users", [("count", "500")]).ids
    let first = idp.list("/Users", [("count", "20")]).ids
    sandbox.inject(Fault(.churn(removals: 5)))
    let second = idp.list("/Users", [("startIndex", "21"), ("count", "500")]).ids
    let missed = Set(whole).subtracting(first).subtracting(second)
    #expect(missed == Set(whole[20..<25]), "they exist and no page had them")
  }

  @Test func faultsCanBeCleared() {
    sandbox.inject([Fault(.status(500)), Fault(.status(502))])
    sandbox.clearFaults()
    #expect(idp.get("/Users").status == 200)
  }

  private static let wire: [(JSON, Fault)] = [
    (["kind": "delayed", "seconds": 2], Fault(.delayed(seconds: 2))),
    (["kind": "limited", "seconds": 9], Fault(.limited(retryAfterSeconds: 9))),
    (
      [
        "kind": "status", "status": 502, "tenant": "hr", "method": "GET", "path": "/Users",
        "skip": 2, "times": 3,
      ],
      Fault(.status(502), tenant: .hr, method: "GET", path: "/Users", skip: 2, times: 3)
    ),
    (["kind": "unauthorised"], Fault(.unauthorised)),
    (["kind": "cut", "bytes": 40], Fault(.cut(afterBytes: 40))),
    (["kind": "truncated", "bytes": 40], Fault(.truncated(bytes: 40))),
    (["kind": "html", "status": 502], Fault(.html(status: 502))),
    (["kind": "churn", "removals": 4], Fault(.churn(removals: 4))),
  ]

  @Test(arguments: wire)
  func faultsAreReadFromJSON(json: JSON, fault: Fault) throws {
    #expect(try Fault(json) == fault)
  }

  private static let wrong: [JSON] = [
    [:], ["kind": "earthquake"], ["kind": "status", "tenant": "erp"],
    ["kind": "status", "status": "x"], ["kind": "cut", "bytes": -1],
  ]

  @Test(arguments: wrong)
  func badFaultsAreRefused(json: JSON) {
    #expect(throws: SCIMError.self) { try Fault(json) }
  }

  private func control(
    _ method: String, _ body: String = "", path: String = "/_sandbox/faults", token: Bool = true
  ) -> SandboxResponse {
    sandbox.handle(
      SandboxRequest(
        method, path, headers: token ? [("Authorization", "Bearer sandbox-chat-token")] : [],
        body: Array(body.utf8)))
  }

  @Test func faultsComeOverHTTPToo() throws {
    let body = """
      {"faults": [{"kind": "status", "status": 500}, {"kind": "status", "status": 502}]}
      """
    #expect(control("POST", body).status == 204)
    #expect(String(decoding: control("GET").body, as: UTF8.self) == "{\"pending\":2}")
    #expect((0..<3).map { _ in idp.get("/Users").status } == [500, 502, 200])
    #expect(control("POST", "{\"kind\": \"status\"}").status == 204)
    #expect(control("DELETE").status == 204)
    #expect(idp.get("/Users").status == 200)
  }

  @Test func theControlIsGuarded() {
    #expect(control("POST", "{}", token: false).status == 401)
    #expect(control("POST", "{}").status == 400)
    #expect(control("POST", "nonsense").status == 400)
    #expect(control("PUT").status == 405)
    #expect(control("GET", path: "/_sandbox/else").status == 404)
  }
}
