import Foundation
import SCIM

/// GETs with patience: sends a read again as the policy says.
struct Reader: Sendable {
  var client: SCIMClient
  var policy: RetryPolicy
  var clock: SyncClock

  var server: String { client.configuration.name }

  func get(
    _ path: String, query: [(String, String)] = [], maximumBodyBytes: Int = 64 << 20,
    sieve: MemberSieve? = nil
  ) async throws(SyncError) -> SCIMAnswer {
    try await patiently { () async throws(SyncError) -> SCIMAnswer in
      try await client.get(path, query: query, maximumBodyBytes: maximumBodyBytes, sieve: sieve)
    }
  }

  /// Repeats `body` while the policy allows; what it throws last is thrown on.
  func patiently<Value>(
    _ body: () async throws(SyncError) -> Value
  ) async throws(SyncError) -> Value {
    var attempt = 1
    while true {
      // What a write was told holds for reads too.
      let quiet = client.manners.quietSeconds(at: clock.now())
      if quiet > 0, quiet <= policy.longestRequestedWaitSeconds, !Task.isCancelled {
        await clock.sleep(quiet)
      }
      do throws(SyncError) {
        return try await body()
      } catch {
        let wait = policy.waitSeconds(after: error, attempt: attempt, jitter: clock.jitter())
        guard let wait, !Task.isCancelled else { throw error }
        if wait > 0 { await clock.sleep(wait) }
        if Task.isCancelled { throw .cancelled(server: server) }
        attempt += 1
      }
    }
  }
}

extension SyncError {
  static func cancelled(server: String) -> SyncError {
    SyncError(
      code: .cancelled, server: server, sentence: "The sync of \(server) was stopped.",
      advice: "Sync again: it goes on where it stopped.")
  }
}
