/// One HTTP request, whole in memory.
public struct HTTPRequest: Sendable {
  public var method: String
  /// Absolute. Shape: `https://host[:port]/path?query`, percent-encoded.
  public var url: String
  public var headers: [(String, String)]
  /// nil sends none.
  public var body: [UInt8]?
  /// For the whole exchange, connecting included. Units: seconds.
  public var timeoutSeconds: Double
  /// A longer answer, counted after decompression, is refused with ``HTTPError/tooLarge``.
  public var maximumBodyBytes: Int
  /// What is kept of the answer's body; nil keeps all. The limit holds for what is kept.
  public var sieve: (any BodySieve)?
  /// A PEM file of certificate authorities to trust instead of the system's; nil for the system's.
  public var caFile: String?
  /// Shape: `http://proxy:3128`; nil asks the environment (`https_proxy`, `no_proxy` …).
  public var proxy: String?
  /// Who we are to the proxy; nil sends no name.
  public var proxyLogin: ProxyLogin?
  /// Who we are to a server that asks for a certificate in the TLS handshake.
  public var clientCertificate: ClientCertificate?

  public init(
    method: String = "GET", url: String, headers: [(String, String)] = [], body: [UInt8]? = nil,
    timeoutSeconds: Double = 60, maximumBodyBytes: Int = 64 << 20, caFile: String? = nil,
    proxy: String? = nil, proxyLogin: ProxyLogin? = nil,
    clientCertificate: ClientCertificate? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeoutSeconds = timeoutSeconds
    self.maximumBodyBytes = maximumBodyBytes
    self.caFile = caFile
    self.proxy = proxy
    self.proxyLogin = proxyLogin
    self.clientCertificate = clientCertificate
  }

  /// The URL as an error may show it: without user, password, query and fragment.
  public var shownURL: String { Origin.shown(url) }

  /// The first value of a header, its name compared without case.
  public func header(_ name: String) -> String? { firstHeader(name, in: headers) }
}

/// Headers and body hold secrets: a request that is printed shows its first line alone.
extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(method) \(shownURL)" }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

func firstHeader(_ name: String, in headers: [(String, String)]) -> String? {
  let wanted = name.lowercased()
  return headers.first { $0.0.lowercased() == wanted }?.1
}
