/// How this program says to a server who it is, without any secret.
public struct ServerLogin: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case none
    /// A token that somebody made (RFC 6750).
    case bearer
    /// A user and a password (RFC 7617).
    case basic
    /// A token that is asked for again and again (RFC 6749 §4.4).
    case oauth
  }

  public var kind: Kind
  /// Whether a client certificate goes with it.
  public var hasCertificate: Bool

  public init(_ kind: Kind = .bearer, hasCertificate: Bool = false) {
    self.kind = kind
    self.hasCertificate = hasCertificate
  }
}
