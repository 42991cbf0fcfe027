import Foundation
import SCIM
import Testing

@testable import Sync

@Suite("Attributes that are never fetched")
struct WithheldAttributesTests {
  private static let employee = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
  private static let user: JSON = [
    "id": "1", "userName": "ada", "PhoneNumbers": [["value": "+49 30"]],
    "name": ["familyName": "Okafor", "givenName": "Ada"],
    "emails": [["value": "ada@example.com", "type": "work"]],
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [
      "employeeNumber": "4711", "department": "Data",
    ],
  ]

  private func dropped(_ names: [String], from json: JSON) throws -> JSON {
    try JSON(parsing: WithheldAttributes(names).dropped(from: json.bytes))
  }

  @Test("They are dropped from resources and from lists, in every spelling")
  func drops() throws {
    let names = [
      "phoneNumbers", "name.familyName", "emails.type", "\(Self.employee):employeeNumber",
    ]
    let clean = try dropped(names, from: Self.user)
    #expect(clean["PhoneNumbers"] == nil)
    #expect(clean["name"] == ["givenName": "Ada"])
    #expect(clean["emails"] == [["value": "ada@example.com"]])
    #expect(clean[Self.employee] == ["department": "Data"])
    let list: JSON = ["totalResults": 1, "Resources": [Self.user]]
    #expect(try dropped(names, from: list)["Resources"]?.array == [clean])
  }

  @Test("Without any, and in what is no JSON, nothing changes")
  func keeps() {
    let bytes = Self.user.bytes
    #expect(WithheldAttributes([]).dropped(from: bytes) == bytes)
    #expect(WithheldAttributes(["title"]).dropped(from: bytes) == bytes)
    #expect(WithheldAttributes(["title"]).dropped(from: [1, 2, 3]) == [1, 2, 3])
  }

  private func client(_ transport: ScriptedTransport) -> SCIMClient {
    var configuration = ServerConfiguration(name: "idp", baseURL: ScriptedTransport.base)
    configuration.neverFetch = ["phoneNumbers"]
    return SCIMClient(configuration: configuration, transport: transport)
  }

  @Test("The server is asked to leave them out, and is not believed")
  func asks() async throws {
    let transport = ScriptedTransport([
      .answers("GET /Users/1?excludedAttributes=phoneNumbers", 200, Self.user.text),
      .answers("GET /Schemas", 200, "{}"),
    ])
    let client = client(transport)
    let json = try JSON(parsing: try await client.get("/Users/1").bytes)
    #expect(json["userName"] == "ada" && json["PhoneNumbers"] == nil)
    _ = try await client.get("/Schemas")
    #expect(transport.unsent.isEmpty)
  }

  @Test("A server that refuses to be asked is asked without, and what it sends is dropped")
  func refused() async throws {
    let transport = ScriptedTransport([
      .answers("GET /Users/1?excludedAttributes=phoneNumbers", 400, #"{"detail":"no"}"#),
      .answers("GET /Users/1", 200, Self.user.text), .answers("GET /Users/2", 200, Self.user.text),
    ])
    let client = client(transport)
    for id in ["1", "2"] {
      let json = try JSON(parsing: try await client.get("/Users/\(id)").bytes)
      #expect(json["PhoneNumbers"] == nil)
    }
    #expect(transport.unsent.isEmpty, "It is learned once.")
  }
}
