import Foundation
import HTTP
import SCIM
import Synchronization

@testable import Sync

/// An authorization server at `https://login.test/token`, and a SCIM server that takes its newest
/// token alone.
final class LoginServer: HTTPTransport {
  static let tokenURL = "https://login.test/token"
  static let base = "https://scim.test/v2"

  private struct State {
    var requests: [HTTPRequest] = []
    var issued = 0
    var answers: [Result<HTTPResponse, HTTPError>] = []
    var accepted: String?
  }

  private let state = Mutex(State())
  private let expiresIn: JSON?

  /// - Parameter expiresIn: What stands as `expires_in`.
  init(expiresIn: JSON? = 3600) { self.expiresIn = expiresIn }

  /// What the token endpoint answers next instead of a token.
  func answerNext(_ answers: Result<HTTPResponse, HTTPError>...) {
    state.withLock { $0.answers += answers }
  }

  /// The SCIM server takes no token but a later one.
  func revoke() { state.withLock { $0.accepted = "token-\($0.issued + 1)" } }

  var tokenRequests: [HTTPRequest] {
    state.withLock { $0.requests.filter { $0.url == Self.tokenURL } }
  }
  var scimTokens: [String?] {
    state.withLock { $0.requests.filter { $0.url != Self.tokenURL } }.map {
      $0.header("Authorization")
    }
  }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let isLogin = request.url == Self.tokenURL
    // Others get a chance to come while this one is under way.
    if isLogin { for _ in 0..<20 { await Task.yield() } }
    return try state.withLock { state in
      state.requests.append(request)
      return isLogin ? login(&state) : scim(request, state)
    }.get()
  }

  private func login(_ state: inout State) -> Result<HTTPResponse, HTTPError> {
    guard state.answers.isEmpty else { return state.answers.removeFirst() }
    state.issued += 1
    var json: JSON = [
      "access_token": .string("token-\(state.issued)"), "token_type": "Bearer",
    ]
    json["expires_in"] = expiresIn
    return .success(HTTPResponse(status: 200, body: json.bytes))
  }

  private func scim(_ request: HTTPRequest, _ state: State) -> Result<HTTPResponse, HTTPError> {
    let token = request.header("Authorization")?.replacing("Bearer ", with: "")
    let isRefused = state.accepted.map { token != $0 } ?? false
    return .success(HTTPResponse(status: isRefused ? 401 : 200, body: Array("{}".utf8)))
  }
}

extension LoginServer {
  static func client(
    _ proof: OAuthClient.Proof = .secretBasic(.command(["printf", "s:cr et/1"])),
    scope: String? = nil, audience: String? = nil, resource: String? = nil,
    assertionAudience: String? = nil
  ) -> OAuthClient {
    OAuthClient(
      tokenURL: tokenURL, clientID: "count&sign", proof: proof, scope: scope, audience: audience,
      resource: resource, assertionAudience: assertionAudience)
  }

  func configuration(_ client: OAuthClient = LoginServer.client()) -> ServerConfiguration {
    ServerConfiguration(name: "idp", baseURL: Self.base, credentials: .clientCredentials(client))
  }

  func scim(_ client: OAuthClient = LoginServer.client()) -> SCIMClient {
    SCIMClient(
      configuration: configuration(client), transport: self, now: { TestClock.start })
  }
}

extension HTTPRequest {
  /// The fields of a form, or of a query.
  var form: [String: String] {
    let items = PercentEncoding.parseQuery(String(decoding: body ?? [], as: UTF8.self)) ?? []
    return Dictionary(items.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
