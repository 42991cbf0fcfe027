import Foundation
import SCIM

/// Takes our secrets out of what a server sends back: a wrong address may echo what it was sent.
struct Redaction: Hashable, Sendable {
  /// Longest first: one may be part of another.
  private var texts: [String] = []

  init(_ secrets: [String] = []) {
    var texts: Set<String> = []
    for secret in secrets where !secret.isEmpty {
      texts.insert(secret)
      texts.insert(PercentEncoding.pathSegment(secret))
      let literal = String(JSON.string(secret).text.dropFirst().dropLast())
      texts.insert(literal)
      texts.insert(literal.replacing("/", with: "\\/"))
    }
    self.texts = texts.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  /// For an error: each secret is a mark. By bytes, for a combining mark behind a letter of it makes
  /// another character of that.
  func text(_ text: String) -> String {
    texts.reduce(text) { text, secret in
      let bytes = Array(text.utf8).replacing(Array(secret.utf8), with: Array("…".utf8))
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// A shorter one may be a word: taking it out of what is stored would falsify a person's name.
  private static let wordBytes = 8

  /// For an answer that is kept: each secret is as many asterisks.
  func bytes(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for text in texts where text.utf8.count > Self.wordBytes {
      Self.hide(Array(text.utf8), in: &bytes)
    }
    return bytes
  }

  private static func hide(_ secret: [UInt8], in bytes: inout [UInt8]) {
    var start = 0
    while let found = firstIndex(of: secret, in: bytes, from: start) {
      for index in found..<found + secret.count { bytes[index] = UInt8(ascii: "*") }
      start = found + secret.count
    }
  }

  /// `memchr` goes through a page of megabytes faster than it came over the wire.
  private static func firstIndex(of secret: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    secret.withUnsafeBytes { secret in
      bytes.withUnsafeBytes { bytes in
        guard let wanted = secret.baseAddress, let base = bytes.baseAddress else { return nil }
        var index = start
        let end = bytes.count - secret.count
        while index <= end {
          guard let hit = memchr(base + index, Int32(secret[0]), end - index + 1) else {
            return nil
          }
          index = hit - UnsafeMutableRawPointer(mutating: base)
          if memcmp(base + index, wanted, secret.count) == 0 { return index }
          index += 1
        }
        return nil
      }
    }
  }
}
