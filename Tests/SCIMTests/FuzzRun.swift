import Foundation

/// How long a fuzzing test goes on, and from which seed. The same on every machine, unless the
/// environment says otherwise: COUNTERSIGN_FUZZ_SEED and COUNTERSIGN_FUZZ_ROUNDS.
struct FuzzRun: Sendable {
  let firstSeed: UInt64
  let rounds: Int

  static let current = FuzzRun(ProcessInfo.processInfo.environment)

  init(_ environment: [String: String]) {
    firstSeed = environment["COUNTERSIGN_FUZZ_SEED"].flatMap { UInt64($0) } ?? 7644
    rounds = environment["COUNTERSIGN_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 300
  }

  /// Order: each round's seed is one more than the last one's, so that a round can be run alone.
  func forEachSeed(_ round: (UInt64) throws -> Void) rethrows {
    for index in 0..<UInt64(max(1, rounds)) { try round(firstSeed &+ index) }
  }

  /// What runs this round and no other.
  static func replay(_ seed: UInt64) -> String {
    "again with COUNTERSIGN_FUZZ_SEED=\(seed) COUNTERSIGN_FUZZ_ROUNDS=1"
  }
}
