import Testing

@testable import Sync

struct RetryPolicyTests {
  let policy = RetryPolicy()

  func error(_ disposition: SyncError.Disposition) -> SyncError {
    SyncError(
      code: .serverFailed, server: "hr", sentence: "It failed.", advice: "Wait.",
      disposition: disposition)
  }

  @Test func leavesToTheOperatorWhatNeedsOne() {
    #expect(policy.waitSeconds(after: error(.needsOperator), attempt: 1, jitter: 0) == nil)
  }

  @Test func triesAtOnceOnceThenWithPatience() {
    let waits = (1...5).map {
      policy.waitSeconds(after: error(.retryNow), attempt: $0, jitter: 1)
    }
    #expect(waits == [0, 1, 2, 4, nil])
  }

  @Test(arguments: [(0.0, 0.25), (0.5, 0.375), (1.0, 0.5)])
  func spreadsTheWaits(_ jitter: Double, _ seconds: Double) {
    let wait = policy.waitSeconds(
      after: error(.retryLater(afterSeconds: 0)), attempt: 1, jitter: jitter)
    #expect(wait == seconds)
  }

  @Test(arguments: [0.0, 0.5, 1.0])
  func rule13NeverComesBackBeforeTheServerAsked(_ jitter: Double) throws {
    for attempt in 1...4 {
      for requested in [0.0, 1, 10, 60, 120] {
        let failure = error(.retryLater(afterSeconds: requested))
        let wait = try #require(
          policy.waitSeconds(after: failure, attempt: attempt, jitter: jitter))
        #expect(wait >= requested)
        #expect(wait <= requested + policy.longestWaitSeconds)
      }
    }
  }

  @Test func endsTheSyncWhenTheServerAsksForTooMuch() {
    let failure = error(.retryLater(afterSeconds: 3600))
    #expect(policy.waitSeconds(after: failure, attempt: 1, jitter: 0) == nil)
  }

  @Test func neverWaitsLongerThanTheLongest() {
    let policy = RetryPolicy(maximumAttempts: 100)
    let wait = policy.waitSeconds(after: error(.retryNow), attempt: 60, jitter: 1)
    #expect(wait == policy.longestWaitSeconds)
  }
}
