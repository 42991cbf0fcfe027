/// One SCIM service provider as the configuration names it.
public struct ServerConfiguration: Hashable, Sendable, Codable {
  /// Short, chosen by the operator: `hr`.
  public var name: String
  /// Shape: `https://host/scim/v2`; a trailing slash is kept only where a path is empty.
  public var baseURL: String
  public var credentials: Credentials
  /// A PEM file of certificate authorities to trust instead of the system's.
  public var caFile: String?
  /// A certificate of our own, for servers that ask for one.
  public var clientCertificate: TLSIdentity?
  /// Shape: `http://proxy:3128`; nil asks the environment.
  public var proxy: String?
  public var proxyLogin: ProxyUser?
  /// How many resources to ask for in one page; nil for the client's choice.
  public var pageSize: Int?
  /// For one request. Units: seconds.
  public var timeoutSeconds: Double
  /// Environment variables with secrets, of this server and of others: no program that is started for
  /// this one gets them.
  public var withheldVariables: Set<String> = []
  /// Attributes that are never fetched. Shape: `phoneNumbers`, `name.familyName`,
  /// `urn:…:2.0:User:employeeNumber`.
  public var neverFetch: [String] = []

  public init(
    name: String, baseURL: String, credentials: Credentials = .none, caFile: String? = nil,
    clientCertificate: TLSIdentity? = nil, proxy: String? = nil, proxyLogin: ProxyUser? = nil,
    pageSize: Int? = nil, timeoutSeconds: Double = 60
  ) {
    self.name = name
    self.baseURL = baseURL
    self.credentials = credentials
    self.caFile = caFile
    self.clientCertificate = clientCertificate
    self.proxy = proxy
    self.proxyLogin = proxyLogin
    self.pageSize = pageSize
    self.timeoutSeconds = timeoutSeconds
  }

  /// With a bearer token.
  public init(
    name: String, baseURL: String, token: SecretSource, caFile: String? = nil,
    proxy: String? = nil, pageSize: Int? = nil, timeoutSeconds: Double = 60
  ) {
    self.init(
      name: name, baseURL: baseURL, credentials: token == .none ? .none : .bearer(token),
      caFile: caFile, proxy: proxy, pageSize: pageSize, timeoutSeconds: timeoutSeconds)
  }

  /// Every secret that it needs, with what it is for.
  public var secrets: [(purpose: SecretPurpose, source: SecretSource)] {
    credentials.secrets
      + [
        (.tlsKeyPassword, clientCertificate?.keyPassword ?? .none),
        (.proxyPassword, proxyLogin?.password ?? .none),
      ].filter { $0.1 != .none }
  }

  /// The environment variables that hold its secrets.
  public var secretVariables: Set<String> { Set(secrets.compactMap(\.source.variable)) }
}
