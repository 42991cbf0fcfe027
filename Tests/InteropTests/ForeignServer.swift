import Foundation
import HTTP
import SCIM

/// scim2-server from PyPI, on a loopback port of its own, as long as this value lives.
final class ForeignServer: @unchecked Sendable {
  static let token = "interop-token"

  let base: String
  // Only `init` and `deinit` touch it.
  private let process: Process
  private let transport = CurlTransport(userAgent: "countersign-tests")

  /// Starts it and waits until it answers.
  ///
  /// Throws: ``InteropFailure`` when it ends instead.
  init(_ package: PythonPackage, arguments: [String]) async throws {
    let folder = try package.install()
    let port = try Self.freePort()
    base = "http://127.0.0.1:\(port)/v2"
    process = Process()
    process.executableURL = folder.appending(path: "bin/scim2-server")
    process.arguments =
      ["--hostname", "127.0.0.1", "--port", String(port), "--bearer-token", Self.token] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SCIM2_SERVER_SECRET": "interop-secret-interop-secret-interop"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try await waitUntilItAnswers()
  }

  deinit {
    // Its own process group: one version serves from a child that outlives it.
    kill(-process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// One call as any SCIM client would make it, with none of Countersign's own client.
  ///
  /// Throws: `HTTPError`, `JSONError`, or ``InteropFailure`` for a status of 400 and above.
  @discardableResult
  func call(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
    let response = try await transport.send(
      HTTPRequest(
        method: method, url: base + path,
        headers: [
          ("Authorization", "Bearer \(Self.token)"), ("Content-Type", "application/scim+json"),
        ], body: body?.bytes, timeoutSeconds: 30, maximumBodyBytes: 10_000_000))
    guard response.status < 400 else {
      let text = String(decoding: response.body, as: UTF8.self)
      throw InteropFailure(description: "\(method) \(path): \(response.status) \(text)")
    }
    return response.body.isEmpty ? .null : try JSON(parsing: response.body)
  }

  private func waitUntilItAnswers() async throws {
    // The server says nothing when it is ready: only a call that succeeds tells.
    for _ in 0..<600 {
      guard process.isRunning else {
        throw InteropFailure(description: "scim2-server ended with \(process.terminationStatus)")
      }
      do {
        try await call("GET", "/ServiceProviderConfig")
        return
      } catch is HTTPError {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    throw InteropFailure(description: "scim2-server on \(base) does not answer")
  }

  /// A port that was free a moment ago.
  private static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard isBound else { throw InteropFailure(description: "no free port: errno \(errno)") }
    return UInt16(bigEndian: address.sin_port)
  }
}
