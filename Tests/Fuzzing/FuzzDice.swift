import Foundation

/// SplitMix64: the same throws for the same seed on every machine.
public struct FuzzDice: RandomNumberGenerator, Sendable {
  public let seed: UInt64
  private var state: UInt64

  public init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// How long to press keys, and which; what the environment says wins over what a test wants.
///
/// `COUNTERSIGN_FUZZ_SEED` presses the keys of one seed, to see again what they did; `random` takes
/// another seed each time. `COUNTERSIGN_FUZZ_KEYS` says how many in all.
public struct FuzzPlan: Sendable {
  public var seeds: [UInt64]
  public var keysOfEach: Int

  public init(
    seeds: [UInt64], keysOfEach: Int,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.seeds = seeds
    self.keysOfEach = keysOfEach
    if environment["COUNTERSIGN_FUZZ_SEED"] == "random" {
      self.seeds = seeds.map { _ in UInt64.random(in: 1...UInt64.max) }
    } else if let seed = environment["COUNTERSIGN_FUZZ_SEED"].flatMap({ UInt64($0) }) {
      self.seeds = [seed]
    }
    if let keys = environment["COUNTERSIGN_FUZZ_KEYS"].flatMap({ Int($0) }) {
      self.keysOfEach = max(1, keys / self.seeds.count)
    }
  }

  /// How to press the same keys once more. Printed before: a crash prints nothing.
  public static func replay(_ seed: UInt64, keys: Int) -> String {
    "COUNTERSIGN_FUZZ_SEED=\(seed) COUNTERSIGN_FUZZ_KEYS=\(keys) make fuzz"
  }
}
