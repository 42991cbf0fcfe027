import Foundation
import SCIM

/// What a server answered to a call that it accepted (2xx, or 304 where a version was sent).
public struct SCIMAnswer: Sendable {
  public var status: Int
  /// The `ETag` header; nil when there was none.
  public var etag: String?
  /// The `Location` header: shown, never followed (PROVIDERS rule 9).
  public var location: String?
  /// The server's clock; nil when it does not say.
  public var date: Date?
  public var bytes: [UInt8]
  /// The members that the bytes leave out. By hash, as the bytes name them.
  public var rests: [String: MemberRest] = [:]

  public init(
    status: Int, etag: String? = nil, location: String? = nil, date: Date? = nil,
    bytes: [UInt8] = []
  ) {
    self.status = status
    self.etag = etag
    self.location = location
    self.date = date
    self.bytes = bytes
  }

  /// Whether the first character starts an object or an array; the rest is not looked at.
  var looksLikeJSON: Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = bytes[start...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }
}
