import Foundation
import HTTP
import Sync

/// Asks a server whether it is there and takes the token, without reading it.
enum ServerCheck {
  /// Throws: `SyncError` for the first thing that is wrong.
  static func run(
    _ server: ServerConfiguration, transport: any HTTPTransport, now: Date
  ) async throws -> ServerReport {
    let client = SCIMClient(configuration: server, transport: transport, now: { now })
    _ = try await client.get("/Users", query: [("count", "1")])
    return ServerReport(server: server.name, url: server.baseURL, capabilities: [], limits: [])
  }
}

/// What a server can do and what will not work.
struct ServerReport: Hashable, Sendable, Encodable {
  var server: String
  var url: String
  var capabilities: [String]
  var limits: [String]

  var lines: [String] {
    ["\(server) answers at \(url)."] + capabilities.map { "  can: \($0)" }
      + limits.map { "  cannot: \($0)" }
  }
}
