import Foundation
import SCIM
import Testing

/// nst/JSONTestSuite, when it lies beside the package.
private enum Suite {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/data/JSONTestSuite/test_parsing")

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

  static func files(_ prefix: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.lastPathComponent.hasPrefix(prefix) }
  }
}

private func isAccepted(_ bytes: [UInt8]) -> Bool {
  do {
    _ = try JSON(parsing: bytes)
    return true
  } catch {
    return false
  }
}

@Suite(
  .enabled(
    if: Suite.isPresent, "JSONTestSuite is not at ../shared/data: its 318 texts are not read"))
struct JSONTestSuiteTests {
  @Test func acceptsWhatIsJSON() throws {
    let files = try Suite.files("y_")
    #expect(files.count >= 95)
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: file))
      let json = try JSON(parsing: bytes)
      #expect(try JSON(parsing: json.bytes) == json, "\(file.lastPathComponent)")
    }
  }

  @Test func refusesWhatIsNot() throws {
    let files = try Suite.files("n_")
    #expect(files.count >= 185)
    for file in files {
      #expect(!isAccepted([UInt8](try Data(contentsOf: file))), "\(file.lastPathComponent)")
    }
  }

  @Test func scannersAcceptTheSameTexts() throws {
    for file in try Suite.files("") {
      let bytes = [UInt8](try Data(contentsOf: file))
      let isList: Bool
      do {
        _ = try PageScanner.scan(bytes)
        isList = true
      } catch {
        isList = error.problem == .wrongShape
      }
      #expect(isList == isAccepted(bytes), "\(file.lastPathComponent)")
    }
  }
}
