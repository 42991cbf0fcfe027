import Store
import Sync

/// What a server can do and what will not work.
struct ServerReport: Hashable, Sendable, Encodable {
  var server: String
  var url: String
  /// Order: as the server lists them.
  var resourceTypes: [String]
  var capabilities: [String]
  var limits: [String]

  /// Asks the server, and writes nothing.
  ///
  /// Throws: `SyncError` when it cannot be used, `StoreError`.
  init(of server: ServerConfiguration, by invocation: Invocation) async throws {
    // Checking keeps nothing; the engine wants a place all the same.
    let engine = invocation.engine([server], try Store(path: ":memory:"))
    let found = try await engine.check(server.name)
    self.server = server.name
    url = server.baseURL
    resourceTypes = found.resourceTypes.map(\.name)
    capabilities = found.capabilities
    limits = found.limits
  }

  var lines: [String] {
    let types = resourceTypes.joined(separator: ", ")
    return ["\(server) answers at \(url): \(types)"]
      + (capabilities.isEmpty ? [] : ["  can: \(capabilities.joined(separator: ", "))"])
      + limits.map { "  note: \($0)" }
  }
}
