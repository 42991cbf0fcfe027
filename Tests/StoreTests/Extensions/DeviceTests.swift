import Foundation
import Governance
import SCIM
import Testing

@testable import Store

/// RFC 9944, with an owner as a schema of the server's own has it.
@Suite struct DeviceTests {
  private static let owned = "urn:example:params:scim:schemas:extension:owned:1.0:Device"
  private static let mac = "urn:ietf:params:scim:schemas:extension:ethernet-mab:2.0:Device"
  private static let device = "urn:ietf:params:scim:schemas:core:2.0:Device"

  private static let complexOwner = Schema(
    id: owned, name: "Owned",
    attributes: [
      SchemaAttribute(
        "keeper", .complex,
        subAttributes: [
          SchemaAttribute("value"), SchemaAttribute("$ref", .reference, referenceTypes: ["User"]),
        ])
    ])
  private static let referenceOwner = Schema(
    id: owned, name: "Owned",
    attributes: [SchemaAttribute("keeper", .reference, referenceTypes: ["external", "User"])])

  private func laptop(_ keeper: JSON?, _ id: String = "d1") -> JSON {
    var json: JSON = [
      "schemas": [.string(Self.device)], "id": .string(id), "displayName": "Ada's laptop",
      "active": true, Self.mac: ["deviceMacAddress": "2C:54:91:88:C9:E2"],
      "meta": ["lastModified": "2026-11-30T10:00:00Z"],
    ]
    if let keeper { json[Self.owned] = ["keeper": keeper] }
    return json
  }

  private func store(_ schemas: [Schema], _ devices: [JSON]) throws -> Store {
    let store = try Store.inMemory()
    try store.saveSchemas(schemas, server: "idp")
    // Devices may be read before their owners.
    try store.walk("idp", "Device", [devices])
    try store.users("idp", [Sample.user("a/1", name: "Ada Okafor", mail: "ada@example.com")])
    return store
  }

  private func devices(_ store: Store) throws -> [Device] {
    try #require(try store.profile(People.ada.key, now: Moment.start)).devices
  }

  struct Owner: Sendable, CustomTestStringConvertible {
    var schemas: [Schema]
    var value: JSON?
    var isAdas: Bool
    var testDescription: String
  }

  private static let owners = [
    Owner(
      schemas: [complexOwner], value: ["value": "a/1"], isAdas: true, testDescription: "value"),
    Owner(
      schemas: [complexOwner], value: ["$ref": "https://idp/scim/v2/Users/a%2F1"], isAdas: true,
      testDescription: "$ref"),
    Owner(
      schemas: [referenceOwner], value: "https://idp/scim/v2/Users/a%2F1", isAdas: true,
      testDescription: "reference"),
    Owner(
      schemas: [], value: ["$ref": "../Users/a%2F1"], isAdas: true,
      testDescription: "not described"),
    Owner(schemas: [], value: ["value": "a/1"], isAdas: false, testDescription: "no proof"),
    Owner(
      schemas: [complexOwner], value: ["value": "b"], isAdas: false,
      testDescription: "somebody else's"),
    Owner(schemas: [complexOwner], value: nil, isAdas: false, testDescription: "nobody's"),
  ]

  @Test(arguments: owners) private func theOwnerIsFound(owner: Owner) throws {
    let store = try store(owner.schemas, [laptop(owner.value)])
    #expect(try devices(store).count == (owner.isAdas ? 1 : 0))
  }

  @Test func theProfileShowsNameStateAndIdentifiers() throws {
    let store = try store([Self.complexOwner], [laptop(["value": "a/1"])])
    let device = try #require(try devices(store).first)
    #expect(device.name == "Ada's laptop" && device.isActive == true && device.server == "idp")
    #expect(
      device.identifiers == [.init(name: "deviceMacAddress", value: "2C:54:91:88:C9:E2")])
    #expect(device.readAt == Moment.start)
    #expect(device.lastModified == SCIMDate.parse("2026-11-30T10:00:00Z"))
  }

  @Test func aDeviceChangesHandsAndGoes() throws {
    let store = try store([Self.complexOwner], [laptop(["value": "a/1"])])
    try store.walk("idp", "Device", [[laptop(["value": "b"])]], at: Moment.after(60))
    #expect(try devices(store).isEmpty)
    try store.walk("idp", "Device", [[laptop(["value": "a/1"])]], at: Moment.after(120))
    #expect(try devices(store).count == 1)
    try store.removeResource(server: "idp", type: "Device", id: "d1", now: Moment.after(180))
    #expect(try devices(store).isEmpty)
  }
}
