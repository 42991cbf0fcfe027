import SCIM
import Testing

@testable import Sandbox

@Suite struct AccessRequestTests {
  let clock: TestClock
  let idp: TestClient

  init() {
    let clock = TestClock()
    self.clock = clock
    idp = TestClient(.idp, of: .small(clock: clock))
  }

  private func pending(for name: String) throws -> JSON {
    let filter =
      "status eq \"pending\" and beneficiary.display eq \"\(name)\" "
      + "and items.type eq \"group\""
    return try #require(idp.list("/AccessRequests", [("filter", filter)]).resources.first)
  }

  private func path(_ request: JSON) throws -> String {
    "/AccessRequests/\(try #require(request["id"]?.string))"
  }

  private func tag(_ request: JSON) throws -> (String, String) {
    ("If-Match", try #require(request["meta"]?["version"]?.string))
  }

  private func decision(_ outcome: String) throws -> [JSON] {
    let priya = try idp.id("/Users", "userName eq \"priya.nair\"")
    let person: JSON = ["value": .string(priya), "display": "Priya Nair"]
    return [
      ["op": "replace", "path": "status", "value": .string(outcome)],
      [
        "op": "add", "path": "decisions",
        "value": [
          [
            "item": "1", "step": "1", "authority": person, "hand": person,
            "outcome": .string(outcome), "comment": "", "decided": "2027-01-15T08:00:00Z",
            "planDigest": "00ff",
          ]
        ],
      ],
    ]
  }

  @Test func theQueueOpensAsTheScriptSays() {
    let pending = idp.list(
      "/AccessRequests", [("filter", "status eq \"pending\""), ("count", "100")])
    #expect(pending.resources.count == 14)
    let all = idp.get("/AccessRequests")
    #expect((all.json["totalResults"]?.int ?? 0) > 14, "some were decided long ago")
  }

  @Test func whatIsAskedForExists() throws {
    for request in idp.get("/AccessRequests").resources {
      for part in ["requester", "beneficiary"] {
        let id = try #require(request[part]?["value"]?.string)
        let user = idp.get("/Users/\(id)")
        #expect(user.json["displayName"] == request[part]?["display"])
      }
      for item in request["items"]?.array ?? [] {
        let server = try #require(TenantName(rawValue: item["server"]?.string ?? ""))
        let value = item["value"]?.string ?? ""
        let client = TestClient(server, of: idp.sandbox)
        switch item["type"]?.string {
        case "group":
          #expect(client.get("/Groups/\(value)").json["displayName"] == item["display"])
        case "role": _ = try client.one("/Roles", "value eq \"\(value)\"")
        case "entitlement": _ = try client.one("/Entitlements", "value eq \"\(value)\"")
        case "account": #expect(value.isEmpty)
        default: Issue.record("no such type: \(item)")
        }
      }
    }
  }

  @Test func whatIsAskedForMakesADifference() throws {
    let pending = idp.list(
      "/AccessRequests", [("filter", "status eq \"pending\""), ("count", "100")])
    for request in pending.resources {
      let beneficiary = try #require(request["beneficiary"]?["value"]?.string)
      for item in request["items"]?.array ?? [] where item["type"] == "group" {
        guard item["server"] == "idp" else { continue }
        let group = idp.get("/Groups/\(item["value"]?.string ?? "")").json
        #expect(
          group.memberIDs.contains(beneficiary) == (item["operation"] == "revoke"),
          "\(request["beneficiary"]?["display"]?.string ?? ""): \(item)")
      }
    }
  }

