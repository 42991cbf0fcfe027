import Foundation
import GRDB

/// What a complete walk means for the resources that it did not see.
struct WalkReckoning {
  /// Unseen by this walk, and by no complete walk before.
  private(set) var unseenOnce: [Int64] = []
  /// Unseen by this walk and by the complete one before it.
  private(set) var unseenTwice: [Int64] = []
  /// How many the mirror has.
  let knownCount: Int
  /// The list was empty or lost more than half: no proof of anything (PROVIDERS rule 11).
  let isGuarded: Bool

  init(_ database: Database, _ row: WalkRow, seen: RowidSet, now: Date) throws {
    let sinceStart = row.walk.started.timeIntervalSince1970...
    let all = try Int64.fetchAll(
      database, sql: "SELECT rid FROM mirror_resource WHERE collection = ?",
      arguments: [row.collection.id])
    let details = try HotStatement(
      database, "SELECT missing, read_at FROM mirror_resource WHERE rid = ?")
    for rid in all where !seen.contains(rid) {
      let known = try details.first(.integer(rid)) { (missing: $0.int(0), readAt: $0.double(1)) }
      // Created or read by other means since the walk began: the walk could not know it. A moment
      // that is still to come was told by a clock that leapt, and would protect it until then.
      guard let known,
        !sinceStart.contains(known.readAt) || known.readAt > now.timeIntervalSince1970
      else { continue }
      if known.missing == 0 { unseenOnce.append(rid) } else { unseenTwice.append(rid) }
    }
    knownCount = all.count
    isGuarded = Self.isGuarded(unseen: unseenOnce.count + unseenTwice.count, known: all.count)
  }

  var unseen: [Int64] { unseenOnce + unseenTwice }

  // Below this a list loses half by an ordinary leaver.
  private static let smallest = 4

  private static func isGuarded(unseen: Int, known: Int) -> Bool {
    if unseen == 0 { return false }
    return unseen == known || (known >= smallest && unseen * 2 > known)
  }

  func mark(_ database: Database) throws {
    let mark = try HotStatement(
      database, "UPDATE mirror_resource SET missing = 1 WHERE rid = ?")
    for rid in unseenOnce { try mark.run(.integer(rid)) }
  }
}
