import SCIM
import Testing

@testable import Sandbox

@Suite struct EntityTagTests {
  let idp = TestClient(.idp)

  @Test func whatIsKnownIsNotSentAgain() throws {
    let id = try idp.id("/Users", "userName eq \"ada.okafor\"")
    let tag = try #require(idp.get("/Users/\(id)").tag)
    let again = idp.get("/Users/\(id)", headers: [("If-None-Match", "\"x\", \(tag)")])
    #expect(again.status == 304)
    #expect(again.response.body.isEmpty)
    #expect(idp.get("/Users/\(id)", headers: [("If-None-Match", "\"x\"")]).status == 200)
  }

  @Test(arguments: ["PUT", "PATCH", "DELETE"])
  func aStaleTagStopsTheWrite(method: String) throws {
    let before = try idp.one("/Users", "userName eq \"ada.okafor\"")
    let id = try #require(before["id"]?.string)
    let answer = idp.call(method, "/Users/\(id)", before, headers: [("If-Match", "W/\"old\"")])
    #expect(answer.status == 412)
    #expect(idp.get("/Users/\(id)").json == before)
  }

  @Test func theRightTagLetsOneWriterThrough() throws {
    let id = try idp.id("/Groups", "displayName eq \"helpdesk\"")
    let tag = try #require(idp.get("/Groups/\(id)").tag)
    let first: JSON = ["op": "replace", "path": "displayName", "value": "first"]
    let second: JSON = ["op": "replace", "path": "displayName", "value": "second"]
    #expect(idp.patch("/Groups/\(id)", [first], headers: [("If-Match", tag)]).status == 200)
    #expect(idp.patch("/Groups/\(id)", [second], headers: [("If-Match", tag)]).status == 412)
    #expect(idp.patch("/Groups/\(id)", [second], headers: [("If-Match", "*")]).status == 200)
  }

  @Test func humanResourcesShowsTagsAndIgnoresThem() throws {
    let hr = TestClient(.hr)
    let id = try hr.id("/Users", "userName eq \"ada.okafor@example.com\"")
    let tag = try #require(hr.get("/Users/\(id)").tag)
    #expect(hr.get("/Users/\(id)", headers: [("If-None-Match", tag)]).status == 200)
    let title: JSON = ["op": "replace", "path": "title", "value": "x"]
    #expect(hr.patch("/Users/\(id)", [title], headers: [("If-Match", "\"old\"")]).status == 200)
  }

  @Test(arguments: [TenantName.code, .chat])
  func othersHaveNoTags(tenant: TenantName) throws {
    let client = TestClient(tenant)
    let user = try #require(client.get("/Users").resources.first)
    #expect(user["meta"]?["version"] == nil)
    #expect(client.get("/Users/\(user["id"]?.string ?? "")").tag == nil)
  }

  @Test(arguments: [
    ("*", "W/\"a\"", true), ("\"a\"", "W/\"a\"", true), ("W/\"a\"", "\"a\"", true),
    ("\"b\", W/\"a\"", "W/\"a\"", true), ("\"b\"", "W/\"a\"", false), ("", "W/\"a\"", false),
  ])
  func tagsCompareWeakly(header: String, tag: String, expected: Bool) {
    #expect(EntityTag.matches(header, tag) == expected)
  }
}
