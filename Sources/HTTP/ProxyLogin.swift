/// A name and a password for a proxy, sent as Basic (RFC 9110 §11.7) to the proxy alone.
public struct ProxyLogin: Hashable, Sendable {
  public var user: String
  public var password: String

  public init(user: String, password: String) {
    self.user = user
    self.password = password
  }
}

extension ProxyLogin: CustomStringConvertible, CustomReflectable {
  public var description: String { "the proxy login of \(user)" }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
