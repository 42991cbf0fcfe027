/// How often, and after how long, a read is sent again. Writes are the dispatcher's to repeat.
public struct RetryPolicy: Hashable, Sendable {
  /// The first one included.
  public var maximumAttempts: Int
  /// The wait after the first failure; doubled after each one more. Units: seconds.
  public var firstWaitSeconds: Double
  /// Units: seconds.
  public var longestWaitSeconds: Double
  /// A server that asks for more (`Retry-After`) ends the sync instead. Units: seconds.
  public var longestRequestedWaitSeconds: Double
  /// Whether a call whose connection was cut twice in a row is sent again after a wait.
  var waitsAfterSecondCut = true

  public init(
    maximumAttempts: Int = 5, firstWaitSeconds: Double = 0.5, longestWaitSeconds: Double = 30,
    longestRequestedWaitSeconds: Double = 120
  ) {
    self.maximumAttempts = maximumAttempts
    self.firstWaitSeconds = firstWaitSeconds
    self.longestWaitSeconds = longestWaitSeconds
    self.longestRequestedWaitSeconds = longestRequestedWaitSeconds
  }

  /// How long to wait before sending again; nil to give up.
  ///
  /// - Parameters:
  ///   - attempt: How often it was sent so far, 1 or more.
  ///   - jitter: 0 to 1, at random: clients that failed together must not come back together.
  public func waitSeconds(
    after error: SyncError, attempt: Int, jitter: Double
  ) -> Double? {
    guard attempt < maximumAttempts else { return nil }
    var doubled = firstWaitSeconds
    for _ in 1..<max(1, attempt) { doubled = min(longestWaitSeconds, doubled * 2) }
    let backoff = doubled * (0.5 + jitter / 2)
    switch error.disposition {
    case .needsOperator: return nil
    case .retryNow:
      if attempt == 1 { return 0 }
      return waitsAfterSecondCut ? backoff : nil
    case .retryLater(let requested):
      guard requested <= longestRequestedWaitSeconds else { return nil }
      // Never earlier than the server asked.
      return max(backoff, requested + backoff - doubled * 0.5)
    }
  }
}
