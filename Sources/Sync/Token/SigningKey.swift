import Crypto
import CryptoExtras
import Foundation

/// A private key and the one algorithm (RFC 7518 §3, RFC 8037 §3.1) that it signs with here.
enum SigningKey: Sendable {
  case p256(P256.Signing.PrivateKey)
  case rsa(_RSA.Signing.PrivateKey)
  case ed25519(Curve25519.Signing.PrivateKey)

  enum Problem: Error, Hashable, Sendable {
    case notPEM, locked, unknownKind

    /// Follows "The client key".
    var words: String {
      switch self {
      case .notPEM: "is not in PEM form"
      case .locked: "is locked with a passphrase"
      case .unknownKind: "is of a kind that cannot sign here"
      }
    }

    var advice: String {
      switch self {
      case .notPEM: "It must have a line -----BEGIN PRIVATE KEY-----."
      case .locked:
        "Unlock it with a program: client_key_command = [\"openssl\", \"pkey\", \"-in\", …]."
      case .unknownKind: "Use an RSA key of 2048 bits or more, a P-256 key or an Ed25519 key."
      }
    }
  }

  /// Shape: PEM (PKCS #8, SEC 1 or PKCS #1); what stands around the key is skipped.
  init(pem text: String) throws(Problem) {
    let pem = try Self.block(text)
    do {
      self = .p256(try P256.Signing.PrivateKey(pemRepresentation: pem))
      return
    } catch {}
    do {
      self = .rsa(try _RSA.Signing.PrivateKey(pemRepresentation: pem))
      return
    } catch {}
    do {
      self = .ed25519(try Curve25519.Signing.PrivateKey(pemRepresentation: pem))
    } catch {
      throw .unknownKind
    }
  }

  /// `openssl ecparam -genkey` puts the curve's parameters first, others the certificate.
  private static func block(_ text: String) throws(Problem) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard
      let first = lines.firstIndex(where: {
        $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("PRIVATE KEY-----")
      })
    else { throw .notPEM }
    // > RFC 1421 §4.6: the older form says so in a header.
    let isLocked =
      lines[first].contains("ENCRYPTED") || lines[first...].contains("Proc-Type: 4,ENCRYPTED")
    guard !isLocked else { throw .locked }
    guard let last = lines[first...].firstIndex(where: { $0.hasPrefix("-----END ") }) else {
      throw .notPEM
    }
    return lines[first...last].joined(separator: "\n") + "\n"
  }

  /// `alg` of RFC 7515 §4.1.1.
  var algorithm: String {
    switch self {
    case .p256: "ES256"
    case .rsa: "RS256"
    case .ed25519: "EdDSA"
    }
  }

  func signature(of bytes: [UInt8]) throws -> [UInt8] {
    switch self {
    case .p256(let key): [UInt8](try key.signature(for: bytes).rawRepresentation)
    case .rsa(let key):
      [UInt8](try key.signature(for: bytes, padding: .insecurePKCS1v1_5).rawRepresentation)
    case .ed25519(let key): [UInt8](try key.signature(for: bytes))
    }
  }
}
