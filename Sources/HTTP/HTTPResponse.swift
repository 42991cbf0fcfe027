/// One HTTP answer, whole in memory, already decompressed.
public struct HTTPResponse: Sendable {
  public var status: Int
  /// Order: as the server sent them.
  public var headers: [(String, String)]
  public var body: [UInt8]
  /// What the body went through; nil when it is whole.
  public var sieve: (any BodySieve)?
  /// From sending to the last byte. Units: seconds.
  public var elapsedSeconds: Double

  public init(
    status: Int, headers: [(String, String)] = [], body: [UInt8] = [], elapsedSeconds: Double = 0
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.elapsedSeconds = elapsedSeconds
  }

  /// The first value of a header, its name compared without case.
  public func header(_ name: String) -> String? { firstHeader(name, in: headers) }
}
