import Foundation
import Glibc
import PseudoTerminal

/// A `countersign-sandbox` of one test, on a port of its own.
final class SandboxProcess {
  struct Failure: Error { var step: String }

  static let token = "a-token-for-all-four"
  let port: UInt16
  private let process = Process()

  var address: String { "http://127.0.0.1:\(port)" }

  init() throws {
    let output = Pipe()
    process.executableURL = URL(filePath: try PseudoTerminal.built("countersign-sandbox"))
    process.arguments = ["--people", "60", "--token", Self.token, "--exit-with-parent"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    try process.run()
    // It announces itself in one piece once it listens.
    let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let start = text.range(of: "http://127.0.0.1:"),
      let port = UInt16(text[start.upperBound...].prefix { $0.isNumber })
    else { throw Failure(step: "read the port from “\(text)”") }
    self.port = port
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// Ends it: from now on its port refuses.
  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// Makes requests go wrong. Shape: as `POST /_sandbox/faults` takes it.
  func inject(_ fault: String) throws {
    let answer = try send("POST", "/_sandbox/faults", body: fault)
    guard answer.hasPrefix("HTTP/1.1 204") else { throw Failure(step: answer) }
  }

  func clearFaults() throws { _ = try send("DELETE", "/_sandbox/faults") }

  /// The JSON of a resource or a list, as text.
  func get(_ path: String) throws -> String {
    let answer = try send("GET", path)
    guard answer.hasPrefix("HTTP/1.1 200"), let end = answer.range(of: "\r\n\r\n") else {
      throw Failure(step: answer)
    }
    return String(answer[end.upperBound...])
  }

  /// One request on a connection of its own, so that nothing stands between test and server.
  private func send(_ method: String, _ path: String, body: String = "") throws -> String {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard connection >= 0 else { throw Failure(step: "socket") }
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw Failure(step: "connect") }
    let request =
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
      + "Authorization: Bearer \(Self.token)\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    let bytes = Array(request.utf8)
    guard write(connection, bytes, bytes.count) == bytes.count else { throw Failure(step: "write") }
    return Self.readAll(connection)
  }

  private static func readAll(_ connection: Int32) -> String {
    var answer: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(connection, &block, block.count)
      if count > 0 { answer += block.prefix(count) } else if count == 0 || errno != EINTR { break }
    }
    return String(decoding: answer, as: UTF8.self)
  }
}
