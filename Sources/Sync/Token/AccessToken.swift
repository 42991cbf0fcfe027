import SCIM

/// What a token endpoint gave (RFC 6749 §5.1).
struct AccessToken: Hashable, Sendable {
  enum Problem: Error, Hashable, Sendable {
    case missing, unusable
    case otherType(String)

    /// Follows the name of the token endpoint.
    var words: String {
      switch self {
      case .missing: "answered without an access_token"
      case .unusable: "gave an access_token with spaces or line breaks inside"
      case .otherType(let type): "gave a token of the type “\(type)”, which cannot be used here"
      }
    }
  }

  var value: String
  /// From now on. Units: seconds; nil when the endpoint does not say: good until a server refuses it.
  var lifetimeSeconds: Double?

  /// Takes numbers as strings, as older endpoints write them.
  init(_ json: JSON) throws(Problem) {
    guard let value = json["access_token"]?.string, !value.isEmpty else { throw .missing }
    guard value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .unusable }
    // > RFC 6749 §5.1: the type is required, compared without case. Apigee writes `BearerToken`.
    if let type = json["token_type"]?.string, !type.lowercased().hasPrefix("bearer") {
      throw .otherType(String(type.filter { $0.isLetter || $0.isNumber }.prefix(20)))
    }
    self.value = value
    let written = json["expires_in"]
    let seconds = written?.number?.double ?? written?.string.flatMap { Double($0) }
    // Nothing and less is no lifetime; a century is as good as for ever.
    if let seconds, seconds.isFinite, seconds > 0 {
      lifetimeSeconds = min(seconds, 3_155_760_000)
    }
  }

  /// How long before its end a token is renewed: a call under way must not meet the end.
  static func marginSeconds(lifetime: Double) -> Double { min(60, lifetime / 5) }
}
