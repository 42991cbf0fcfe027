/// What waits for the operator, to tell of more of it.
public struct Attention: Hashable, Sendable {
  /// Requests in the folder "For me".
  public var requestCount: Int
  /// Calls that failed for good.
  public var failureCount: Int

  public init(requestCount: Int, failureCount: Int) {
    self.requestCount = requestCount
    self.failureCount = failureCount
  }

  /// What there is more of than before, in words without names; nil when there is not.
  public func news(since before: Attention) -> String? {
    let parts = [
      (requestCount - before.requestCount, "new request"),
      (failureCount - before.failureCount, "failed call"),
    ]
    let grown = parts.filter { $0.0 > 0 }.map { count($0.0, $0.1) }
    return grown.isEmpty ? nil : grown.joined(separator: ", ")
  }
}
