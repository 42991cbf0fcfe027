import Foundation
import GRDB
import PseudoTerminal
import Testing

/// SIGKILL at as many random moments as wanted, of approvals and of syncs.
///
/// `COUNTERSIGN_KILLS` says how many, `COUNTERSIGN_SEED` which; the counts are printed. After each
/// round of them: nothing that was decided is lost, nothing is done twice, the audit log is whole, and
/// the mirror is what a first sync reads.
extension KilledTests {
  private static let wanted = number("COUNTERSIGN_KILLS") ?? 18
  private static let seed = number("COUNTERSIGN_SEED") ?? 1

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test func atRandomMoments() throws {
    var moments = Moments(state: UInt64(truncatingIfNeeded: Self.seed))
    var (killed, finished, rounds) = (0, 0, 0)
    while killed < Self.wanted, rounds < Self.wanted {
      rounds += 1
      let place = try Workplace()
      let ids = try place.ids()
      #expect(ids.count == 12)
      try place.sandbox.inject(Self.slow)
      for (number, id) in ids.enumerated() {
        var programs = [["approve", id, "--yes"]]
        if number % 2 == 0 { programs.append(["sync", "--full"]) }
        for arguments in programs {
          let program = try place.terminal(arguments)
          Self.kill(program, afterSeconds: moments.next(below: 1.5))
          if try program.waitForExit() == .signal(SIGKILL) { killed += 1 } else { finished += 1 }
        }
      }
      try settle(place, ids)
      try expectMirrorOfAFirstSync(place)
    }
    print("SIGKILL: \(killed) of seed \(Self.seed) in \(rounds) rounds; \(finished) ended before.")
    #expect(killed >= Self.wanted)
  }

  private func expectMirrorOfAFirstSync(_ place: Workplace) throws {
    for _ in 0..<2 {
      let sync = try place.run("sync", "--full")
      #expect(sync.status == 0, "\(sync.errors)")
    }
    let fresh = place.folder.path + "/fresh"
    let sync = try place.run("sync", "--state", fresh)
    #expect(sync.status == 0, "\(sync.errors)")
    let expected = try Self.mirror(fresh + "/countersign.db")
    #expect(expected.count > 100)
    #expect(try Self.mirror(place.database) == expected)
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

  /// splitmix64, as seconds.
  private struct Moments {
    var state: UInt64

    mutating func next(below bound: Double) -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53) * bound
    }
  }
}
