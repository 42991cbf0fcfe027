import Foundation
import GRDB
import Governance

extension Store {
  /// The walk that a killed sync left unfinished; nil when there is none.
  public func openWalk(server: String, type: String) throws(StoreError) -> Walk? {
    try read { database in try WalkRow.find(database, server: server, type: type)?.walk }
  }

  /// Nobody goes on with the walks of a server for now: they tell no more of being under way.
  public func restWalks(server: String) throws(StoreError) {
    try write { database in
      try database.execute(
        sql: """
          UPDATE mirror_walk SET updated = 0 WHERE collection IN (
            SELECT c.id FROM mirror_collection c JOIN mirror_server s ON s.id = c.server
            WHERE s.name = ?)
          """, arguments: [server])
    }
  }

  /// Starts a walk, and forgets an unfinished one of the same server and type.
  public func beginWalk(
    server: String, type: String, from position: WalkPosition, now: Date
  ) throws(StoreError) -> Walk {
    try write { database in
      if let old = try WalkRow.find(database, server: server, type: type) {
        _ = walks.take(old.walk.id)
        try old.delete(database)
      }
      let collection = try Collection.make(database, server: server, type: type)
      return try WalkRow.insert(database, collection, position, now: now)
    }
  }

  /// Saves one page and where the walk goes on, in one transaction.
  public func savePage(
    _ page: MirrorPage, walk: Walk, next: WalkPosition, now: Date
  ) throws(StoreError) -> PageOutcome {
    let scanner = PageResourceScanner(type: walk.type, server: walk.server, settings: settings)
    let scanned = ScannedPage(page, scanner)
    let (outcome, seen, memory) = try write { database in
      let row = try WalkRow.open(database, walk)
      var seen = try walks.take(walk.id) ?? row.seen(database)
      let tail =
        row.isFirst
        ? try MirrorTail(database, continuing: tails.take(), of: row.collection)
        : try MirrorTail(settled: database)
      let writer = try ResourceWriter(
        database, collection: row.collection, tail: tail, settings: settings,
        isWhole: page.isCompleted, rests: page.rests, now: now)
      var pages = PageWriter(database, writer: writer)
      try pages.save(scanned, seen: &seen)
      try row.advance(database, rids: pages.rids, page: page, to: next, now: now)
      if !row.isFirst || tail.isDue(at: now) { try tail.catchUp() }
      return (pages.outcome, seen, row.isFirst ? tail.memory : nil)
    }
    walks.put(seen, walk: walk.id)
    if let memory { tails.put(memory) }
    return outcome
  }

  /// Ends a walk. Only what two complete walks in a row did not see is removed (rules 2 and 11).
  ///
  /// - Parameter acceptsRemovals: The operator was shown what an earlier walk held back, and lets it
  ///   go: up to as many may vanish at once, and no more.
  public func finishWalk(
    _ walk: Walk, isComplete: Bool, acceptsRemovals: Bool = false, now: Date
  ) throws(StoreError) -> WalkOutcome {
    try write { database in
      let row = try WalkRow.open(database, walk)
      let seen = try walks.take(walk.id) ?? row.seen(database)
      _ = try MirrorTail(settled: database)
      _ = tails.take()
      try row.delete(database)
      guard isComplete else { return WalkOutcome() }
      try row.collection.beginHistory(at: now, in: database)
      let reckoning = try WalkReckoning(database, row, seen: seen, now: now)
      let remover = try ResourceRemover(
        database, collection: row.collection, settings: settings, now: now)
      if reckoning.isGuarded {
        let held = try HeldRemovals(database, row.collection)
        guard acceptsRemovals, reckoning.unseen.count <= held.count else {
          return WalkOutcome(held: try held.hold(reckoning))
        }
        try held.clear()
        try remover.remove(reckoning.unseen)
        try row.collection.confirm(at: walk.started, in: database)
        return WalkOutcome(removed: reckoning.unseen.count)
      }
      try HeldRemovals(database, row.collection).clear()
      try reckoning.mark(database)
      try remover.remove(reckoning.unseenTwice)
      try row.collection.confirm(at: walk.started, in: database)
      return WalkOutcome(
        missingOnce: reckoning.unseenOnce.count, removed: reckoning.unseenTwice.count)
    }
  }

  /// The ids that the last complete walk did not see: ask for each, then save or remove it.
  public func missingResources(
    server: String, type: String, limit: Int
  ) throws(StoreError) -> [String] {
    try read { database in
      guard let collection = try Collection.find(database, server: server, type: type) else {
        return []
      }
      return try String.fetchAll(
        database,
        sql: "SELECT id FROM mirror_resource WHERE missing > 0 AND collection = ? LIMIT ?",
        arguments: [collection.id, limit])
    }
  }
}
