import Foundation
import SCIM
import Testing

@testable import Sandbox

@Suite struct ListenerTests {
  /// Runs a listener for the time of a test.
  private func serving(
    _ sandbox: Sandbox, _ body: @Sendable (UInt16) async throws -> Void
  ) async throws {
    let listener = try SandboxListener(sandbox)
    let task = Task { try await listener.run() }
    do {
      try await body(try await listener.port())
    } catch {
      Issue.record(error)
    }
    await listener.stop()
    task.cancel()
    _ = await task.result
  }

  private func exchange(
    _ port: UInt16, _ head: String, body: String = ""
  ) async throws -> String {
    let request = """
      \(head) HTTP/1.1\r
      Host: 127.0.0.1:\(port)\r
      Authorization: Bearer sandbox-idp-token\r
      Content-Length: \(body.utf8.count)\r
      Connection: close\r
      \r
      \(body)
      """
    // On a thread of its own: the tests' threads have to be free for the listener.
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try LoopbackSocket.exchange(port: port, request) })
      }
    }
  }

  @Test func requestsComeThroughTheSocket() async throws {
    try await serving(.small()) { port in
      let user = try await exchange(
        port, "GET /idp/scim/v2/Users?filter=userName%20eq%20%22ada.okafor%22")
      #expect(user.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(user.contains("Content-Type: application/scim+json"))
      #expect(user.contains("http://127.0.0.1:\(port)/idp/scim/v2/Users/"))
      let long = String(repeating: "x", count: 40_000)
      let made = try await exchange(
        port, "POST /idp/scim/v2/Users",
        body: JSON.newUser("a.b", [("displayName", .string(long))]).text)
      #expect(made.hasPrefix("HTTP/1.1 201 Created\r\n"))
      #expect(made.contains(long))
      let gone = try await exchange(port, "DELETE /idp/scim/v2/Users/nobody")
      #expect(gone.hasPrefix("HTTP/1.1 404 Not Found\r\n"))
    }
  }

  @Test func aLongGroupComesInChunks() async throws {
    let sandbox = Sandbox(people: 1_500)
    let written = sandbox.handle(
      SandboxRequest(
        "GET", "/idp/scim/v2/Groups", headers: [("Authorization", "Bearer sandbox-idp-token")]))
    try await serving(sandbox) { port in
      let answer = try await exchange(port, "GET /idp/scim/v2/Groups")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(answer.lowercased().contains("transfer-encoding: chunked"))
      #expect(answer.hasSuffix("\r\n0\r\n\r\n"))
      #expect(answer.utf8.count > written.body.count / 2)
      #expect(answer.contains("\"Resources\":[{"))
    }
  }

  @Test func aCutEndsTheConnection() async throws {
    let sandbox = Sandbox.small()
    sandbox.inject(Fault(.cut(afterBytes: 25)))
    try await serving(sandbox) { port in
      let answer = try await exchange(port, "GET /idp/scim/v2/Users")
      let parts = answer.components(separatedBy: "\r\n\r\n")
      #expect(parts.count == 2)
      #expect(parts.last?.utf8.count == 25)
      let whole = try await exchange(port, "GET /idp/scim/v2/Users")
      #expect(whole.hasSuffix("}"))
    }
  }

  @Test func aTakenPortIsRefused() async throws {
    try await serving(.small()) { port in
      let second = try SandboxListener(.small(), port: port)
      await #expect(throws: (any Error).self) { try await second.run() }
    }
  }
}

/// One request over a plain socket, whose end is the connection's end.
enum LoopbackSocket {
  struct Failure: Error { let step: String }

  static func exchange(port: UInt16, _ text: String) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(step: "socket") }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure(step: "connect") }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
      guard sent > 0 else { throw Failure(step: "send") }
      rest = rest.dropFirst(sent)
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer.prefix(count)
    }
    return String(decoding: answer, as: UTF8.self)
  }
}
