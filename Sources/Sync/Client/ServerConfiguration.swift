/// One SCIM service provider as the configuration names it.
public struct ServerConfiguration: Hashable, Sendable, Codable {
  /// Short, chosen by the operator: `hr`.
  public var name: String
  /// Shape: `https://host/scim/v2`; a trailing slash is kept only where a path is empty.
  public var baseURL: String
  public var token: TokenSource
  /// A PEM file of certificate authorities to trust instead of the system's.
  public var caFile: String?
  /// Shape: `http://proxy:3128`; nil asks the environment.
  public var proxy: String?
  /// How many resources to ask for in one page; nil for the client's choice.
  public var pageSize: Int?
  /// For one request. Units: seconds.
  public var timeoutSeconds: Double

  public init(
    name: String, baseURL: String, token: TokenSource = .none, caFile: String? = nil,
    proxy: String? = nil, pageSize: Int? = nil, timeoutSeconds: Double = 60
  ) {
    self.name = name
    self.baseURL = baseURL
    self.token = token
    self.caFile = caFile
    self.proxy = proxy
    self.pageSize = pageSize
    self.timeoutSeconds = timeoutSeconds
  }
}
