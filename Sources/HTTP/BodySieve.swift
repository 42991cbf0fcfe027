/// Keeps of an answer's body only what is wanted, while it comes: what is left out is never held.
public protocol BodySieve: Sendable {
  /// Appends what is kept of the next piece of the body.
  ///
  /// - Returns: false when the rest is not worth reading: the exchange ends as one that is too large.
  mutating func take(_ bytes: Span<UInt8>, into body: inout [UInt8]) -> Bool
}

extension HTTPResponse {
  /// The answer as if the sieve had been there while it came, for transports that know none.
  ///
  /// - Returns: nil where the sieve wants no more.
  public func sieved(by sieve: any BodySieve) -> HTTPResponse? {
    guard self.sieve == nil else { return self }
    var copy = self
    var sieve = sieve
    copy.body = []
    guard sieve.take(body.span, into: &copy.body) else { return nil }
    copy.sieve = sieve
    return copy
  }
}
