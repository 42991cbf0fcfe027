import SCIM
import Testing

@testable import Sandbox

@Suite struct DiscoveryTests {
  @Test(arguments: [
    (TenantName.hr, "sort", true), (.hr, "etag", false), (.idp, "sort", true), (.idp, "etag", true),
    (.idp, "patch", true), (.idp, "bulk", true), (.code, "bulk", false), (.code, "sort", false),
    (.code, "etag", false),
    (.chat, "changePassword", false), (.chat, "filter", true),
  ])
  func configurationSaysWhatTheDialectDoes(tenant: TenantName, feature: String, expected: Bool) {
    let answer = TestClient(tenant).get("/ServiceProviderConfig")
    #expect(answer.status == 200)
    #expect(answer.response.header("content-type") == "application/scim+json")
    #expect(answer.json[feature]?["supported"] == .bool(expected))
    #expect(answer.json["schemas"] == [.string(SchemaURN.serviceProviderConfig)])
  }

  @Test(arguments: [
    (TenantName.hr, false, 1_000), (.idp, true, 500), (.code, false, 50), (.chat, false, 200),
  ])
  func paginationIsAnnounced(tenant: TenantName, cursor: Bool, largest: Int) {
    let pagination = TestClient(tenant).get("/ServiceProviderConfig").json["pagination"]
    #expect(pagination?["cursor"] == .bool(cursor))
    #expect(pagination?["index"] == true)
    #expect(pagination?["maxPageSize"]?.int == largest)
    #expect(pagination?["defaultPaginationMethod"] == "index")
  }

  @Test(arguments: [
    (TenantName.hr, ["User"]),
    (.idp, ["User", "Group", "AccessRequest", "Role", "Entitlement", "Device"]),
    (.code, ["User", "Group"]), (.chat, ["User"]),
  ])
  func resourceTypesAreListedAndReadOneByOne(tenant: TenantName, names: [String]) {
    let client = TestClient(tenant)
    let list = client.get("/ResourceTypes")
    #expect(list.ids == names)
    #expect(list.json["totalResults"]?.int == names.count)
    for name in names {
      let one = client.get("/ResourceTypes/\(name)")
      #expect(one.json["name"] == .string(name))
      #expect(client.get(one.json["endpoint"]?.string ?? "").status == 200)
    }
    #expect(client.get("/ResourceTypes/Nothing").status == 404)
  }

  @Test func everySchemaOfEveryTypeIsThere() throws {
    let client = TestClient(.idp)
    let schemas = client.get("/Schemas").ids
    #expect(Set(schemas).count == schemas.count)
    for type in client.get("/ResourceTypes").resources {
      let core = try #require(type["schema"]?.string)
      let extensions = type["schemaExtensions"]?.array?.compactMap { $0["schema"]?.string } ?? []
      for urn in [core] + extensions {
        #expect(schemas.contains(urn))
        let one = client.get("/Schemas/\(urn)")
        #expect(one.json["id"] == .string(urn))
        #expect(one.json["attributes"]?.array?.isEmpty == false)
      }
    }
  }

  @Test func theAccessRequestSchemaIsAnnounced() throws {
    let urn = "urn:countersign:params:scim:schemas:core:1.0:AccessRequest"
    let answer = TestClient(.idp).get("/Schemas/\(urn)")
    let schema = try Schema(answer.json)
    #expect(schema == Schema.accessRequest)
    #expect(schema.attribute("requester")?.mutability == .immutable)
    #expect(
      schema.attributes.map(\.name) == [
        "requester", "beneficiary", "items", "justification", "submitted", "neededBy", "expires",
        "status", "externalReference", "decisions",
      ])
  }

  @Test(arguments: [
    ("GET", "/Schemas?filter=id%20pr", 403), ("GET", "/ResourceTypes?filter=id%20pr", 403),
    ("POST", "/Schemas", 405), ("DELETE", "/ServiceProviderConfig", 405),
    ("PUT", "/ResourceTypes/User", 405), ("GET", "/ServiceProviderConfig/x", 404),
    ("GET", "/Me", 501), ("POST", "/Bulk", 400), ("GET", "/Bulk", 405), ("GET", "/Nothing", 404),
    ("GET", "", 404),
    ("GET", "/Users/x/y", 404), ("GET", "/Users/%zz", 400), ("GET", "/.search", 405),
    ("GET", "/Users/.search", 405), ("POST", "/Roles", 405), ("PUT", "/Users", 405),
  ])
  func whatIsNotThereSaysSo(method: String, target: String, status: Int) {
    let answer = TestClient(.idp).call(method, target, [:])
    #expect(answer.status == status)
    #expect(answer.json["status"] == .string(String(status)))
    #expect(answer.json["schemas"] == [.string(SchemaURN.error)])
    #expect((answer.response.header("Allow") != nil) == (status == 405))
  }

  @Test func theChatHasNoSchemas() {
    #expect(TestClient(.chat).get("/Schemas").status == 404)
  }

  @Test(arguments: [nil, "Bearer wrong", "Basic c2FuZGJveA==", "bearer", "Bearer sandbox-hr-token"])
  func onlyTheTenantsOwnTokenOpens(header: String?) {
    let sandbox = Sandbox.small()
    let response = sandbox.handle(
      SandboxRequest(
        "GET", "/idp/scim/v2/Users", headers: header.map { [("Authorization", $0)] } ?? []))
    #expect(response.status == 401)
    #expect(response.header("WWW-Authenticate") == "Bearer")
  }

  @Test(arguments: ["/erp/scim/v2/Users", "/idp/v2/Users", "/idp", "/favicon.ico"])
  func otherPathsAre404(path: String) {
    #expect(Sandbox.small().handle(SandboxRequest("GET", path)).status == 404)
  }

  @Test func theRootNamesTheTenants() throws {
    let response = Sandbox.small().handle(SandboxRequest("GET", "/", headers: [("host", "h:9")]))
    let json = try JSON(parsing: response.body)
    #expect(json["tenants"]?.array?.count == 4)
    #expect(json["tenants"]?.array?[1]["baseURL"] == "http://h:9/idp/scim/v2")
    #expect(json["operator"] == "priya.nair@example.com")
  }

  @Test func oneTokenCanOpenAll() {
    let sandbox = Sandbox(Sandbox.Settings(people: 60, token: "s3cret"))
    for tenant in sandbox.tenants {
      let response = sandbox.handle(
        SandboxRequest(
          "GET", tenant.path + "/Users?count=1", headers: [("authorization", "Bearer s3cret")]))
      #expect(response.status == 200)
    }
  }
}
