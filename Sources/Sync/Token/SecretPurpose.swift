import Foundation

/// What a secret is for: decides how it is called and what it may look like.
public enum SecretPurpose: String, Hashable, Sendable, CaseIterable {
  case token
  case password
  case clientSecret = "client_secret"
  case clientKey = "client_key"
  case tlsKeyPassword = "tls_key_password"
  case proxyPassword = "proxy_password"

  /// The configuration's keys start with it. Shape: `token`, for `token_env` and its like.
  public var prefix: String { rawValue }

  /// Follows "the".
  var noun: String {
    switch self {
    case .token: "token"
    case .password: "password"
    case .clientSecret: "client secret"
    case .clientKey: "client key"
    case .tlsKeyPassword: "password of the TLS key"
    case .proxyPassword: "proxy's password"
    }
  }

  /// What must be in its place. Follows "the".
  var wanted: String {
    switch self {
    case .token: "server's bearer token"
    case .clientKey: "private key in PEM form"
    default: noun
    }
  }

  /// The secret in a text that a file or a program gave; nil where it cannot be one.
  func secret(in text: String) -> String? {
    switch self {
    case .token:
      // RFC 6750 §2.1: visible ASCII without spaces.
      text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? text : nil
    case .clientKey: text
    default:
      // RFC 7617 §2: no control characters, a line break among them.
      text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? text : nil
    }
  }

  /// Without what editors and programs put around it. A password may end in a space.
  func trimmed(_ text: String) -> String {
    switch self {
    case .token, .clientKey: return text.trimmingCharacters(in: .whitespacesAndNewlines)
    default:
      var text = text
      while let last = text.unicodeScalars.last, last == "\n" || last == "\r" {
        text.unicodeScalars.removeLast()
      }
      return text
    }
  }

  var complaint: String {
    switch self {
    case .token: "is no token: it has spaces or line breaks inside"
    default: "is no \(noun): it has line breaks or control characters inside"
    }
  }
}
