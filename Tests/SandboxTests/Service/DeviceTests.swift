import SCIM
import Testing

@testable import Sandbox

@Suite struct DeviceTests {
  @Test func devicesNameTheirOwnersAndOneHasNone() throws {
    let client = TestClient(.idp)
    let devices = client.get("/Devices?count=500").resources
    #expect(devices.count > 40)
    let owners = devices.compactMap { $0[Schema.ownership.id]?["owner"]?["value"]?.string }
    #expect(owners.count == devices.count - 1, "a meeting room's display is nobody's")
    for id in Set(owners).prefix(5) { #expect(client.get("/Users/\(id)").status == 200) }
    let ada = try client.one("/Users", "userName eq \"ada.okafor\"")
    #expect(owners.contains(ada["id"]?.string ?? ""))
    let addresses = devices.compactMap {
      $0[Schema.macAuthentication.id]?["deviceMacAddress"]?.string
    }
    #expect(Set(addresses).count == devices.count)
    #expect(addresses.allSatisfy { $0.split(separator: ":").allSatisfy { $0.count == 2 } })
  }

  @Test func theSchemaSaysWhereTheOwnerIs() {
    let schema = TestClient(.idp).get("/Schemas/\(Schema.ownership.id)").json
    let owner = schema["attributes"]?.array?.first { $0["name"] == "owner" }
    let reference = owner?["subAttributes"]?.array?.first { $0["name"] == "$ref" }
    #expect(reference?["referenceTypes"] == ["User"])
  }

  @Test func theInventoryIsReadOnly() {
    #expect(TestClient(.idp).call("POST", "/Devices", [:]).status == 405)
  }
}
