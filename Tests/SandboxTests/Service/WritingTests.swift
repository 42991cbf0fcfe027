import SCIM
import Testing

@testable import Sandbox

@Suite struct WritingTests {
  let idp = TestClient(.idp)

  @Test func aNewUserIsThere() throws {
    let body = JSON.newUser(
      "new.person",
      [
        ("id", "chosen-by-client"), ("meta", ["version": "mine"]), ("password", "s3cret"),
        ("favouriteColour", "blue"), ("emails", [["value": "new@example.com", "primary": true]]),
      ])
    let answer = idp.call("POST", "/Users", body)
    #expect(answer.status == 201)
    let id = try #require(answer.json["id"]?.string)
    #expect(id != "chosen-by-client")
    #expect(answer.response.header("Location") == answer.json["meta"]?["location"]?.string)
    #expect(answer.tag == answer.json["meta"]?["version"]?.string)
    #expect(answer.json["active"] == true)
    #expect(answer.json["password"] == nil)
    #expect(answer.json["favouriteColour"] == nil)
    #expect(idp.get("/Users/\(id)").json == answer.json)
    #expect(try idp.id("/Users", "emails eq \"new@example.com\"") == id)
    #expect(idp.list("/Users", [("count", "500")]).ids.last == id)
  }

  @Test(arguments: [
    ("[]", "invalidSyntax"), ("{\"userName\": \"x\"}", "invalidSyntax"), ("{", "invalidSyntax"),
    ("", "invalidSyntax"), ("{\"schemas\": [\"urn:x\"], \"userName\": \"x\"}", "invalidValue"),
    (user("\"displayName\": \"x\""), "invalidValue"),
    (user("\"userName\": 7"), "invalidValue"), (user("\"userName\": null"), "invalidValue"),
    (user("\"userName\": \"x\", \"active\": \"True\""), "invalidValue"),
    (user("\"userName\": \"x\", \"emails\": \"x@example.com\""), "invalidValue"),
    (user("\"userName\": \"x\", \"emails\": [\"x@example.com\"]"), "invalidValue"),
    (user("\"userName\": \"x\", \"name\": [{}]"), "invalidValue"),
    (user("\"userName\": \"x\", \"externalId\": 5"), "invalidValue"),
    (
      user("\"userName\": \"x\", \"emails\": [{\"primary\": true}, {\"primary\": true}]"),
      "invalidValue"
    ),
    (user("\"userName\": \"x\", \"\(SchemaURN.enterpriseUser)\": 1"), "invalidValue"),
  ])
  func badUsersAreRefused(body: String, scimType: String) {
    let request = SandboxRequest(
      "POST", "/idp/scim/v2/Users", headers: [("Authorization", "Bearer sandbox-idp-token")],
      body: Array(body.utf8))
    let response = Sandbox.small().handle(request)
    #expect(response.status == 400)
    #expect(String(decoding: response.body, as: UTF8.self).contains("\"\(scimType)\""))
  }

  private static func user(_ members: String) -> String {
    "{\"schemas\": [\"\(SchemaURN.user)\"], \(members)}"
  }

  @Test func aNameIsTakenOnce() throws {
    let again = idp.call("POST", "/Users", .newUser("ADA.okafor"))
    #expect(again.status == 409)
    #expect(again.scimType == "uniqueness")
    let id = try idp.id("/Users", "userName eq \"bruno.lima\"")
    #expect(idp.call("PUT", "/Users/\(id)", .newUser("ada.okafor")).status == 409)
    let replace: JSON = ["op": "replace", "path": "userName", "value": "ada.okafor"]
    #expect(idp.patch("/Users/\(id)", [replace]).status == 409)
    #expect(idp.call("PUT", "/Users/\(id)", .newUser("BRUNO.lima")).status == 200)
    #expect(idp.call("DELETE", "/Users/\(id)").status == 204)
    #expect(idp.call("POST", "/Users", .newUser("bruno.lima")).status == 201)
  }

