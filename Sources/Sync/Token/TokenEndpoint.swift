import Foundation
import HTTP
import SCIM

/// Gets access tokens from an authorization server (RFC 6749 §4.4).
struct TokenEndpoint: Sendable {
  var client: OAuthClient
  var server: String
  var transport: any HTTPTransport
  /// How to reach it: timeout, authority, proxy, certificate. Its URL and body are put in.
  var route: HTTPRequest
  var now: @Sendable () -> Date

  /// No token is longer than this. Units: bytes.
  static let maximumBytes = 256 << 10

  /// - Parameter secret: The client's secret, or its private key.
  func token(secret: String) async throws(SyncError) -> AccessToken {
    let (request, redaction) = try request(secret: secret)
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try await transport.send(request)
    } catch {
      throw TokenRefusal(client: client, server: server, redaction: redaction).unreached(error)
    }
    let refusal = TokenRefusal(client: client, server: server, redaction: redaction)
    let json = Self.json(response.body)
    // GitHub says no with 200.
    guard (200..<300).contains(response.status), json?["error"]?.string == nil else {
      throw refusal.refused(response, json, now: now())
    }
    guard let json else { throw refusal.notJSON(response) }
    do throws(AccessToken.Problem) {
      return try AccessToken(json)
    } catch {
      throw refusal.unusable(error.words)
    }
  }

  private static func json(_ body: [UInt8]) -> JSON? {
    do throws(JSONError) { return try JSON(parsing: body) } catch { return nil }
  }

  // MARK: - Request

  private func request(secret: String) throws(SyncError) -> (HTTPRequest, Redaction) {
    var request = route
    request.method = "POST"
    request.url = client.tokenURL
    request.maximumBodyBytes = Self.maximumBytes
    request.headers = [
      ("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded"),
    ]
    var form = [("grant_type", "client_credentials")]
    for (name, value) in [
      ("scope", client.scope), ("audience", client.audience), ("resource", client.resource),
    ] {
      if let value { form.append((name, value)) }
    }
    var hidden = [secret]
    switch client.proof {
    case .secretBasic:
      // > RFC 6749 §2.3.1: both are form-encoded before they are joined.
      let basic = Authorization.basic(
        user: PercentEncoding.pathSegment(client.clientID),
        password: PercentEncoding.pathSegment(secret))
      request.headers.append(("Authorization", basic.header))
      hidden.append(String(basic.header.dropFirst("Basic ".count)))
    case .secretPost:
      form += [("client_id", client.clientID), ("client_secret", secret)]
    case .privateKey(_, let keyID):
      let assertion = try assertion(pem: secret, keyID: keyID)
      form += [
        ("client_id", client.clientID), ("client_assertion_type", ClientAssertion.type),
        ("client_assertion", assertion),
      ]
      hidden = [assertion]
    }
    request.body = Array(PercentEncoding.query(form).utf8)
    return (request, Redaction(hidden))
  }

  private func assertion(pem: String, keyID: String?) throws(SyncError) -> String {
    let assertion = ClientAssertion(
      clientID: client.clientID, audience: client.assertionAudience ?? client.tokenURL,
      keyID: keyID, now: now())
    do {
      return try assertion.signed(with: SigningKey(pem: pem))
    } catch {
      throw .unusableKey(error as? SigningKey.Problem ?? .unknownKind, server: server)
    }
  }
}

extension SyncError {
  static func unusableKey(_ problem: SigningKey.Problem, server: String) -> SyncError {
    SyncError(
      code: .tokenUnreadable, server: server,
      sentence: "The client key of \(server) \(problem.words).", advice: problem.advice)
  }
}
