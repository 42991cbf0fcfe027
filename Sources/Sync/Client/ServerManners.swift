import Foundation
import Synchronization

/// What every call to one server has to heed, learned from the calls before: copies of a client
/// share it.
final class ServerManners: Sendable {
  private struct State {
    var wantsPlainJSON = false
    var refusesExclusion = false
    var quietUntil = Date.distantPast
    var aheadSeconds: Double?
  }

  private let state = Mutex(State())

  /// The server refuses SCIM's own media type (departs from RFC 7644 §3.1).
  var wantsPlainJSON: Bool { state.withLock { $0.wantsPlainJSON } }

  var mediaType: String { wantsPlainJSON ? "application/json" : "application/scim+json" }

  /// The server does not take `excludedAttributes` (departs from RFC 7644 §3.4.2.5).
  var refusesExclusion: Bool { state.withLock { $0.refusesExclusion } }

  func learnNoExclusion() { state.withLock { $0.refusesExclusion = true } }

  func learnPlainJSON() { state.withLock { $0.wantsPlainJSON = true } }

  /// By how much our clock was ahead of the server's when it answered last. Units: seconds, negative
  /// where it was behind; nil for a server that does not tell the time (RFC 9110 §6.6.1).
  var aheadSeconds: Double? { state.withLock { $0.aheadSeconds } }

  func compareClocks(ours: Date, theirs: Date) {
    state.withLock { $0.aheadSeconds = ours.timeIntervalSince(theirs) }
  }

  /// The server asked for fewer requests (429, or 503 with Retry-After): whatever was to be asked
  /// next, reads and writes alike, has one budget (PROVIDERS rule 13).
  func keepQuiet(until date: Date) {
    state.withLock { $0.quietUntil = max($0.quietUntil, date) }
  }

  /// How long to wait before the next call. Units: seconds; 0 for not at all.
  func quietSeconds(at now: Date) -> Double {
    max(0, state.withLock { $0.quietUntil }.timeIntervalSince(now))
  }
}
