import Foundation

/// A folder that is gone when the test is.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "countersign-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  var database: String { path + "/state/countersign.db" }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      // What is left behind in the temporary folder harms no test.
    }
  }
}
