/// What a server answered to a call that it accepted (2xx, or 304 where a version was sent).
public struct SCIMAnswer: Sendable {
  public var status: Int
  /// The `ETag` header; nil when there was none.
  public var etag: String?
  /// The `Location` header: shown, never followed (PROVIDERS rule 9).
  public var location: String?
  public var bytes: [UInt8]

  public init(status: Int, etag: String? = nil, location: String? = nil, bytes: [UInt8] = []) {
    self.status = status
    self.etag = etag
    self.location = location
    self.bytes = bytes
  }
}
