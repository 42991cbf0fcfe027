import Foundation

/// `openssl s_server` on loopback with a self-signed certificate of its own.
public final class TLSServer {
  public struct Failure: Error { public var step: String }

  /// nil where it is not installed.
  public static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Both the server's and, where it wants one, the client's.
  public let certificatePath: String
  public let keyPath: String
  public let port: String
  private let directory: URL
  private let process = Process()

  public var url: String { "https://127.0.0.1:\(port)" }

  /// - Parameter wantsCertificate: Refuses a client without a certificate that it knows.
  public init(wantsCertificate: Bool = false) throws {
    guard let openssl = Self.openssl else { throw Failure(step: "find openssl") }
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("countersign-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let certificate = directory.appendingPathComponent("certificate.pem").path
    let key = directory.appendingPathComponent("key.pem").path
    certificatePath = certificate
    keyPath = key
    try Self.makeCertificate(certificate: certificate, key: key)
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: openssl)
    process.arguments = [
      "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www",
    ]
    if wantsCertificate {
      process.arguments? += ["-Verify", "1", "-verify_return_error", "-CAfile", certificate]
    }
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    port = try Self.port(from: output.fileHandleForReading)
  }

  deinit {
    // A process that a pool's thread starts has that thread's signal mask, and SIGTERM is in it.
    kill(process.processIdentifier, SIGKILL)
    do { try FileManager.default.removeItem(at: directory) } catch {}
  }

  /// The same key behind a password.
  public func lockedKey(password: String) throws -> String {
    let path = directory.appendingPathComponent("locked.pem").path
    try Self.run(["pkey", "-in", keyPath, "-aes256", "-passout", "pass:\(password)", "-out", path])
    return path
  }

  private static func run(_ arguments: [String]) throws {
    guard let openssl else { throw Failure(step: "find openssl") }
    let maker = Process()
    maker.executableURL = URL(fileURLWithPath: openssl)
    maker.arguments = arguments
    maker.standardOutput = FileHandle.nullDevice
    maker.standardError = FileHandle.nullDevice
    try maker.run()
    maker.waitUntilExit()
    guard maker.terminationStatus == 0 else { throw Failure(step: arguments[0]) }
  }

  private static func makeCertificate(certificate: String, key: String) throws {
    try run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2", "-subj", "/CN=countersign test", "-addext", "subjectAltName=IP:127.0.0.1",
      "-keyout", key, "-out", certificate,
    ])
  }

  /// Waits for the line `ACCEPT 127.0.0.1:PORT`.
  private static func port(from output: FileHandle) throws -> String {
    var text = ""
    while true {
      let data = output.availableData
      guard !data.isEmpty else { throw Failure(step: "read the port") }
      text += String(decoding: data, as: UTF8.self)
      let line = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        .first { $0.hasPrefix("ACCEPT") && $0.contains(":") }
      if let port = line?.split(separator: ":").last { return String(port) }
    }
  }
}
