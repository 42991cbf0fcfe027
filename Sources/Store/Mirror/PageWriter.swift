import Foundation
import GRDB

/// Writes the resources of a page and counts what became of them.
struct PageWriter {
  private let database: Database
  private let writer: ResourceWriter
  private(set) var outcome = PageOutcome()
  /// Order: as in the page.
  private(set) var rids: [Int64] = []

  init(_ database: Database, writer: ResourceWriter) {
    self.database = database
    self.writer = writer
  }

  /// `seen` gets the row of each resource that was read.
  mutating func save(
    _ page: ScannedPage, seen: inout RowidSet, version: String? = nil, refresh: Bool = false
  ) throws {
    for index in 0..<page.count {
      guard let element = page[index] else {
        outcome.rejected += 1
        continue
      }
      let rid = count(
        try writer.save(element, of: page.page.bytes, version: version, refresh: refresh))
      if seen.insert(rid) {
        outcome.newInWalk += 1
        rids.append(rid)
      }
    }
    try writer.collection.count(added: outcome.added, in: database)
    try SharedRequests.resolvePeople(database, after: writer.collection, outcome, tail: writer.tail)
  }

  private mutating func count(_ saved: SavedResource) -> Int64 {
    switch saved {
    case .unchanged(let rid):
      outcome.unchanged += 1
      return rid
    case .added(let rid):
      outcome.added += 1
      return rid
    case .changed(let rid):
      outcome.changed += 1
      return rid
    }
  }
}
