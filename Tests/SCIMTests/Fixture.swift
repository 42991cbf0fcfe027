import Foundation
import SCIM
import Testing

/// An example of an RFC, named after its section.
enum Fixture {
  /// All of them, without the extension. Order: by name.
  static let names: [String] = {
    let folder = Bundle.module.resourceURL?.appending(path: "Fixtures")
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder?.path ?? "")
        .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    } catch {
      return []
    }
  }()

  static func names(_ part: String) -> [String] { names.filter { $0.contains(part) } }

  static func bytes(_ name: String) throws -> [UInt8] {
    let file = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
    return [UInt8](try Data(contentsOf: file))
  }

  static func json(_ name: String) throws -> JSON { try JSON(parsing: bytes(name)) }
}
