import Crypto
import Foundation

/// An operator's private key for the audit log: Ed25519.
///
/// Source: RFC 8032.
public struct AuditKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// Makes a new key.
  public init() { key = Curve25519.Signing.PrivateKey() }

  /// - Parameter seed: 64 hexadecimal digits.
  /// - Returns: nil for what is no seed.
  public init?(seed: String) {
    guard let bytes = Hexadecimal.bytes(seed), bytes.count == 32 else { return nil }
    do { key = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes) } catch { return nil }
  }

  /// The secret itself, for its file alone. Shape: 64 hexadecimal digits.
  public var seed: String { Hexadecimal.text(key.rawRepresentation) }

  /// The public key, by which all know it. Shape: 64 hexadecimal digits.
  public var name: String { Hexadecimal.text(key.publicKey.rawRepresentation) }

  /// Signs a sealed record, and with it all that it is chained to.
  public func sign(_ record: AuditRecord) throws -> AuditSignature {
    let bytes = try key.signature(for: AuditSignature.message(record.digest))
    return AuditSignature(key: name, signature: Hexadecimal.text(bytes))
  }
}

/// Who vouches for a record of the audit log.
public struct AuditSignature: Hashable, Sendable, Codable {
  /// The public key. Shape: 64 hexadecimal digits.
  public var key: String
  /// Ed25519 over ``message(_:)``. Shape: 128 hexadecimal digits.
  public var signature: String

  public init(key: String, signature: String) {
    self.key = key
    self.signature = signature
  }

  /// What is signed: a line that says what it is, then the record's digest in hexadecimal.
  public static func message(_ digest: String) -> Data {
    Data("countersign audit record\n\(digest)".utf8)
  }

  /// Whether the key's owner signed the record as it is.
  public func isValid(for record: AuditRecord) -> Bool {
    guard let key = Hexadecimal.bytes(key), let bytes = Hexadecimal.bytes(signature) else {
      return false
    }
    do {
      return try Curve25519.Signing.PublicKey(rawRepresentation: key)
        .isValidSignature(bytes, for: Self.message(record.digest))
    } catch {
      // What is no key has signed nothing.
      return false
    }
  }

  /// A key as people compare it. Shape: its first 16 digits.
  public static func short(_ key: String) -> String { String(key.prefix(16)) }
}

/// Bytes as hexadecimal digits in lower case.
public enum Hexadecimal {
  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    let alphabet = Array("0123456789abcdef".utf8)
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      digits.append(alphabet[Int(byte >> 4)])
      digits.append(alphabet[Int(byte & 15)])
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// nil for a text with anything else in it.
  public static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[start]), let low = value(digits[start + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
