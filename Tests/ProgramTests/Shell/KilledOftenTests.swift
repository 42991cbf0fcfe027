import Foundation
import GRDB
import PseudoTerminal
import Testing

/// SIGKILL at as many random moments as wanted, of approvals and of syncs: `make kills`.
///
/// `COUNTERSIGN_KILLS` says how many, `COUNTERSIGN_SEED` which come first. They come in rounds of
/// ``share``, each with an organisation of its own. After each round: nothing that was decided is
/// lost, nothing is done twice, the audit log is whole, and the mirror is what a first sync reads.
extension KilledTests {
  /// Kills in a round.
  private static let share = 24
  private static let seeds: [Int] = {
    let rounds = max(1, ((number("COUNTERSIGN_KILLS") ?? share) + share - 1) / share)
    let first = number("COUNTERSIGN_SEED") ?? 1
    return (0..<rounds).map { first &+ $0 }
  }()

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test(arguments: seeds)
  func atRandomMoments(_ seed: Int) throws {
    let place = try Workplace()
    let ids = try place.ids()
    #expect(ids.count == 12)
    try place.sandbox.inject(Self.slow)
    var moments = Moments(seed: seed)
    var (killed, finished) = (0, 0)
    for arguments in Self.programs(ids) where killed < Self.share {
      let program = try place.terminal(arguments)
      let start = ContinuousClock.now
      Self.kill(program, afterSeconds: moments.next(of: arguments[0]))
      if try program.waitForExit() == .signal(SIGKILL) {
        killed += 1
      } else {
        finished += 1
        moments.note(arguments[0], lasted: (ContinuousClock.now - start) / .seconds(1))
      }
    }
    print("SIGKILL: \(killed) of seed \(seed); \(finished) programs ended before.")
    #expect(killed == Self.share, Self.replay(seed))
    try settle(place, ids, Self.replay(seed))
    try expectMirrorOfAFirstSync(place, Self.replay(seed))
  }

  private static func replay(_ seed: Int) -> Comment {
    "replay: make kills SEED=\(seed) KILLS=\(share)"
  }

  /// Each request is approved, and what it left behind goes on in syncs, which are killed too.
  private static func programs(_ ids: [String]) -> [[String]] {
    let once = ids.flatMap { [["approve", $0, "--yes"], ["sync"], ["sync", "--full"]] }
    return once + (0..<100).map { $0 % 2 == 0 ? ["sync"] : ["sync", "--full"] }
  }

  private func expectMirrorOfAFirstSync(_ place: Workplace, _ replay: Comment) throws {
    for _ in 0..<2 {
      let sync = try place.run("sync", "--full")
      #expect(sync.status == 0, "\(sync.errors)")
    }
    let fresh = place.folder.path + "/fresh"
    let sync = try place.run("sync", "--state", fresh)
    #expect(sync.status == 0, "\(sync.errors)")
    let expected = try Self.mirror(fresh + "/countersign.db")
    #expect(expected.count > 100)
    #expect(try Self.mirror(place.database) == expected, replay)
  }

  /// What is known of each resource. Shape: `server/type/id` and its JSON.
  private static func mirror(_ path: String) throws -> [String: Data] {
    let queue = try DatabaseQueue(path: path)
    let rows = try queue.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT s.name || '/' || c.type || '/' || r.id AS place, r.json FROM mirror_resource r
          JOIN mirror_collection c ON c.id = r.collection JOIN mirror_server s ON s.id = c.server
          """)
    }
    try queue.close()
    return Dictionary(rows.map { ($0["place"], $0["json"]) }) { first, _ in first }
  }

  /// A part of how long a program takes here, by splitmix64.
  private struct Moments {
    private var state: UInt64
    /// By verb, of those that ended by themselves. Units: seconds.
    private var longest: [String: Double] = [:]

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    mutating func note(_ verb: String, lasted seconds: Double) {
      longest[verb] = max(longest[verb] ?? 0, seconds)
    }

    mutating func next(of verb: String) -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53) * (longest[verb] ?? 1.6)
    }
  }
}
