/// How we say to a server who we are.
public enum Credentials: Hashable, Sendable, Codable {
  case none
  /// A token that somebody made for us (RFC 6750).
  case bearer(SecretSource)
  /// A user and a password (RFC 7617).
  case basic(user: String, password: SecretSource)
  /// Tokens that we get for ourselves, again and again (RFC 6749 §4.4).
  case clientCredentials(OAuthClient)

  /// Every secret that it needs, with what it is for.
  public var secrets: [(purpose: SecretPurpose, source: SecretSource)] {
    switch self {
    case .none: []
    case .bearer(let source): [(.token, source)]
    case .basic(_, let source): [(.password, source)]
    case .clientCredentials(let client): [client.proof.secret]
    }
  }
}

/// A client of an authorization server.
public struct OAuthClient: Hashable, Sendable, Codable {
  /// How the client shows that it is the one.
  public enum Proof: Hashable, Sendable, Codable {
    /// RFC 6749 §2.3.1: the secret in the `Authorization` header.
    case secretBasic(SecretSource)
    /// RFC 6749 §2.3.1: the secret in the body.
    case secretPost(SecretSource)
    /// RFC 7523 §2.2: an assertion, signed with a key that only the client has.
    case privateKey(SecretSource, keyID: String?)

    var secret: (purpose: SecretPurpose, source: SecretSource) {
      switch self {
      case .secretBasic(let source), .secretPost(let source): (.clientSecret, source)
      case .privateKey(let source, _): (.clientKey, source)
      }
    }
  }

  /// The token endpoint, on any host.
  public var tokenURL: String
  public var clientID: String
  public var proof: Proof
  /// Shape: names between spaces; nil leaves it to the authorization server.
  public var scope: String?
  /// What some authorization servers want to know instead of a scope.
  public var audience: String?
  /// RFC 8707 §2: the URI of what the token is for.
  public var resource: String?
  /// Whom an assertion is for (RFC 7523 §3); nil for the token endpoint.
  public var assertionAudience: String?

  public init(
    tokenURL: String, clientID: String, proof: Proof, scope: String? = nil,
    audience: String? = nil, resource: String? = nil, assertionAudience: String? = nil
  ) {
    self.tokenURL = tokenURL
    self.clientID = clientID
    self.proof = proof
    self.scope = scope
    self.audience = audience
    self.resource = resource
    self.assertionAudience = assertionAudience
  }
}
