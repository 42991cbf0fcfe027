import Foundation
import SCIM
import Store
import Synchronization

/// Reads only what changed since a moment, where the server was proven to know (PROVIDERS rule 4).
struct ChangesPull: Sendable {
  enum Outcome: Sendable {
    case done(TypeReport)
    /// The server sent something that did not change since (rule 3): read everything instead.
    case filterIgnored
    /// Resources moved while they were read: the same changes are to be asked for again.
    case disturbed(TypeReport)
  }

  /// Without its filter: it is added here.
  var fetcher: PageFetcher
  var store: StoreQueue
  var pageSize: Int?
  var progress: @Sendable (Int, Int?) -> Void

  private var server: String { fetcher.server }
  private var type: String { fetcher.type.name }
  private var clock: SyncClock { fetcher.reader.clock }

  func run(since: Date) async throws(SyncError) -> Outcome {
    var filtered = fetcher
    filtered.filter = "meta.lastModified gt \"\(SCIMDate.print(since))\""
    let seen = SeenIDs(since: since)
    let tally = WalkCount()
    let pipeline = PagePipeline(
      fetcher: filtered,
      save: { page, _, _ in await save(page, seen, tally) }, progress: progress)
    let end: WalkPlanner
    do throws(SyncError) {
      end = try await pipeline.run(WalkPlanner(from: .index(1), count: pageSize))
    } catch {
      if error.code == .filterIgnored { return .filterIgnored }
      throw error
    }
    var report = TypeReport(type: type, isIncremental: true)
    tally.add(to: &report)
    report.read = end.seen
    guard end.ending == .complete else { return .disturbed(report) }
    try await finish()
    return .done(report)
  }

  private func save(
    _ page: FetchedPage, _ seen: SeenIDs, _ tally: WalkCount
  ) async -> Result<PagePipeline.Saved, SyncError> {
    guard let newCount = seen.take(page.rows) else {
      return .failure(.filterIgnored(server: server))
    }
    do throws(SyncError) {
      let outcome = try await save(page.mirrorPage(total: nil), isLast: false)
      tally.note(page, outcome)
      return .success(PagePipeline.Saved(newInWalk: newCount, rejected: outcome.rejected))
    } catch {
      return .failure(error)
    }
  }

  /// All that was not named is now known to be unchanged.
  private func finish() async throws(SyncError) {
    _ = try await save(MirrorPage(bytes: [], resources: []), isLast: true)
  }

  private func save(_ page: MirrorPage, isLast: Bool) async throws(SyncError) -> PageOutcome {
    let (server, type, now) = (server, type, clock.now())
    return try await store.run(for: server) { (store) throws(StoreError) in
      try store.saveDelta(page, server: server, type: type, isLast: isLast, now: now)
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
