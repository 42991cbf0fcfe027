import Foundation
import Testing

/// The seeds of random histories. `COUNTERSIGN_SEED=7 swift test --filter SyncHistoryTests` plays
/// one alone, the same on every machine; whatever fails says so.
enum Seeds {
  static func of(_ range: some Sequence<Int>) -> [Int] {
    let text = ProcessInfo.processInfo.environment["COUNTERSIGN_SEED"]
    return text.flatMap { Int($0) }.map { [$0] } ?? Array(range)
  }

  /// The comment of an expectation, or of an error.
  static func replay(_ seed: Int, _ suite: Any.Type, _ story: String = "") -> Comment {
    let command = "replay: COUNTERSIGN_SEED=\(seed) swift test --filter \(suite)"
    return Comment(rawValue: story.isEmpty ? command : "\(command) (\(story))")
  }

  /// Plays a history whose errors say how to play it again.
  static func play(
    _ seed: Int, _ suite: Any.Type, _ history: () async throws -> Void
  ) async {
    do { try await history() } catch { Issue.record(error, replay(seed, suite)) }
  }
}
