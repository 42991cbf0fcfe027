/// Why there is no whole answer to a request.
public enum HTTPError: Error, Hashable, Sendable {
  case invalidURL(String)
  /// A header that would break the request: a line break in a token, most likely.
  case invalidHeader(name: String)
  case nameNotResolved(host: String)
  case refused(host: String)
  case unreachable(host: String, detail: String)
  case proxy(detail: String)
  /// The proxy wants a name and a password, or refuses those that it got.
  case proxyLogin(isSent: Bool)
  case timedOut(host: String, seconds: Double)
  /// The server's certificate, or the TLS handshake, is not acceptable.
  case tls(host: String, detail: String)
  case caFileUnreadable(path: String)
  /// Our own certificate, or its key, cannot be used.
  case clientCertificate(path: String, detail: String)
  case tooLarge(host: String, limitBytes: Int)
  /// The server points to another scheme, host or port, where the token must not go.
  case redirectRefused(host: String, target: String)
  case tooManyRedirects(host: String)
  /// Something else listens there.
  case notHTTP(host: String)
  /// The connection ended before the answer did.
  case cut(host: String, receivedBytes: Int)
  case cancelled
  case failed(host: String, detail: String)

  /// Stable, for programs.
  public var code: String {
    switch self {
    case .invalidURL: "invalidURL"
    case .invalidHeader: "invalidHeader"
    case .nameNotResolved: "nameNotResolved"
    case .refused: "refused"
    case .unreachable: "unreachable"
    case .proxy: "proxy"
    case .proxyLogin: "proxyLogin"
    case .timedOut: "timedOut"
    case .tls: "tls"
    case .caFileUnreadable: "caFileUnreadable"
    case .clientCertificate: "clientCertificate"
    case .tooLarge: "tooLarge"
    case .redirectRefused: "redirectRefused"
    case .tooManyRedirects: "tooManyRedirects"
    case .notHTTP: "notHTTP"
    case .cut: "cut"
    case .cancelled: "cancelled"
    case .failed: "failed"
    }
  }

  /// What happened.
  public var sentence: String {
    switch self {
    case .invalidURL(let url): "“\(url)” is not an http or https URL without a user name."
    case .invalidHeader(let name): "The header \(name) holds a character that cannot be sent."
    case .nameNotResolved(let host): "The name \(host) is not known."
    case .refused(let host): "\(host) refused the connection."
    case .unreachable(let host, let detail): "\(host) cannot be reached: \(detail)."
    case .proxy(let detail): "The proxy cannot be used: \(detail)."
    case .proxyLogin(let isSent):
      isSent
        ? "The proxy does not accept the user name and password (407)."
        : "The proxy wants a user name and a password (407)."
    case .timedOut(let host, let seconds):
      "\(host) did not answer in full within \(Self.text(seconds)) s."
    case .tls(let host, let detail): "No trusted TLS connection to \(host): \(detail)."
    case .caFileUnreadable(let path): "The certificate file \(path) cannot be read."
    case .clientCertificate(let path, let detail):
      "The client certificate \(path) cannot be used: \(detail)."
    case .tooLarge(let host, let limit): "The answer of \(host) is longer than \(limit) bytes."
    case .redirectRefused(let host, let target): "\(host) redirects to \(target)."
    case .tooManyRedirects(let host): "\(host) redirects in a circle."
    case .notHTTP(let host): "\(host) does not answer in HTTP."
    case .cut(let host, let received):
      "\(host) closed the connection after \(received) bytes, before its answer was complete."
    case .cancelled: "The request was cancelled."
    case .failed(let host, let detail): "The request to \(host) failed: \(detail)."
    }
  }

  /// What to do about it.
  public var advice: String {
    switch self {
    case .invalidURL: "Correct the server's URL in the configuration."
    case .invalidHeader: "Check what the token comes from: it must be one line of plain text."
    case .nameNotResolved:
      "Check the spelling of the server's URL, and that this machine's DNS works."
    case .refused: "Check the port in the server's URL, and that the server is running."
    case .unreachable: "Check the network, the VPN and the firewall, then try again."
    case .proxy: "Check the server's `proxy` setting, or https_proxy and no_proxy."
    case .proxyLogin:
      "Set `proxy_user` and `proxy_password_file`, and try them with another program."
    case .timedOut: "Try again; if it stays slow, raise `timeout` or lower `page_size`."
    case .tls:
      "If the server's certificate comes from a private authority, set `ca_file` to its PEM file."
    case .caFileUnreadable: "Correct `ca_file`, or make the file readable."
    case .clientCertificate:
      "Check that `tls_certificate_file` and `tls_key_file` are PEM files of one pair, and the key's password."
    case .tooLarge: "Lower `page_size` for this server."
    case .redirectRefused:
      "The token is never sent to another address: set the server's URL to where it redirects."
    case .tooManyRedirects: "Check the path of the server's URL."
    case .notHTTP: "Check the port in the server's URL: another service listens there."
    case .cut: "Try again; if it happens every time, lower `page_size` or look at the server."
    case .cancelled: "Start it again when you want it."
    case .failed: "Try again; if it happens every time, look at the server and the network."
    }
  }

  static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() && abs(seconds) < 1e9 ? "\(Int(seconds))" : "\(seconds)"
  }
}
