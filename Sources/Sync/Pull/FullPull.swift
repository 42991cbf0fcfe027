import Foundation
import Store
import Synchronization

/// Reads all resources of a type, page by page, and goes on where a killed sync stopped.
struct FullPull: Sendable {
  /// An unfinished walk older than this begins anew. Units: seconds.
  static let oldestResumableSeconds = 3600.0

  var fetcher: PageFetcher
  var store: StoreQueue
  var way: WalkWay
  var pageSize: Int?
  /// Whether the operator lets go what an earlier walk held back.
  var acceptsRemovals = false
  var progress: @Sendable (Int, Int?) -> Void

  private var server: String { fetcher.server }
  private var type: String { fetcher.type.name }
  private var clock: SyncClock { fetcher.reader.clock }

  func run() async throws(SyncError) -> TypeReport {
    let report = Mutex(TypeReport(type: type, isIncremental: false))
    let found = try await openWalk()
    var planner = WalkPlanner(
      from: found?.position ?? way.start, count: pageSize, sortsByID: way == .sorted,
      seen: found?.done ?? 0, mayPageByID: true)
    let walk = if let found { found } else { try await beginWalk() }
    planner = try await read(walk, planner, into: report)
    // What was disturbed is read once more, in an order that should hold (PROVIDERS rule 2).
    let first = planner
    if case .disturbed(let reason) = planner.ending, reason != .resumed {
      let again = WalkPlanner(
        from: way.start, count: planner.query.count, sortsByID: way == .index || way == .sorted,
        earlier: planner.tally, mayPageByID: true)
      planner = try await read(try await beginWalk(), again, into: report)
    }
    var result = report.withLock { $0 }
    result.way = better(first, planner)
    if case .disturbed(let reason) = planner.ending { result.remarks.append(remark(reason)) }
    return result
  }

  /// The way that the next walk should begin with; nil for the same again.
  private func better(_ first: WalkPlanner, _ last: WalkPlanner) -> WalkWay? {
    guard last.ending == .complete else { return nil }
    if case .after = last.query.position { return way == .byID ? nil : .byID }
    switch first.ending {
    case .disturbed(.repeated), .disturbed(.shifted):
      return way == .index && last.query.sortsByID ? .sorted : nil
    default: return nil
    }
  }

  // MARK: - Walks

  private func openWalk() async throws(SyncError) -> Walk? {
    let (server, type) = (server, type)
    let walk = try await store.run(for: server) { (store) throws(StoreError) in
      try store.openWalk(server: server, type: type)
    }
    guard let walk, walk.position != way.start,
      (0..<Self.oldestResumableSeconds).contains(clock.now().timeIntervalSince(walk.started))
    else { return nil }
    // A way of paging that the server no longer offers cannot be gone on with.
    return way.canResume(walk.position) ? walk : nil
  }

  private func beginWalk() async throws(SyncError) -> Walk {
    let (server, type, start, now) = (server, type, way.start, clock.now())
    return try await store.run(for: server) { (store) throws(StoreError) in
      try store.beginWalk(server: server, type: type, from: start, now: now)
    }
  }

  private func read(
    _ walk: Walk, _ planner: WalkPlanner, into report: borrowing Mutex<TypeReport>
  ) async throws(SyncError) -> WalkPlanner {
    let tally = WalkCount()
    let pipeline = PagePipeline(
      fetcher: fetcher,
      save: { page, next, total in await save(page, walk, next, total, tally) },
      progress: progress)
    let end = try await pipeline.run(planner)
    let isComplete = end.ending == .complete
    let (now, acceptsRemovals) = (clock.now(), acceptsRemovals)
    let outcome = try await store.run(for: server) { (store) throws(StoreError) in
      try store.finishWalk(
        walk, isComplete: isComplete, acceptsRemovals: acceptsRemovals, now: now)
    }
    report.withLock { report in
      tally.add(to: &report)
      report.read = end.seen
      report.missing = outcome.missingOnce
      report.removed += outcome.removed
      report.isWhole = isComplete && !outcome.isGuarded
      report.held = outcome.held
    }
    return end
  }

  private func save(
    _ page: FetchedPage, _ walk: Walk, _ next: WalkPosition, _ total: Int?, _ tally: WalkCount
  ) async -> Result<PagePipeline.Saved, SyncError> {
    let now = clock.now()
    do throws(SyncError) {
      let mirrorPage = page.mirrorPage(total: total)
      let outcome = try await store.run(for: server) { (store) throws(StoreError) in
        try store.savePage(mirrorPage, walk: walk, next: next, now: now)
      }
      tally.note(page, outcome)
      return .success(
        PagePipeline.Saved(newInWalk: outcome.newInWalk, rejected: outcome.rejected))
    } catch {
      return .failure(error)
    }
  }

  // MARK: - Remarks

  private func remark(_ reason: WalkDisturbance) -> String {
    switch reason {
    case .resumed:
      "The reading of \(type) resources went on after an interruption: "
        + "the next sync reads them all."
    case .shifted, .repeated, .totalFell:
      "\(type) resources changed while they were read: nothing missing was removed."
    case .fewerThanTotal:
      "\(server) counts more \(type) resources than it sends: nothing missing was removed."
    case .uncounted:
      "\(server) does not count its \(type) resources: nothing missing was removed."
    case .cursorStuck:
      "The pages of \(server) lead in a circle: nothing missing was removed."
    }
  }
}
