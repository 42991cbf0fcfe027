import HTTP

/// Speaks SCIM to one server: adds the token and the headers, and turns every refusal into a
/// ``SyncError``. Sends each call once, except that a 401 renews a `token_command`'s token once.
public struct SCIMClient: Sendable {
  public let configuration: ServerConfiguration
  let transport: any HTTPTransport

  public init(configuration: ServerConfiguration, transport: any HTTPTransport) {
    self.configuration = configuration
    self.transport = transport
  }

  /// Sends one call as it stands.
  ///
  /// - Parameters:
  ///   - path: Below the base URL, percent-encoded, query included. Shape: `/Users/2819c223`.
  ///   - ifMatch: A version for `If-Match`; a stale one throws `preconditionFailed`.
  ///   - ifNoneMatch: A version for `If-None-Match`; an equal one answers 304 without bytes.
  public func send(
    _ method: String, _ path: String, body: [UInt8]? = nil, ifMatch: String? = nil,
    ifNoneMatch: String? = nil
  ) async throws(SyncError) -> SCIMAnswer {
    throw SyncError(
      code: .transport, server: configuration.name, sentence: "Not wired up.", advice: "Wait.")
  }

  /// Shape of `query`: not yet percent-encoded.
  public func get(
    _ path: String, query: [(String, String)] = [], ifNoneMatch: String? = nil
  ) async throws(SyncError) -> SCIMAnswer {
    try await send("GET", path, ifNoneMatch: ifNoneMatch)
  }

  public func post(_ path: String, body: [UInt8]) async throws(SyncError) -> SCIMAnswer {
    try await send("POST", path, body: body)
  }

  public func patch(
    _ path: String, body: [UInt8], ifMatch: String? = nil
  ) async throws(SyncError) -> SCIMAnswer {
    try await send("PATCH", path, body: body, ifMatch: ifMatch)
  }

  public func put(
    _ path: String, body: [UInt8], ifMatch: String? = nil
  ) async throws(SyncError) -> SCIMAnswer {
    try await send("PUT", path, body: body, ifMatch: ifMatch)
  }

  public func delete(_ path: String, ifMatch: String? = nil) async throws(SyncError) -> SCIMAnswer {
    try await send("DELETE", path, ifMatch: ifMatch)
  }
}
