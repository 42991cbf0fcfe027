import Foundation
import SCIM

/// A signed token that says who a client is (RFC 7523 §3).
struct ClientAssertion {
  var clientID: String
  var audience: String
  var keyID: String?
  var now: Date
  /// Units: seconds. Clocks differ; a caught assertion must soon be worth nothing.
  static let lifetimeSeconds = 300

  static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

  /// The compact form of RFC 7515 §7.1.
  func signed(with key: SigningKey) throws -> String {
    var header: JSON = ["alg": .string(key.algorithm), "typ": "JWT"]
    if let keyID { header["kid"] = .string(keyID) }
    let issued = Int(now.timeIntervalSince1970)
    let claims: JSON = [
      "iss": .string(clientID), "sub": .string(clientID), "aud": .string(audience),
      "jti": .string(UUID().uuidString), "iat": .number(JSONNumber(issued)),
      "exp": .number(JSONNumber(issued + Self.lifetimeSeconds)),
    ]
    let text = Self.base64URL(header.bytes) + "." + Self.base64URL(claims.bytes)
    return text + "." + Self.base64URL(try key.signature(of: Array(text.utf8)))
  }

  /// RFC 7515 §2: without padding.
  static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
