import Foundation
import Glibc

/// Runs other programs and waits for them.
enum Processes {
  struct Outcome: Sendable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The folder that holds the test's own executable, and `countersign` beside it.
  static let buildFolder: URL = {
    let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return executable.deletingLastPathComponent()
  }()

  static func run(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    if let environment { process.environment = environment }
    process.standardInput = FileHandle.nullDevice
    let output = try Capture()
    let errors = try Capture()
    process.standardOutput = output.handle
    process.standardError = errors.handle
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try output.text(), errors: try errors.text())
  }

  /// Throws: ``InteropFailure`` when the program says that it failed.
  static func succeed(_ program: String, _ arguments: [String]) throws {
    let outcome = try run(program, arguments)
    guard outcome.status == 0 else {
      throw InteropFailure(
        description: "\(program) \(arguments.joined(separator: " ")) ended with "
          + "\(outcome.status): \(outcome.errors)")
    }
  }
}

/// A program's output goes to a file: a pipe would stop it once nobody reads.
private struct Capture {
  let handle: FileHandle
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "countersign-\(UUID().uuidString)")
    try Data().write(to: url)
    handle = try FileHandle(forWritingTo: url)
  }

  /// Reads all of it and removes the file.
  func text() throws -> String {
    try handle.close()
    defer { unlink(url.path) }
    return String(decoding: try Data(contentsOf: url), as: UTF8.self)
  }
}