  @Test func aReplacementForgetsWhatItLacks() throws {
    let old = try idp.one("/Users", "userName eq \"ada.okafor\"")
    let id = try #require(old["id"]?.string)
    let answer = idp.call("PUT", "/Users/\(id)", .newUser("ada.okafor", [("title", "Lead")]))
    #expect(answer.json["title"] == "Lead")
    #expect(answer.json["name"] == nil)
    #expect(answer.json["roles"] == nil)
    #expect(answer.json["groups"] == old["groups"], "membership is the group's")
    let signIn = answer.json[Schema.signIn.id]
    #expect(
      signIn?["lastSignIn"] == old[Schema.signIn.id]?["lastSignIn"], "not the client's to set")
    #expect(signIn?["secondFactor"] == nil)
    #expect(answer.json["meta"]?["version"] != old["meta"]?["version"])
    #expect(answer.json["meta"]?["created"] == old["meta"]?["created"])
  }

  @Test func puttingBackWhatWasReadChangesNothing() throws {
    for endpoint in ["/Users", "/Groups", "/AccessRequests"] {
      for old in idp.list(endpoint, [("count", "12")]).resources {
        let id = try #require(old["id"]?.string)
        let answer = idp.call("PUT", "\(endpoint)/\(id)", old)
        #expect(answer.status == 200)
        #expect(answer.json == old)
      }
    }
  }

  @Test func aChangeMovesVersionAndDate() throws {
    let clock = TestClock()
    let client = TestClient(.idp, of: .small(clock: clock))
    let old = try client.one("/Users", "userName eq \"ada.okafor\"")
    let id = try #require(old["id"]?.string)
    let before = SCIMDate.print(clock.now)
    clock.advance(seconds: 10)
    let title: JSON = ["op": "replace", "path": "title", "value": "Staff Engineer"]
    let new = client.patch("/Users/\(id)", [title]).json
    #expect(new["meta"]?["version"] != old["meta"]?["version"])
    #expect(new["meta"]?["lastModified"]?.string == SCIMDate.print(clock.now))
    #expect(try client.id("/Users", "meta.lastModified gt \"\(before)\"") == id)
    clock.advance(seconds: 10)
    #expect(client.patch("/Users/\(id)", [title]).json == new, "no change, no version")
  }

  @Test func rolesAndLicencesComeAndGo() throws {
    let id = try idp.id("/Users", "userName eq \"ada.okafor\"")
    let add: JSON = ["op": "add", "path": "roles", "value": [["value": "auditor"]]]
    #expect(idp.patch("/Users/\(id)", [add]).status == 200)
    #expect(try idp.id("/Users", "roles.value eq \"auditor\" and userName sw \"ada\"") == id)
    let remove: JSON = ["op": "remove", "path": "roles[value eq \"auditor\"]"]
    let after = idp.patch("/Users/\(id)", [remove]).json
    #expect(after["roles"]?.array?.contains { $0["value"] == "auditor" } != true)
    #expect(after["entitlements"] != nil)
  }

  @Test(arguments: [
    ("id", "x"), ("meta.version", "x"), ("groups", "x"), ("meta", "x"),
  ])
  func whatTheServerSaysCannotBePatched(path: String, value: String) throws {
    let id = try idp.id("/Users", "userName eq \"ada.okafor\"")
    let replace: JSON = ["op": "replace", "path": .string(path), "value": .string(value)]
    #expect(idp.patch("/Users/\(id)", [replace]).status == 400)
  }

  private static let patches: [([JSON], Int)] = [
    ([], 400), ([["op": "copy", "path": "title"]], 400), ([["op": "remove"]], 400),
    ([["op": "add", "path": "title"]], 400), ([["op": "replace", "path": "a b", "value": 1]], 400),
    ([["op": "replace", "path": "active", "value": "yes"]], 400),
    ([["op": "remove", "path": "userName"]], 400),
    ([["op": "Replace", "value": ["active": false]]], 200),
  ]

  @Test(arguments: patches)
  func patchesAreChecked(operations: [JSON], status: Int) throws {
    let before = try idp.one("/Users", "userName eq \"ada.okafor\"")
    let id = try #require(before["id"]?.string)
    #expect(idp.patch("/Users/\(id)", operations).status == status)
    if status != 200 { #expect(idp.get("/Users/\(id)").json == before) }
  }

  @Test func aPatchHappensWholeOrNotAtAll() throws {
    let before = try idp.one("/Users", "userName eq \"ada.okafor\"")
    let id = try #require(before["id"]?.string)
    let answer = idp.patch(
      "/Users/\(id)",
      [
        ["op": "replace", "path": "title", "value": "Gone in a moment"],
        ["op": "replace", "path": "id", "value": "x"],
      ])
    #expect(answer.status == 400)
    #expect(idp.get("/Users/\(id)").json == before)
  }

  @Test func membersComeAndGo() throws {
    let ada = try idp.id("/Users", "userName eq \"ada.okafor\"")
    let group = try idp.one("/Groups", "displayName eq \"production-db-readers\"")
    let path = "/Groups/\(try #require(group["id"]?.string))"
    #expect(!group.memberIDs.contains(ada))
    let add: JSON = [
      "op": "add", "path": "members", "value": [["value": .string(ada), "display": "Ada"]],
    ]
    let added = idp.patch(path, [add]).json
    #expect(added.memberIDs == group.memberIDs + [ada])
    let member = try #require(added["members"]?.array?.last)
    #expect(member["display"] == "Ada Okafor")
    #expect(member["type"] == "User")
    #expect(member["$ref"]?.string?.hasSuffix("/idp/scim/v2/Users/\(ada)") == true)
    #expect(idp.patch(path, [add]).json == added, "adding again changes nothing")
    let holds = idp.get("/Users/\(ada)").json["groups"]?.array?.contains {
      $0["display"] == "production-db-readers"
    }
    #expect(holds == true)
    let remove: JSON = ["op": "remove", "path": .string("members[value eq \"\(ada)\"]")]
    #expect(idp.patch(path, [remove]).json.memberIDs == group.memberIDs)
  }

  @Test func whoIsAddedWithoutANameHasNone() throws {
    let ada = try idp.id("/Users", "userName eq \"ada.okafor\"")
    let group = try idp.id("/Groups", "displayName eq \"helpdesk\"")
    let add: JSON = ["op": "add", "path": "members", "value": [["value": .string(ada)]]]
    let members = idp.patch("/Groups/\(group)", [add]).json["members"]?.array ?? []
    #expect(members.last?["value"] == .string(ada))
    #expect(members.last?["display"] == nil)
    #expect(members.dropLast().allSatisfy { $0["display"] != nil })
  }

  @Test func groupsFollowFromTheGroupsAlone() throws {
    let user = try idp.one("/Users", "userName eq \"ada.okafor\"")
    let id = try #require(user["id"]?.string)
    let title: JSON = ["op": "replace", "path": "title", "value": "Captain"]
    #expect(idp.patch("/Users/\(id)", [title]).status < 300)
    let after = idp.get("/Users/\(id)")
    let text = String(decoding: after.response.body, as: UTF8.self)
    #expect(text.components(separatedBy: "\"groups\":").count == 2, "\(text)")
    #expect(after.json["groups"] == user["groups"])

    let group = try #require(user["groups"]?.array?.first?["value"]?.string)
    let removal: JSON = [
      "op": "remove", "path": .string("members[value eq \"\(id)\"]"),
    ]
    #expect(idp.patch("/Groups/\(group)", [removal]).status < 300)
    let left = idp.get("/Users/\(id)").json["groups"]?.array ?? []
    #expect(!left.contains { $0["value"]?.string == group })
  }

  @Test func aManagersNameStaysWithTheManager() throws {
    let old = try idp.one("/Users", "userName eq \"ada.okafor\"")
    let path = "/Users/\(try #require(old["id"]?.string))"
    let manager = old[SchemaURN.enterpriseUser]?["manager"]
    #expect(manager?["displayName"] == "Chen Wei")
    let title: JSON = ["op": "replace", "path": "title", "value": "x"]
    #expect(idp.patch(path, [title]).json[SchemaURN.enterpriseUser]?["manager"] == manager)
    let bruno = try idp.id("/Users", "userName eq \"bruno.lima\"")
    let other: JSON = [
      "op": "replace", "path": .string("\(SchemaURN.enterpriseUser):manager.value"),
      "value": .string(bruno),
    ]
    let changed = idp.patch(path, [other]).json[SchemaURN.enterpriseUser]?["manager"]
    #expect(changed?["value"] == .string(bruno))
    #expect(changed?["displayName"] == nil)
    #expect(changed?["$ref"]?.string?.hasSuffix(bruno) == true)
  }

  @Test func membersWhoAreNotHereYetAreKept() throws {
    let id = try idp.id("/Groups", "displayName eq \"helpdesk\"")
    let before = idp.get("/Groups/\(id)").json
    let add: JSON = [
      "op": "add", "path": "members", "value": [["value": "later"], ["value": "later"]],
    ]
    let changed = idp.patch("/Groups/\(id)", [add]).json
    #expect(changed.memberIDs == before.memberIDs + ["later"])
    #expect(changed["meta"]?["version"] != before["meta"]?["version"])
    #expect(idp.patch("/Groups/\(id)", [add]).json == changed)
    let remove: JSON = ["op": "remove", "path": "members[value eq \"later\"]"]
    #expect(idp.patch("/Groups/\(id)", [remove]).json.memberIDs == before.memberIDs)
    #expect(idp.call("POST", "/Groups", .newGroup("x", members: ["later"])).status == 201)
  }

  @Test func aMemberHasAValue() throws {
    let id = try idp.id("/Groups", "displayName eq \"helpdesk\"")
    let add: JSON = ["op": "add", "path": "members", "value": [["display": "nobody"]]]
    #expect(idp.patch("/Groups/\(id)", [add]).scimType == "invalidValue")
  }

  @Test func groupsCanHoldGroups() throws {
    let inner = try idp.id("/Groups", "displayName eq \"helpdesk\"")
    let outer = idp.call("POST", "/Groups", .newGroup("outer", members: [inner, inner])).json
    #expect(outer.memberIDs == [inner])
    #expect(outer["members"]?.array?.first?["type"] == "Group")
    #expect(idp.call("DELETE", "/Groups/\(inner)").status == 204)
    let id = try #require(outer["id"]?.string)
    #expect(idp.get("/Groups/\(id)").json.memberIDs.isEmpty)
  }

  @Test func whoIsDeletedIsGoneEverywhere() throws {
    let id = try idp.id("/Users", "userName eq \"ines.haddad\"")
    #expect(idp.call("DELETE", "/Users/\(id)").status == 204)
    #expect(idp.get("/Users/\(id)").status == 404)
    #expect(idp.call("DELETE", "/Users/\(id)").status == 404)
    #expect(idp.patch("/Users/\(id)", [["op": "remove", "path": "title"]]).status == 404)
    let groups = idp.list("/Groups", [("count", "500")]).resources
    #expect(!groups.contains { $0.memberIDs.contains(id) })
  }

  @Test func anOwnerIsNamed() throws {
    let group = try idp.one("/Groups", "displayName eq \"production-db-readers\"")
    let stewardship = group[Schema.stewardship.id]
    #expect(stewardship?["privileged"] == true)
    #expect(stewardship?["owner"]?["display"] == "Chen Wei")
  }

  @Test func rolesAreOnlyRead() throws {
    let id = try idp.id("/Roles", "value eq \"global-admin\"")
    #expect(idp.get("/Roles/\(id)").json["limitedAssignmentsPermitted"] == true)
    for method in ["PUT", "PATCH", "DELETE"] {
      #expect(idp.call(method, "/Roles/\(id)", [:]).status == 405)
    }
    #expect(idp.get("/Entitlements").resources.count == AssignmentSeed.licences.count)
  }
}
