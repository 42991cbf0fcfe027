import Governance

/// A call as a line for a POSIX shell. Who we are is in variables that whoever runs it sets:
/// `IDP_TOKEN`, `IDP_ACCESS_TOKEN` where a token is asked for each time, `IDP_USER` and
/// `IDP_PASSWORD`, `IDP_CERTIFICATE` and `IDP_KEY`.
enum CurlLine {
  static func text(_ call: CallRecord) -> String {
    text(
      server: call.server, method: call.method, url: call.url,
      headers: call.headers.map { ($0.name, $0.value) }, login: call.login,
      body: call.body)
  }

  /// A call of the outbox, as it was sent or will be; nil for work by hand and for a server whose
  /// address is not known.
  static func text(_ action: Action, _ servers: [ServerState]) -> String? {
    // Of a PUT only the digest of its body is kept: it cannot be sent again from here.
    let sent = action.sent?.method == "PUT" ? nil : action.sent
    guard let call = sent ?? action.operation.call,
      let server = servers.first(where: { $0.name == action.operation.server })
    else { return nil }
    let base = server.baseURL.hasSuffix("/") ? String(server.baseURL.dropLast()) : server.baseURL
    let type = call.body == nil ? [] : [("Content-Type", "application/scim+json")]
    return text(
      server: server.name, method: call.method, url: base + call.path,
      headers: [("Accept", "application/scim+json")] + type, login: server.login,
      body: call.body ?? "")
  }

  private static func text(
    server: String, method: String, url: String, headers: [(String, String)], login: ServerLogin,
    body: String
  ) -> String {
    var words = ["curl", "-sS", "-X", quoted(method)]
    words += arguments(of: login, server)
    for (name, value) in headers { words += ["-H", quoted("\(name): \(value)")] }
    if !body.isEmpty { words += ["--data-raw", quoted(body)] }
    // Brackets in a filter are curl's globs otherwise.
    return (words + ["-g", quoted(url)]).joined(separator: " ")
  }

  private static func arguments(of login: ServerLogin, _ server: String) -> [String] {
    var words: [String] = []
    switch login.kind {
    case .none: break
    case .bearer: words += ["-H", "\"Authorization: Bearer $\(variable(server, "TOKEN"))\""]
    case .oauth: words += ["-H", "\"Authorization: Bearer $\(variable(server, "ACCESS_TOKEN"))\""]
    case .basic:
      words += ["-u", "\"$\(variable(server, "USER")):$\(variable(server, "PASSWORD"))\""]
    }
    if login.hasCertificate {
      words += [
        "--cert", "\"$\(variable(server, "CERTIFICATE"))\"", "--key",
        "\"$\(variable(server, "KEY"))\"",
      ]
    }
    return words
  }

  /// Shape: `IDP_TOKEN`.
  static func variable(_ server: String, _ what: String) -> String {
    let name = server.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    let start = name.first?.isNumber == true ? "_" : ""
    return start + String(name) + "_" + what
  }

  /// In single quotes a shell reads nothing; a quote of the text's own ends them for a moment.
  static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:".contains($0)) }
    if isPlain { return text }
    // By scalars: to Swift a quote with an accent is another character, to a shell it is a quote.
    let parts = text.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
    return "'\(parts.map { String($0) }.joined(separator: "'\\''"))'"
  }
}
