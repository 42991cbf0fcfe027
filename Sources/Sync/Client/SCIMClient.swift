import Foundation
import HTTP
import SCIM

/// Speaks SCIM to one server: adds the token and the headers, and turns every refusal into a
/// ``SyncError``. Sends each call once, except that a refused token is renewed once, and that a body
/// is sent once again as `application/json` when the server does not know SCIM's media type.
public struct SCIMClient: Sendable {
  public let configuration: ServerConfiguration
  private let transport: any HTTPTransport
  private let credentials: CredentialProvider
  private let now: @Sendable () -> Date
  let manners = ServerManners()

  /// Copies share what they know of the credentials: make one client a server and keep it.
  public init(
    configuration: ServerConfiguration, transport: any HTTPTransport,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.configuration = configuration
    self.transport = transport
    self.now = now
    credentials = CredentialProvider(
      configuration: configuration, transport: transport, now: now)
  }

  /// What is worth knowing of how we log in, once it has been done. Shape: sentences.
  public func loginRemarks() async -> [String] { await credentials.remarks }

  /// Sends one call as it stands.
  ///
  /// - Parameters:
  ///   - path: Below the base URL, percent-encoded, query included. Shape: `/Users/2819c223`.
  ///   - ifMatch: A version for `If-Match`; a stale one throws `preconditionFailed`.
  ///   - ifNoneMatch: A version for `If-None-Match`; an equal one answers 304 without bytes.
  ///   - sieve: What is kept of long groups; nil keeps all.
  public func send(
    _ method: String, _ path: String, body: [UInt8]? = nil, ifMatch: String? = nil,
    ifNoneMatch: String? = nil, maximumBodyBytes: Int = 64 << 20, sieve: MemberSieve? = nil
  ) async throws(SyncError) -> SCIMAnswer {
    let isPlain = manners.wantsPlainJSON
    do throws(SyncError) {
      return try await send(
        method, path, body, manners.mediaType, ifMatch, ifNoneMatch, maximumBodyBytes, sieve)
    } catch {
      // > 415: nothing was carried out.
      guard error.status == 415, body != nil, !isPlain else { throw error }
      let answer = try await send(
        method, path, body, "application/json", ifMatch, ifNoneMatch, maximumBodyBytes, sieve)
      manners.learnPlainJSON()
      return answer
    }
  }

  private func send(
    _ method: String, _ path: String, _ body: [UInt8]?, _ mediaType: String, _ ifMatch: String?,
    _ ifNoneMatch: String?, _ maximumBodyBytes: Int, _ sieve: MemberSieve?
  ) async throws(SyncError) -> SCIMAnswer {
    var request = try await credentials.route()
    request.method = method
    request.url = url(path)
    request.body = body
    request.maximumBodyBytes = maximumBodyBytes
    request.sieve = sieve
    // Entra refuses SCIM's media type on DELETE, which answers nothing (departs from RFC 7644 §3.8).
    if method != "DELETE" {
      request.headers.append(("Accept", "application/scim+json, application/json;q=0.9"))
    }
    if body != nil { request.headers.append(("Content-Type", mediaType)) }
    if let ifMatch { request.headers.append(("If-Match", ifMatch)) }
    if let ifNoneMatch { request.headers.append(("If-None-Match", ifNoneMatch)) }
    return try await send(request)
  }

  /// Shape of `query`: not yet percent-encoded.
  ///
  /// Throws: `notSCIM` when what came back is no JSON at all.
  public func get(
    _ path: String, query: [(String, String)] = [], ifNoneMatch: String? = nil,
    maximumBodyBytes: Int = 64 << 20, sieve: MemberSieve? = nil
  ) async throws(SyncError) -> SCIMAnswer {
    let withheld = WithheldAttributes(configuration.neverFetch)
    guard !withheld.isEmpty, WithheldAttributes.applies(to: path) else {
      return try await getAll(path, query, ifNoneMatch, maximumBodyBytes, sieve)
    }
    let excluding = query + [("excludedAttributes", withheld.query)]
    var answer: SCIMAnswer
    do throws(SyncError) {
      let isRefused = manners.refusesExclusion
      answer = try await getAll(
        path, isRefused ? query : excluding, ifNoneMatch, maximumBodyBytes, sieve)
    } catch {
      guard error.status == 400 || error.status == 501, !manners.refusesExclusion else {
        throw error
      }
      answer = try await getAll(path, query, ifNoneMatch, maximumBodyBytes, sieve)
      manners.learnNoExclusion()
    }
    if answer.status != 304 { answer.bytes = withheld.dropped(from: answer.bytes) }
    return answer
  }

  private func getAll(
    _ path: String, _ query: [(String, String)], _ ifNoneMatch: String?, _ maximumBodyBytes: Int,
    _ sieve: MemberSieve?
  ) async throws(SyncError) -> SCIMAnswer {
    let full = query.isEmpty ? path : "\(path)?\(PercentEncoding.query(query))"
    let answer = try await send(
      "GET", full, ifNoneMatch: ifNoneMatch, maximumBodyBytes: maximumBodyBytes, sieve: sieve)
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
    guard let authorization = try await credentials.authorization() else {
      return try accepted(try await transfer(request), Redaction())
    }
    let answer = try await transfer(request.authorized(authorization))
    guard answer.status == 401,
      let renewed = try await credentials.authorization(insteadOf: authorization)
    else { return try accepted(answer, authorization.redaction) }
    return try accepted(try await transfer(request.authorized(renewed)), renewed.redaction)
  }

  private func transfer(_ request: HTTPRequest) async throws(SyncError) -> HTTPResponse {
    do throws(HTTPError) {
      let response = try await transport.send(request)
      guard let sieve = request.sieve else { return response }
      guard let sieved = response.sieved(by: sieve) else {
        throw HTTPError.tooLarge(
          host: configuration.name, limitBytes: request.maximumBodyBytes)
      }
      return sieved
    } catch {
      throw SyncError(error, server: configuration.name)
    }
  }

  private func accepted(
    _ response: HTTPResponse, _ redaction: Redaction
  ) throws(SyncError) -> SCIMAnswer {
    let date = response.header("Date").flatMap(HTTPDate.parse)
    if let date { manners.compareClocks(ours: now(), theirs: date) }
    guard (200..<300).contains(response.status) || response.status == 304 else {
      let refusal = Refusal(
        response: response, server: configuration.name, redaction: redaction,
        credentials: configuration.credentials, now: now())
      if let seconds = refusal.quietSeconds {
        manners.keepQuiet(until: now().addingTimeInterval(seconds))
      }
      throw refusal.error
    }
    var answer = SCIMAnswer(
      status: response.status, etag: response.header("ETag").map(redaction.text),
      location: response.header("Location").map(redaction.text),
      date: date,
      bytes: redaction.bytes(response.body))
    answer.rests = (response.sieve as? MemberSieve)?.rests ?? [:]
    return answer
  }
}

extension HTTPRequest {
  fileprivate func authorized(_ authorization: Authorization) -> HTTPRequest {
    var copy = self
    copy.headers.append(("Authorization", authorization.header))
    return copy
  }
}
