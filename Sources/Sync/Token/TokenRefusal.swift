import Foundation
import HTTP
import SCIM

/// Says why an authorization server gave no token.
struct TokenRefusal {
  var client: OAuthClient
  var server: String
  var redaction: Redaction

  private var place: String {
    "The token endpoint of \(server), \(HTTPRequest(url: client.tokenURL).shownURL),"
  }

  /// There was no whole answer.
  func unreached(_ error: HTTPError) -> SyncError {
    let cause = SyncError(error, server: server)
    let advice =
      switch error {
      case .redirectRefused:
        "Who we are is never sent to another address: set `token_url` to where it redirects."
      case .invalidURL, .nameNotResolved, .refused, .tooManyRedirects, .tooLarge:
        "Check `token_url`, and that the authorization server is running."
      default: error.advice
      }
    return failure(
      "gave no token: \(redaction.text(error.sentence))", advice, disposition: cause.disposition)
  }

  /// An answer that says no.
  func refused(_ response: HTTPResponse, _ json: JSON?, now: Date) -> SyncError {
    if (300..<400).contains(response.status) { return redirected(response) }
    let said = said(json)
    let status = response.status
    if status == 429 || status == 408 || status >= 500 {
      let wait = Refusal.retryAfterSeconds(response, now: now) ?? 1
      return failure(
        "failed (\(status))\(said).", "Try again later, or ask who runs it.", status: status,
        disposition: .retryLater(afterSeconds: wait))
    }
    if let error = json?["error"]?.string, let meaning = Self.meanings[error] {
      return failure(
        "\(meaning.words(client.clientID)) (\(status))\(said).", meaning.advice,
        code: meaning.code, status: status)
    }
    if status == 401 {
      let meaning = Self.unknownClient
      return failure(
        "\(meaning.words(client.clientID)) (\(status))\(said).", meaning.advice,
        code: meaning.code, status: status)
    }
    if status == 404 || status == 405 {
      return failure(
        "is no token endpoint (\(status))\(said).", "Check the path of `token_url`.",
        status: status)
    }
    return failure(
      "does not accept the request (\(status))\(said).",
      "Read what it says, and compare it with this server's settings.", status: status)
  }

  /// An accepted answer that is no JSON. It may be a token all the same: not quoted.
  func notJSON(_ response: HTTPResponse) -> SyncError {
    let start = response.body.first { $0 > 0x20 }
    let what =
      start == nil
      ? "an empty answer" : start == UInt8(ascii: "<") ? "a web page" : "something else"
    return failure(
      "sent \(what) where a token was expected (\(response.status)).",
      "Check `token_url`: it must be the token endpoint, not the login page.",
      status: response.status)
  }

  func unusable(_ words: String) -> SyncError {
    failure("\(words).", "Ask who runs the authorization server what it gives to this client.")
  }

  private func redirected(_ response: HTTPResponse) -> SyncError {
    let target = response.header("Location").map { HTTPRequest(url: $0).shownURL } ?? ""
    let to = target.isEmpty ? "another address" : Refusal.oneLine(redaction.text(target))
    return failure(
      "points to \(to) (\(response.status)).",
      "Who we are is never sent to another address: set `token_url` to where it redirects.",
      status: response.status)
  }

  /// Shape: `: text`, or nothing. A web page says nothing.
  private func said(_ json: JSON?) -> String {
    let words = ["error", "error_description", "message", "detail"].compactMap {
      json?[$0]?.string
    }
    let text = Refusal.oneLine(redaction.text(words.joined(separator: ": ")))
    guard !text.isEmpty else { return "" }
    return ": " + (text.last == "." ? String(text.dropLast()) : text)
  }

  private func failure(
    _ words: String, _ advice: String, code: SyncError.Code = .tokenEndpoint, status: Int = 0,
    disposition: SyncError.Disposition = .needsOperator
  ) -> SyncError {
    SyncError(
      code: code, server: server, sentence: "\(place) \(words)", advice: advice, status: status,
      disposition: disposition)
  }

  // MARK: - RFC 6749 §5.2

  private struct Meaning: Sendable {
    var code = SyncError.Code.tokenEndpoint
    /// Follows the endpoint; gets the client's id.
    var words: @Sendable (String) -> String
    var advice: String
  }

  private static let unknownClient = Meaning(
    code: .clientRefused, words: { "does not accept the client “\($0)”" },
    advice: "Check `client_id` and its secret or key, and whether it wants `client_auth` otherwise."
  )

  private static let meanings: [String: Meaning] = [
    "invalid_client": unknownClient,
    "unauthorized_client": Meaning(
      code: .clientRefused, words: { "does not let the client “\($0)” get tokens by itself" },
      advice: "Allow it the grant type client_credentials there."),
    "unsupported_grant_type": Meaning(
      words: { _ in "does not offer the grant type client_credentials" },
      advice: "Check `token_url`, or use a bearer token."),
    "invalid_scope": Meaning(
      words: { _ in "does not accept the scope" }, advice: "Correct `scope` for this server."),
    "invalid_target": Meaning(
      words: { _ in "does not know what the token is for" },
      advice: "Correct `resource` or `audience` for this server."),
  ]
}
