import Foundation
import SCIM
import Testing

@testable import Sandbox

/// The files that other servers are given say what the sandbox itself says.
@Suite struct ExampleFilesTests {
  private func list(_ name: String) throws -> [JSON] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../examples/access-request/\(name)").standardizedFileURL
    return try #require(try JSON(parsing: Data(contentsOf: folder)).array)
  }

  @Test func theSchemasAreOurs() throws {
    let ours: [Schema] = [.user, .enterpriseUser, .group, .accessRequest]
    #expect(try list("schemas.json").map(Schema.init) == ours)
  }

  @Test func theResourceTypesAreOurs() throws {
    let types = try list("resource-types.json")
    #expect(types.compactMap { $0["name"]?.string } == ["User", "Group", "AccessRequest"])
    let known = Set(try list("schemas.json").compactMap { $0["id"]?.string })
    for type in types {
      let extensions = type["schemaExtensions"]?.array?.compactMap { $0["schema"]?.string } ?? []
      #expect(known.isSuperset(of: extensions + [type["schema"]?.string ?? ""]))
    }
    let announced = TestClient(.idp).get("/ResourceTypes/AccessRequest").json
    #expect(types.last?["endpoint"] == announced["endpoint"])
    #expect(types.last?["schema"] == announced["schema"])
  }
}
