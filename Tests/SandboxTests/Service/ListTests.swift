import SCIM
import Testing

@testable import Sandbox

@Suite struct ListTests {
  let idp = TestClient(.idp)

  /// Walks by index until a page brings nothing.
  private func walk(_ client: TestClient, _ endpoint: String, count: Int) -> [String] {
    var ids: [String] = []
    while true {
      let page = client.list(
        endpoint, [("startIndex", String(ids.count + 1)), ("count", String(count))])
      if page.ids.isEmpty { return ids }
      ids += page.ids
    }
  }

  @Test(arguments: TenantName.allCases, [7, 50])
  func aWalkByIndexSeesEverybodyOnce(tenant: TenantName, count: Int) {
    let client = TestClient(tenant)
    let ids = walk(client, "/Users", count: count)
    #expect(Set(ids).count == ids.count)
    let whole = tenant == .chat ? ids.count : client.get("/Users").json["totalResults"]?.int
    #expect(ids.count == whole)
    #expect(ids.count >= 20)
  }

  @Test func aWalkByCursorSeesEverybodyOnce() {
    var ids: [String] = []
    var cursor: String? = ""
    while let current = cursor {
      let page = idp.list("/Users", [("cursor", current), ("count", "7")])
      #expect(page.json["startIndex"] == nil)
      ids += page.ids
      cursor = page.json["nextCursor"]?.string
    }
    #expect(ids == walk(idp, "/Users", count: 50))
  }

  @Test func aCursorSurvivesDeletions() throws {
    let first = idp.list("/Users", [("cursor", ""), ("count", "10")])
    let all = walk(idp, "/Users", count: 50)
    for id in first.ids { #expect(idp.call("DELETE", "/Users/\(id)").status == 204) }
    let cursor = try #require(first.json["nextCursor"]?.string)
    let rest = idp.list("/Users", [("cursor", cursor), ("count", "100")])
    #expect(rest.ids == Array(all.dropFirst(10)))
    #expect(rest.json["nextCursor"] == nil)
  }

  @Test func cursorsAreForTheirQueryAndAge() throws {
    let clock = TestClock()
    let client = TestClient(.idp, of: .small(clock: clock))
    let cursor = try #require(
      client.list("/Users", [("cursor", ""), ("count", "5")]).json["nextCursor"]?.string)
    #expect(client.list("/Users", [("cursor", "nonsense")]).scimType == "invalidCursor")
    #expect(client.list("/Groups", [("cursor", cursor)]).scimType == "invalidCursor")
    let filtered = client.list("/Users", [("cursor", cursor), ("filter", "active eq true")])
    #expect(filtered.scimType == "invalidCursor")
    clock.advance(seconds: Cursor.lifetime + 1)
    #expect(client.list("/Users", [("cursor", cursor)]).scimType == "expiredCursor")
  }

  @Test func cursorsFollowAnOrderToo() throws {
    let sorted: [(String, String)] = [("sortBy", "userName"), ("count", "40")]
    let first = idp.list("/Users", [("cursor", "")] + sorted)
    let cursor = try #require(first.json["nextCursor"]?.string)
    let second = idp.list("/Users", [("cursor", cursor)] + sorted)
    let names = (first.resources + second.resources).compactMap { $0["userName"]?.string }
    #expect(names == names.sorted())
    #expect(names.count == idp.get("/Users").json["totalResults"]?.int)
  }

