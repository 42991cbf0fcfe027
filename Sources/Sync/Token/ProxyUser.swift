/// Who we are to a proxy.
public struct ProxyUser: Hashable, Sendable, Codable {
  public var user: String
  public var password: SecretSource

  public init(user: String, password: SecretSource) {
    self.user = user
    self.password = password
  }
}
