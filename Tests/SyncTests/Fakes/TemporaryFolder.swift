import Foundation

/// A folder that is gone when the test is.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "countersign-sync-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Every byte of the database and of its log. SQLite's shared memory is no content.
  func contents() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { !$0.hasSuffix("-shm") }
    var contents: [String: Data] = [:]
    for name in names { contents[name] = try Data(contentsOf: URL(filePath: "\(path)/\(name)")) }
    return contents
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      // What is left behind in the temporary folder harms no test.
    }
  }
}
