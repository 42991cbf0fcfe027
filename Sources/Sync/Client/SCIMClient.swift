import Foundation
import HTTP
import SCIM

/// Speaks SCIM to one server: adds the token and the headers, and turns every refusal into a
/// ``SyncError``. Sends each call once, except that a refused token is renewed once.
public struct SCIMClient: Sendable {
  public let configuration: ServerConfiguration
  private let transport: any HTTPTransport
  private let tokens: TokenProvider
  private let now: @Sendable () -> Date

  /// Copies share the token: make one client a server and keep it.
  public init(
    configuration: ServerConfiguration, transport: any HTTPTransport,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.configuration = configuration
    self.transport = transport
    self.now = now
    tokens = TokenProvider(source: configuration.token, server: configuration.name)
  }

  /// Sends one call as it stands.
  ///
  /// - Parameters:
  ///   - path: Below the base URL, percent-encoded, query included. Shape: `/Users/2819c223`.
  ///   - ifMatch: A version for `If-Match`; a stale one throws `preconditionFailed`.
  ///   - ifNoneMatch: A version for `If-None-Match`; an equal one answers 304 without bytes.
  public func send(
    _ method: String, _ path: String, body: [UInt8]? = nil, ifMatch: String? = nil,
    ifNoneMatch: String? = nil, maximumBodyBytes: Int = 64 << 20
  ) async throws(SyncError) -> SCIMAnswer {
    var request = HTTPRequest(
      method: method, url: url(path), body: body, timeoutSeconds: configuration.timeoutSeconds,
      maximumBodyBytes: maximumBodyBytes, caFile: configuration.caFile, proxy: configuration.proxy)
    // Entra refuses SCIM's media type on DELETE, which answers nothing (departs from RFC 7644 §3.8).
    if method != "DELETE" {
      request.headers.append(("Accept", "application/scim+json, application/json;q=0.9"))
    }
    if body != nil { request.headers.append(("Content-Type", "application/scim+json")) }
    if let ifMatch { request.headers.append(("If-Match", ifMatch)) }
    if let ifNoneMatch { request.headers.append(("If-None-Match", ifNoneMatch)) }
    return try await send(request)
  }

  /// Shape of `query`: not yet percent-encoded.
  ///
  /// Throws: `notSCIM` when what came back is no JSON at all.
  public func get(
    _ path: String, query: [(String, String)] = [], ifNoneMatch: String? = nil,
    maximumBodyBytes: Int = 64 << 20
  ) async throws(SyncError) -> SCIMAnswer {
    let full = query.isEmpty ? path : "\(path)?\(PercentEncoding.query(query))"
    let answer = try await send(
      "GET", full, ifNoneMatch: ifNoneMatch, maximumBodyBytes: maximumBodyBytes)
    guard answer.status == 304 || answer.looksLikeJSON else {
      throw .notSCIM(server: configuration.name, status: answer.status, bytes: answer.bytes)
    }
    return answer
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

  private func url(_ path: String) -> String {
    var base = configuration.baseURL
    while base.hasSuffix("/") { base.removeLast() }
    return base + path
  }

  private func send(_ request: HTTPRequest) async throws(SyncError) -> SCIMAnswer {
    guard let token = try await tokens.token() else {
      return try accepted(try await transfer(request), token: nil)
    }
    let answer = try await transfer(request.authorized(token))
    guard answer.status == 401, let renewed = try await tokens.token(insteadOf: token) else {
      return try accepted(answer, token: token)
    }
    return try accepted(try await transfer(request.authorized(renewed)), token: renewed)
  }

  private func transfer(_ request: HTTPRequest) async throws(SyncError) -> HTTPResponse {
    do throws(HTTPError) {
      return try await transport.send(request)
    } catch {
      throw SyncError(error, server: configuration.name)
    }
  }

  private func accepted(_ response: HTTPResponse, token: String?) throws(SyncError) -> SCIMAnswer {
    guard (200..<300).contains(response.status) || response.status == 304 else {
      let refusal = Refusal(
        response: response, server: configuration.name, token: token, now: now())
      throw refusal.error
    }
    return SCIMAnswer(
      status: response.status, etag: response.header("ETag"),
      location: response.header("Location"),
      date: response.header("Date").flatMap(HTTPDate.parse),
      bytes: Self.withoutToken(response.body, token))
  }

  /// A wrong address may echo what it was sent. Errors quote the start of what is no SCIM: our
  /// token is not to be in it.
  private static func withoutToken(_ body: [UInt8], _ token: String?) -> [UInt8] {
    guard let token, !token.isEmpty else { return body }
    let secret = Array(token.utf8)
    let quoted = body.prefix(Refusal.readBytes + secret.count)
    guard quoted.firstRange(of: secret) != nil else { return body }
    var body = body
    for range in quoted.ranges(of: secret) {
      body.replaceSubrange(range, with: repeatElement(UInt8(ascii: "*"), count: secret.count))
    }
    return body
  }
}

extension HTTPRequest {
  fileprivate func authorized(_ token: String) -> HTTPRequest {
    var copy = self
    copy.headers.append(("Authorization", "Bearer \(token)"))
    return copy
  }
}
