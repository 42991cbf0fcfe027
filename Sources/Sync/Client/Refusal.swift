import Foundation
import HTTP
import SCIM

/// Reads what a server meant by an answer that is not 2xx (PROVIDERS rule 8): a SCIM error, bare
/// JSON, HTML, or nothing.
struct Refusal {
  var response: HTTPResponse
  var server: String
  /// Never to be repeated in the error, whatever the server echoes.
  var redaction = Redaction()
  /// How we said who we are.
  var credentials = Credentials.none
  var now: Date

  /// How much of a server's raw text is kept. Units: characters.
  static let keptCharacters = 300
  /// How much of an answer is looked through for it. Units: bytes.
  static let readBytes = 2000

  var error: SyncError {
    let kind = loginKind ?? Self.kind(response.status)
    let text = serverText
    let said = text.isEmpty ? "" : ": \(text)"
    return SyncError(
      code: kind.code, server: server,
      sentence: Self.sentence("\(server) \(kind.words) (\(response.status))\(said)"),
      advice: kind.advice, status: response.status, scimType: scimError?.scimType?.rawValue,
      serverText: text, disposition: disposition(kind.code))
  }

  private var scimError: SCIMError? { json.flatMap { SCIMError(parsing: $0) } }

  /// Beyond this it is no error that anybody wrote. Units: bytes.
  static let longestError = 1 << 20

  private var json: JSON? {
    guard response.body.count <= Self.longestError else { return nil }
    do throws(JSONError) {
      return try JSON(parsing: response.body)
    } catch {
      return nil
    }
  }

  /// The `detail`, or what bare JSON calls its message, or the start of the raw text.
  private var serverText: String {
    let named = json.flatMap { json in
      ["detail", "message", "error_description", "error", "title"].lazy
        .compactMap { json[$0]?.string }.first { !$0.isEmpty }
    }
    let text = named ?? String(decoding: response.body.prefix(Self.readBytes), as: UTF8.self)
    return Self.oneLine(redaction.text(text))
  }

  static func oneLine(_ text: String) -> String {
    let isGap: (Character) -> Bool = { character in
      character.isWhitespace || character.unicodeScalars.allSatisfy { $0.value < 0x20 }
    }
    return String(text.split(whereSeparator: isGap).joined(separator: " ").prefix(keptCharacters))
  }

  private static func sentence(_ text: String) -> String {
    text.last == "." ? text : text + "."
  }

  private func disposition(_ code: SyncError.Code) -> SyncError.Disposition {
    switch code {
    case .throttled, .serverFailed:
      .retryLater(afterSeconds: Self.retryAfterSeconds(response, now: now) ?? 1)
    default: .needsOperator
    }
  }

  /// How long the server wants to be left alone by everybody; nil when the refusal is about this call
  /// alone. Units: seconds.
  var quietSeconds: Double? {
    let seconds: Double? =
      switch response.status {
      case 429: Self.retryAfterSeconds(response, now: now) ?? 1
      case 503: Self.retryAfterSeconds(response, now: now)
      default: nil
      }
    return seconds.map { min($0, RetrySchedule.longestAskedSeconds) }
  }

  /// RFC 9110 §10.2.3: seconds, or a date.
  static func retryAfterSeconds(_ response: HTTPResponse, now: Date) -> Double? {
    guard let value = response.header("Retry-After") else { return nil }
    if let seconds = Double(value), seconds.isFinite { return max(0, seconds) }
    return HTTPDate.parse(value).map { max(0, $0.timeIntervalSince(now)) }
  }

  /// What 401 and 403 mean for one who did not come with a bearer token; nil for others.
  private var loginKind: Kind? {
    switch (credentials, response.status) {
    case (.none, 401):
      Kind(
        code: .unauthorized, words: "wants to know who we are",
        advice: "Give this server a token, a user or an OAuth client in the configuration.")
    case (.basic(let user, _), 401):
      Kind(
        code: .unauthorized, words: "does not accept the user “\(user)” and the password",
        advice: "Check `user`, and the password where the configuration takes it from.")
    case (.basic(let user, _), 403):
      Kind(
        code: .forbidden, words: "does not allow this to the user “\(user)”",
        advice: "Give the user the right to it on the server.")
    case (.clientCredentials(let client), 401):
      Kind(
        code: .unauthorized,
        words: "does not accept the token that the client “\(client.clientID)” got",
        advice: "Check `scope`, `audience` and `resource`: the token may be for another service.")
    case (.clientCredentials(let client), 403):
      Kind(
        code: .forbidden, words: "does not allow this to the client “\(client.clientID)”",
        advice: "Give the client the right to it, or ask for it with `scope`.")
    default: nil
    }
  }

  // MARK: - Statuses

  private struct Kind {
    var code: SyncError.Code
    /// Follow the server's name.
    var words: String
    var advice: String
  }

  private static let kinds: [Int: Kind] = [
    400: Kind(
      code: .badRequest, words: "does not accept the request",
      advice: "Read what the server says; this call will not work as it is."),
    401: Kind(
      code: .unauthorized, words: "does not accept the token",
      advice: "Get a new token where the configuration takes it from, then check the server."),
    403: Kind(
      code: .forbidden, words: "does not allow this to the token",
      advice: "Give the token's owner the right to it on the server."),
    404: Kind(
      code: .notFound, words: "does not know this address",
      advice: "Check the path of the server's URL; if it is right, the resource is gone."),
    405: Kind(
      code: .notSupported, words: "does not offer this operation",
      advice: "Do it in the server's own console."),
    407: Kind(
      code: .proxy, words: "cannot be reached: the proxy wants another user name and password",
      advice: "Set `proxy_user` and `proxy_password_file`, and try them with another program."),
    409: Kind(
      code: .conflict, words: "reports a conflict",
      advice: "Sync, look at what is there now, and decide again."),
    412: Kind(
      code: .preconditionFailed, words: "has a newer version of the resource",
      advice: "Sync, look at what is there now, and decide again."),
    413: Kind(
      code: .tooLarge, words: "finds the request or its answer too large",
      advice: "Lower `page_size` for this server."),
    415: Kind(
      code: .notSupported, words: "does not take what is sent, as SCIM or as JSON",
      advice: "Ask who runs the server which media type it wants."),
    429: Kind(
      code: .throttled, words: "asks for fewer requests",
      advice: "Wait: the sync goes on by itself, or at the next try."),
    501: Kind(
      code: .notSupported, words: "does not offer this operation",
      advice: "Do it in the server's own console."),
  ]

  private static func kind(_ status: Int) -> Kind {
    if let kind = kinds[status] { return kind }
    switch status {
    case 300..<400:
      return Kind(
        code: .redirected, words: "points to another address",
        advice: "Set the server's URL to where it redirects.")
    case 408, 425, 500..<600:
      return Kind(
        code: .serverFailed, words: "failed", advice: "Try again later, or ask who runs it.")
    default:
      return Kind(
        code: .unexpectedStatus, words: "answered in a way that SCIM does not know",
        advice: "Read what the server says, and check its URL.")
    }
  }
}
