import Foundation
import Testing

/// A program from PyPI in a virtual environment of its own below the build folder.
struct PythonPackage: Sendable, CustomTestStringConvertible {
  var name: String
  /// As pip wants them: `scim2-server==0.1.9`.
  var requirements: [String]

  var testDescription: String { requirements[0] }

  /// Whether this machine can make virtual environments at all.
  static let isPythonPresent: Bool = {
    let check = try? Processes.run("/usr/bin/env", ["python3", "-c", "import venv, ensurepip"])
    return check?.status == 0
  }()

  /// Installs once; a folder left half done by an earlier run is made anew.
  ///
  /// Throws: ``InteropFailure`` with pip's own words.
  func install() throws -> URL {
    let folder = Processes.buildFolder.appending(path: "interop/\(name)")
    try FileManager.default.createDirectory(
      at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
    let lock = try Lock(folder.appendingPathExtension("lock"))
    defer { lock.release() }
    let complete = folder.appending(path: "complete")
    let wanted = requirements.joined(separator: "\n")
    if (try? String(contentsOf: complete, encoding: .utf8)) == wanted { return folder }
    if FileManager.default.fileExists(atPath: folder.path) {
      try FileManager.default.removeItem(at: folder)
    }
    try Processes.succeed("/usr/bin/env", ["python3", "-m", "venv", folder.path])
    try Processes.succeed(
      folder.appending(path: "bin/pip").path,
      ["install", "--quiet", "--disable-pip-version-check"] + requirements)
    try wanted.write(to: complete, atomically: true, encoding: .utf8)
    return folder
  }
}

/// Keeps two tests from installing the same package at once, in this process or another.
private struct Lock {
  private let descriptor: Int32

  init(_ url: URL) throws {
    descriptor = open(url.path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
      throw InteropFailure(description: "\(url.path) cannot be locked: errno \(errno)")
    }
  }

  func release() { close(descriptor) }
}

/// What stopped a test before it could test anything, in the other program's words.
struct InteropFailure: Error, CustomStringConvertible {
  var description: String
}
