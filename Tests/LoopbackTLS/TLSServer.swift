import Foundation

/// `openssl s_server` on loopback with a self-signed certificate of its own.
public final class TLSServer {
  public struct Failure: Error { public var step: String }

  /// nil where it is not installed.
  public static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  public let certificatePath: String
  public let port: String
  private let directory: URL
  private let process = Process()

  public var url: String { "https://127.0.0.1:\(port)" }

  public init() throws {
    guard let openssl = Self.openssl else { throw Failure(step: "find openssl") }
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("countersign-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let certificate = directory.appendingPathComponent("certificate.pem").path
    let key = directory.appendingPathComponent("key.pem").path
    certificatePath = certificate
    try Self.makeCertificate(openssl, certificate: certificate, key: key)
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: openssl)
    process.arguments = [
      "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www",
    ]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    port = try Self.port(from: output.fileHandleForReading)
  }

  deinit {
    process.terminate()
    do { try FileManager.default.removeItem(at: directory) } catch {}
  }

  private static func makeCertificate(_ openssl: String, certificate: String, key: String) throws {
    let maker = Process()
    maker.executableURL = URL(fileURLWithPath: openssl)
    maker.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2", "-subj", "/CN=countersign test", "-addext", "subjectAltName=IP:127.0.0.1",
      "-keyout", key, "-out", certificate,
    ]
    maker.standardOutput = FileHandle.nullDevice
    maker.standardError = FileHandle.nullDevice
    try maker.run()
    maker.waitUntilExit()
    guard maker.terminationStatus == 0 else { throw Failure(step: "make a certificate") }
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