  @Test(arguments: [
    ("userName eq \"ADA.OKAFOR\"", 1), ("externalId eq \"E010017\"", nil),
    ("emails eq \"priya.nair@example.com\"", 1), ("emails.value eq \"nobody@example.com\"", 0),
    ("emails[type eq \"work\" and value sw \"priya\"]", 1), ("userName sw \"svc-\"", 4),
    ("userName eq \"ada.okafor\" or userName eq \"bruno.lima\"", 2),
    ("userName eq \"ada.okafor\" and active eq false", 0), ("not (userName pr)", 0),
    ("name.familyName eq \"Okafor\"", 1), ("meta.lastModified gt \"2030-01-01T00:00:00Z\"", 0),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"Web\"", nil),
    ("groups.display eq \"break-glass\"", 1), ("id eq \"nothing\"", 0),
  ])
  func filtersFind(filter: String, count: Int?) {
    let answer = idp.list("/Users", [("filter", filter), ("count", "500")])
    #expect(answer.status == 200)
    if let count { #expect(answer.resources.count == count) }
    #expect(answer.json["totalResults"]?.int == answer.resources.count)
  }

  @Test(arguments: ["userName", "userName eq", "userName eq ada", "(userName pr", "a[b pr"])
  func badFiltersAreRefused(filter: String) {
    let answer = idp.list("/Users", [("filter", filter)])
    #expect(answer.status == 400)
    #expect(answer.scimType == "invalidFilter")
  }

  @Test func theShortWayFindsWhatTheLongWayFinds() {
    let all = idp.list("/Users", [("count", "500")]).resources
    for user in all.prefix(20) {
      let name = user["userName"]?.string ?? ""
      let short = idp.list("/Users", [("filter", "userName eq \"\(name)\"")])
      let long = idp.list("/Users", [("filter", "not (userName ne \"\(name)\")")])
      #expect(short.ids == long.ids)
    }
    let middle = all[all.count / 2]["meta"]?["lastModified"]?.string ?? ""
    for comparison in ["gt", "ge", "lt", "le"] {
      let short = idp.list(
        "/Users", [("filter", "meta.lastModified \(comparison) \"\(middle)\""), ("count", "500")])
      let wanted = all.filter { user in
        let text = user["meta"]?["lastModified"]?.string ?? ""
        return switch comparison {
        case "gt": text > middle
        case "ge": text >= middle
        case "lt": text < middle
        default: text <= middle
        }
      }
      #expect(short.ids == wanted.compactMap { $0["id"]?.string })
    }
  }

  @Test(arguments: ["ascending", "descending", nil])
  func listsAreSorted(order: String?) {
    let parameters =
      [("sortBy", "name.familyName"), ("count", "500")]
      + (order.map { [("sortOrder", $0)] } ?? [])
    let names = idp.list("/Users", parameters).resources.map {
      $0["name"]?["familyName"]?.string?.lowercased()
    }
    let present = names.compactMap { $0 }
    #expect(present == (order == "descending" ? present.sorted(by: >) : present.sorted()))
    #expect(order == "descending" ? names.first == .some(nil) : names.last == .some(nil))
  }

  @Test(arguments: [
    ("attributes", "userName", ["schemas", "id", "userName"]),
    ("attributes", "emails.value,active", ["schemas", "id", "active", "emails"]),
    ("attributes", "meta", ["schemas", "id", "meta"]),
    (
      "attributes",
      "urn:ietf:params:scim:schemas:core:2.0:User:userName", ["schemas", "id", "userName"]
    ),
    (
      "attributes",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
      ["schemas", "id", SchemaURN.enterpriseUser]
    ),
    ("attributes", SchemaURN.enterpriseUser, ["schemas", "id", SchemaURN.enterpriseUser]),
  ])
  func onlyWhatIsWantedComes(parameter: String, value: String, keys: [String]) throws {
    let id = try idp.id("/Users", "userName eq \"ada.okafor\"")
    let one = idp.get("/Users/\(id)?\(PercentEncoding.query([(parameter, value)]))").json
    #expect(Set(one.object?.keys ?? []) == Set(keys))
    let listed = idp.list(
      "/Users", [(parameter, value), ("filter", "userName eq \"ada.okafor\"")])
    #expect(listed.resources == [one])
  }

  @Test(arguments: [
    ("groups", "groups"), ("id", "nothing: it is always returned"), ("name.givenName", "nothing"),
    (SchemaURN.enterpriseUser, SchemaURN.enterpriseUser), ("GROUPS,emails", "emails"),
  ])
  func whatIsUnwantedStaysAway(excluded: String, gone: String) throws {
    let id = try idp.id("/Users", "userName eq \"ada.okafor\"")
    let query = PercentEncoding.query([("excludedAttributes", excluded)])
    let json = idp.get("/Users/\(id)?\(query)").json
    #expect(json[gone] == nil)
    #expect(json["id"] == .string(id))
    #expect(json["name"]?["familyName"] == "Okafor")
    if excluded == "name.givenName" { #expect(json["name"]?["givenName"] == nil) }
  }

  @Test func bothListsAtOnceAreRefused() {
    let answer = idp.list("/Users", [("attributes", "id"), ("excludedAttributes", "name")])
    #expect(answer.status == 400)
  }

  @Test(arguments: [
    ("startIndex", "0", 200), ("startIndex", "-5", 200), ("count", "0", 200),
    ("count", "-1", 200), ("count", "many", 400), ("startIndex", "first", 400),
    ("startIndex", "99999", 200), ("sortBy", "a b", 400),
  ])
  func oddPagesAreAnswered(parameter: String, value: String, status: Int) {
    let answer = idp.list("/Users", [(parameter, value)])
    #expect(answer.status == status)
    if parameter == "count", status == 200 {
      #expect(answer.resources.isEmpty)
      #expect((answer.json["totalResults"]?.int ?? 0) > 0)
    }
    if value == "99999" { #expect(answer.resources.isEmpty) }
  }

  @Test func searchesComeByPost() {
    let body: JSON = [
      "schemas": [.string(SchemaURN.searchRequest)], "filter": "userName sw \"svc-\"",
      "attributes": ["userName"], "sortBy": "userName", "startIndex": 1, "count": 2,
    ]
    let users = idp.call("POST", "/Users/.search", body)
    #expect(users.resources.compactMap { $0["userName"]?.string } == ["svc-backup", "svc-ci"])
    #expect(users.json["totalResults"]?.int == 4)
    var everywhere = body
    everywhere["filter"] = "displayName co \"Backup\" or displayName eq \"helpdesk\""
    everywhere["attributes"] = nil
    everywhere["sortBy"] = nil
    let all = idp.call("POST", "/.search", everywhere)
    #expect(all.resources.compactMap { $0["meta"]?["resourceType"]?.string } == ["User", "Group"])
    #expect(idp.call("POST", "/Users/.search", ["filter": "id pr"]).status == 400)
    let cursor: JSON = [
      "schemas": [.string(SchemaURN.searchRequest)], "cursor": "", "count": 5,
    ]
    #expect(idp.call("POST", "/Users/.search", cursor).json["nextCursor"]?.string != nil)
  }

  @Test func anAddressIsThatOfTheResource() throws {
    let user = try idp.one("/Users", "userName eq \"ada.okafor\"")
    let location = try #require(user["meta"]?["location"]?.string)
    let prefix = "http://localhost:1/idp/scim/v2"
    #expect(location.hasPrefix(prefix))
    #expect(idp.get(String(location.dropFirst(prefix.count))).json == user)
  }

  @Test func membershipIsTheSameFromBothEnds() throws {
    let groups = idp.list("/Groups", [("count", "500")]).resources
    let users = idp.list("/Users", [("count", "500")]).resources
    var pairs: Set<[String]> = []
    for group in groups {
      for member in group.memberIDs { pairs.insert([member, group["id"]?.string ?? ""]) }
    }
    var mirrored: Set<[String]> = []
    for user in users {
      for group in user["groups"]?.array ?? [] {
        mirrored.insert([user["id"]?.string ?? "", group["value"]?.string ?? ""])
      }
    }
    #expect(pairs == mirrored)
    #expect(pairs.count > 150)
  }
}
