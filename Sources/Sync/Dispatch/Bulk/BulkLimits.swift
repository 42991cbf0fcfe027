/// What one bulk request may hold (RFC 7643 §5).
public struct BulkLimits: Hashable, Sendable, Codable {
  public var maximumOperations: Int
  /// Units: bytes.
  public var maximumPayloadSize: Int

  // A server that names no limit is not tempted to the utmost.
  static let usualOperations = 100
  static let usualPayloadSize = 1 << 20
  // Beyond this many, what is under way and unsure after a kill is too much to look at again.
  private static let mostOperations = 1_000

  /// - Returns: nil where a limit leaves room for nothing.
  init?(operations: Int?, payloadSize: Int?) {
    let operations = operations ?? Self.usualOperations
    let payloadSize = payloadSize ?? Self.usualPayloadSize
    guard operations > 1, payloadSize > 0 else { return nil }
    maximumOperations = min(operations, Self.mostOperations)
    maximumPayloadSize = payloadSize
  }
}