  @Test func aDecisionIsWrittenOnce() throws {
    let request = try pending(for: "Ada Okafor")
    let first = idp.patch(
      try path(request), try decision("approved"), headers: [try tag(request)])
    #expect(first.status == 200)
    #expect(first.json["status"] == "approved")
    #expect(first.json["decisions"]?.array?.first?["authority"]?["display"] == "Priya Nair")
    #expect(first.json["decisions"]?.array?.first?["planDigest"] == "00ff")
    #expect(first.json["items"] == request["items"])
    #expect(first.json["meta"]?["version"] != request["meta"]?["version"])

    let stale = idp.patch(try path(request), try decision("denied"), headers: [try tag(request)])
    #expect(stale.status == 412)
    let fresh = idp.patch(
      try path(request), try decision("denied"), headers: [try tag(first.json)])
    #expect(fresh.status == 409)
    #expect(fresh.json["detail"]?.string?.contains("approved by Priya Nair") == true)
    #expect(idp.patch(try path(request), try decision("denied")).status == 409)
    #expect(idp.get(try path(request)).json == first.json)
  }

  @Test func theSameDecisionTwiceIsNoChange() throws {
    let request = try pending(for: "Ada Okafor")
    let once = idp.patch(try path(request), try decision("approved")).json
    let put = idp.call("PUT", try path(request), once)
    #expect(put.status == 200)
    #expect(put.json == once)
  }

  @Test(arguments: [
    ("status", "finished", 400), ("status", "approved", 400), ("status", "cancelled", 200),
    ("status", "expired", 200), ("justification", "another", 400), ("submitted", "now", 400),
    ("externalReference", "INC-1", 200), ("neededBy", "tomorrow", 400),
  ])
  func changesAreChecked(attribute: String, value: String, status: Int) throws {
    let request = try pending(for: "Ada Okafor")
    let change: JSON = ["op": "replace", "path": .string(attribute), "value": .string(value)]
    #expect(idp.patch(try path(request), [change]).status == status)
  }

  @Test func whoGetsWhatCannotBeChanged() throws {
    let request = try pending(for: "Ada Okafor")
    var changed = request
    changed["beneficiary"] = request["requester"]
    changed["beneficiary"]?["value"] = "somebody"
    #expect(idp.call("PUT", try path(request), changed).scimType == "mutability")
    changed = request
    changed["items"] = []
    #expect(idp.call("PUT", try path(request), changed).json["items"] == request["items"])
    let grab: JSON = [
      "op": "replace", "path": "items[id eq \"1\"].display", "value": "break-glass",
    ]
    #expect(idp.patch(try path(request), [grab]).status == 400)
  }

  @Test func aRequestCanBeMade() throws {
    let ada = try idp.id("/Users", "userName eq \"ada.okafor\"")
    let person: JSON = ["value": .string(ada)]
    var body: JSON = [
      "schemas": [.string(Schema.accessRequest.id)], "requester": person, "beneficiary": person,
      "items": [
        [
          "id": "1", "operation": "grant", "server": "idp", "type": "role", "value": "auditor",
          "display": "Auditor", "duration": "P1D",
        ]
      ], "justification": "For the audit.",
    ]
    let made = idp.call("POST", "/AccessRequests", body)
    #expect(made.status == 201)
    #expect(made.json["status"] == "pending")
    #expect(made.json["submitted"]?.string == SCIMDate.print(clock.now))
    #expect(made.json["beneficiary"]?["display"] == "Ada Okafor")
    for (key, bad) in [
      ("items", []), ("requester", [:]), ("status", "approved"), ("neededBy", "soon"),
      ("items", [["operation": "take", "server": "idp", "type": "role"]]),
      ("items", [["operation": "grant", "server": "idp", "type": "car"]]),
    ] as [(String, JSON)] {
      var wrong = body
      wrong[key] = bad
      #expect(idp.call("POST", "/AccessRequests", wrong).status == 400, "\(key)")
    }
    body["beneficiary"] = nil
    #expect(idp.call("POST", "/AccessRequests", body).status == 400)
  }

  @Test(arguments: [0, 3, 40])
  func asManyWaitAsAreAskedFor(count: Int) {
    let idp = TestClient(.idp, of: .small(requests: count))
    let pending = idp.list(
      "/AccessRequests", [("filter", "status eq \"pending\""), ("count", "500")])
    #expect(pending.resources.count == count)
  }
}
