import SCIM
import Testing

@testable import Sandbox

@Suite struct DialectTests {
  @Test(arguments: [
    (TenantName.hr, 5_000, 60), (.idp, 5_000, 66), (.code, 5_000, 28), (.code, 10, 10),
  ])
  func pagesAreClamped(tenant: TenantName, count: Int, expected: Int) {
    let answer = TestClient(tenant).list("/Users", [("count", String(count))])
    #expect(answer.status == 200)
    #expect(answer.resources.count == expected)
  }

  @Test func theCodeHostStopsAtFifty() {
    let code = TestClient(.code, of: Sandbox(Sandbox.Settings(people: 400)))
    let answer = code.list("/Users", [("count", "100")])
    #expect(answer.resources.count == 50)
    #expect((answer.json["totalResults"]?.int ?? 0) > 50)
  }

  @Test func theChatRefusesLargePages() {
    let answer = TestClient(.chat).list("/Users", [("count", "201")])
    #expect(answer.status == 400)
    #expect(answer.scimType == "tooMany")
  }

  @Test func theChatCountsThePage() {
    let answer = TestClient(.chat).list("/Users", [("count", "7")])
    #expect(answer.json["totalResults"]?.int == 7)
    #expect(answer.json["itemsPerPage"]?.int == 7)
  }

  @Test(arguments: [
    (TenantName.hr, 200), (.idp, 200), (.code, 400), (.chat, 200),
  ])
  func datesFilterInTheirWay(tenant: TenantName, status: Int) {
    let client = TestClient(tenant)
    let future = [("filter", "meta.lastModified gt \"2100-01-01T00:00:00Z\"")]
    let answer = client.list("/Users", future)
    #expect(answer.status == status)
    #expect(answer.resources.isEmpty == (tenant != .chat), "the chat returns everybody")
  }

  @Test(arguments: [
    ("userName eq \"adaokafor\"", 200), ("emails eq \"ada.okafor@example.com\"", 200),
    ("userName sw \"ada\"", 400), ("userName eq \"a\" and active eq true", 400),
    ("title eq \"x\"", 400), ("userName pr", 400),
  ])
  func theCodeHostKnowsEqualityAlone(filter: String, status: Int) {
    let answer = TestClient(.code).list("/Users", [("filter", filter)])
    #expect(answer.status == status)
    if status == 200 { #expect(answer.resources.count == 1) }
  }

  @Test func theCodeHostWantsAFilterToRemove() throws {
    let code = TestClient(.code)
    let group = try #require(
      code.get("/Groups").resources.first { $0.memberIDs.count > 1 })
    let path = "/Groups/\(try #require(group["id"]?.string))"
    let member = try #require(group.memberIDs.first)
    let byValue: JSON = [
      "op": "remove", "path": "members", "value": [["value": .string(member)]],
    ]
    #expect(code.patch(path, [byValue]).status == 400)
    #expect(code.get(path).json.memberIDs == group.memberIDs)
    let byFilter: JSON = ["op": "remove", "path": .string("members[value eq \"\(member)\"]")]
    #expect(code.patch(path, [byFilter]).json.memberIDs == Array(group.memberIDs.dropFirst()))
  }

  @Test func theDirectoryTakesBothFormsOfRemoval() throws {
    let idp = TestClient(.idp)
    let group = try idp.one("/Groups", "displayName eq \"all-staff\"")
    let path = "/Groups/\(try #require(group["id"]?.string))"
    let member = try #require(group.memberIDs.first)
    let byValue: JSON = [
      "op": "remove", "path": "members", "value": [["value": .string(member)]],
    ]
    #expect(idp.patch(path, [byValue]).json.memberIDs == Array(group.memberIDs.dropFirst()))
  }

  private static let switches: [(JSON, Int)] = [
    (["op": "replace", "path": "active", "value": false], 200),
    (["op": "replace", "value": ["active": false]], 200),
    (["op": "replace", "path": "title", "value": "x"], 400),
    (["op": "replace", "value": ["active": false, "title": "x"]], 400),
    (["op": "add", "path": "active", "value": false], 400),
    (["op": "remove", "path": "title"], 400),
  ]

  @Test(arguments: switches)
  func theChatOnlySwitches(operation: JSON, status: Int) throws {
    let chat = TestClient(.chat)
    let id = try chat.id("/Users", "userName eq \"priya.nair@example.com\"")
    let answer = chat.patch("/Users/\(id)", [operation])
    #expect(answer.status == status)
    #expect(chat.get("/Users/\(id)").json["active"] == .bool(status != 200))
    #expect(chat.call("PUT", "/Users/\(id)", .newUser("x")).status == 405)
  }

  @Test func theChatDeletesSoftly() throws {
    let chat = TestClient(.chat)
    let name = "priya.nair@example.com"
    let id = try chat.id("/Users", "userName eq \"\(name)\"")
    #expect(chat.call("DELETE", "/Users/\(id)").status == 204)
    #expect(chat.get("/Users/\(id)").json["active"] == false)
    #expect(chat.call("POST", "/Users", .newUser(name)).status == 409)
  }

  @Test func humanResourcesDeletesNobody() throws {
    let hr = TestClient(.hr)
    let id = try #require(hr.get("/Users").ids.first)
    let answer = hr.call("DELETE", "/Users/\(id)")
    #expect(answer.status == 405)
    #expect(answer.response.header("Allow") == "GET, PATCH, PUT")
  }

  @Test(arguments: [TenantName.hr, .code, .chat])
  func withoutCursorsTheyAreIgnored(tenant: TenantName) {
    let answer = TestClient(tenant).list("/Users", [("cursor", ""), ("count", "3")])
    #expect(answer.status == 200)
    #expect(answer.json["nextCursor"] == nil)
    #expect(answer.json["startIndex"]?.int == 1)
  }

  @Test(arguments: [
    (TenantName.hr, 12), (.idp, 36), (.code, 8), (.chat, 9),
  ])
  func everyServiceHasItsIds(tenant: TenantName, length: Int) {
    let ids = TestClient(tenant).get("/Users").ids
    #expect(ids.allSatisfy { $0.count == length })
  }

  @Test func theChatLimitsItsCallersWhenAsked() {
    let clock = TestClock()
    let chat = TestClient(.chat, of: .small(limitsRate: true, clock: clock))
    let passed = (0..<600).map { _ in chat.get("/ServiceProviderConfig").status }
    #expect(passed.allSatisfy { $0 == 200 })
    let refused = chat.get("/ServiceProviderConfig")
    #expect(refused.status == 429)
    let wait = Int(refused.response.header("Retry-After") ?? "") ?? 0
    #expect((1...60).contains(wait))
    clock.advance(seconds: wait)
    #expect(chat.get("/ServiceProviderConfig").status == 200)
  }
}
