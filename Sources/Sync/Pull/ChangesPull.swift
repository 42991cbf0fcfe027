import Foundation
import SCIM
import Store
import Synchronization

/// Reads only what changed since a moment, where the server was proven to know (PROVIDERS rule 4).
///
/// Where the newest can be asked for first, one page tells that nothing changed, and how many
/// resources there are: when the mirror has more or fewer, something was deleted.
struct ChangesPull: Sendable {
  enum Outcome: Sendable {
    case done(TypeReport)
    /// The server sent something that did not change since (rule 3): read everything instead.
    case filterIgnored
    /// Resources moved while they were read: the same changes are to be asked for again.
    case disturbed(TypeReport)
    /// The server counts more or fewer than the mirror: a deletion shows in no other way.
    case miscounted(TypeReport)
  }

  /// Where the newest come first, how many are asked for. Units: resources.
  static let headSize = 100
  static let groupHeadSize = 20

  /// Without its filter: it is added here.
  var fetcher: PageFetcher
  var store: StoreQueue
  var pageSize: Int?
  /// Whether the server was proven to sort by time of change.
  var isNewestFirst: Bool
  /// Whether its totals were proven, so that the mirror can be compared with them.
  var isCounted: Bool
  /// Whether a page of the list is all there is to say of its resources: what a list leaves out is
  /// read only for those that changed.
  var areListsWhole = true
  var progress: @Sendable (Int, Int?) -> Void

  private var server: String { fetcher.server }
  private var type: String { fetcher.type.name }
  private var clock: SyncClock { fetcher.reader.clock }

  func run(since: Date) async throws(SyncError) -> Outcome {
    let seen = SeenIDs(since: since)
    let tally = WalkCount()
    var report = TypeReport(type: type, isIncremental: true)
    let head = isNewestFirst ? try await head(since, tally) : nil
    if head?.isAll != true {
      guard let ending = try await walk(since, seen, tally, &report) else { return .filterIgnored }
      guard ending == .complete else { return .disturbed(report) }
    }
    tally.add(to: &report)
    report.read = max(report.read, report.added + report.changed)
    if isCounted {
      let total = if let head { head.total } else { try await count() }
      guard try await total == mirrored() else { return .miscounted(report) }
    }
    return .done(report)
  }

  // MARK: - The newest first

  private struct Head {
    var total: Int?
    /// Whether everything that changed was on it.
    var isAll: Bool
  }

  /// nil where the server does not keep to the order after all.
  private func head(_ since: Date, _ tally: WalkCount) async throws(SyncError) -> Head? {
    let most = type == "Group" ? Self.groupHeadSize : Self.headSize
    var query = PageQuery(position: .index(1), count: min(most, pageSize ?? most))
    query.isNewestFirst = true
    guard let page = try await page(query, isBare: !areListsWhole) else { return nil }
    let dates = page.rows.map { $0.lastModified ?? .distantPast }
    guard zip(dates, dates.dropFirst()).allSatisfy({ $0 >= $1 }) else { return nil }
    let total = page.page.totalResults
    guard areListsWhole else {
      return Head(total: total, isAll: (dates.first ?? .distantPast) <= since)
    }
    let outcome = try await save(page.mirrorPage(total: nil))
    tally.note(page, outcome)
    progress(page.rows.count, nil)
    let isAll = (dates.last ?? .distantPast) <= since || total == page.rows.count
    return Head(total: total, isAll: isAll)
  }

  /// nil when it is refused.
  private func page(
    _ query: PageQuery, isBare: Bool
  ) async throws(SyncError) -> FetchedPage? {
    var fetcher = fetcher
    if isBare { fetcher.completion = nil }
    switch await fetcher.result(query) {
    case .success(let page): return page
    case .failure(let error):
      guard error.code == .badRequest || error.code == .notSupported else { throw error }
      return nil
    }
  }

  // MARK: - How many there are

  private func count() async throws(SyncError) -> Int? {
    try await page(PageQuery(position: .index(1), count: 1), isBare: true)?.page.totalResults
  }

  private func mirrored() async throws(SyncError) -> Int {
    let (server, type) = (server, type)
    return try await store.run(for: server) { (store) throws(StoreError) in
      try store.resourceCount(server: server, type: type)
    }
  }

  // MARK: - By filter

  /// nil when the filter is ignored.
  private func walk(
    _ since: Date, _ seen: SeenIDs, _ tally: WalkCount, _ report: inout TypeReport
  ) async throws(SyncError) -> WalkEnding? {
    var filtered = fetcher
    filtered.filter = "meta.lastModified gt \"\(SCIMDate.print(since))\""
    let pipeline = PagePipeline(
      fetcher: filtered,
      save: { page, _, _ in await save(page, seen, tally) }, progress: progress)
    do throws(SyncError) {
      let end = try await pipeline.run(WalkPlanner(from: .index(1), count: pageSize))
      report.read = end.seen
      return end.ending
    } catch {
      if error.code == .filterIgnored { return nil }
      throw error
    }
  }

  private func save(
    _ page: FetchedPage, _ seen: SeenIDs, _ tally: WalkCount
  ) async -> Result<PagePipeline.Saved, SyncError> {
    guard let newCount = seen.take(page.rows) else {
      return .failure(.filterIgnored(server: server))
    }
    do throws(SyncError) {
      let outcome = try await save(page.mirrorPage(total: nil))
      tally.note(page, outcome)
      return .success(PagePipeline.Saved(newInWalk: newCount, rejected: outcome.rejected))
    } catch {
      return .failure(error)
    }
  }

  private func save(_ page: MirrorPage) async throws(SyncError) -> PageOutcome {
    let (server, type, now) = (server, type, clock.now())
    return try await store.run(for: server) { (store) throws(StoreError) in
      try store.saveDelta(page, server: server, type: type, isLast: false, now: now)
    }
  }
}

/// The ids of a reading so far, and whether each changed as the filter says.
private final class SeenIDs: Sendable {
  private let since: Date
  private let ids = Mutex<Set<String>>([])

  init(since: Date) { self.since = since }

  /// How many ids are new; nil when a resource did not change since. A second is left to servers
  /// that filter more coarsely than they date.
  func take(_ rows: [FetchedPage.Row]) -> Int? {
    guard rows.allSatisfy({ ($0.lastModified ?? .distantPast) > since - 1 }) else { return nil }
    return ids.withLock { ids in
      rows.count { row in row.id.map { ids.insert($0).inserted } ?? false }
    }
  }
}

extension SyncError {
  static func filterIgnored(server: String) -> SyncError {
    SyncError(
      code: .filterIgnored, server: server,
      sentence: "\(server) sent resources that do not match the filter it was asked with.",
      advice: "Nothing to do: every sync now reads all resources.")
  }
}
