import Governance

extension ServerConfiguration {
  /// How it is logged into, without any secret.
  public var login: ServerLogin {
    let kind: ServerLogin.Kind =
      switch credentials {
      case .none: .none
      case .bearer: .bearer
      case .basic: .basic
      case .clientCredentials: .oauth
      }
    return ServerLogin(kind, hasCertificate: clientCertificate != nil)
  }
}
