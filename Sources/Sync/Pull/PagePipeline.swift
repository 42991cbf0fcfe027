import Store

/// Reads page after page, and fetches the next while the last is being saved: a sync takes as long
/// as the slower of network and disk, not both.
struct PagePipeline: Sendable {
  /// What became of a page's resources.
  struct Saved: Hashable, Sendable {
    var newInWalk: Int
    var rejected: Int
  }

  var fetcher: PageFetcher
  /// Saves a page, and where the walk goes on, in one transaction.
  var save: @Sendable (FetchedPage, WalkPosition, Int?) async -> Result<Saved, SyncError>
  /// Called after each page with how many resources were seen, and of how many.
  var progress: @Sendable (Int, Int?) -> Void

  /// Returns the planner at its end.
  func run(_ start: WalkPlanner) async throws(SyncError) -> WalkPlanner {
    var planner = start
    var page = try await settle(await fetcher.result(planner.query), &planner)
    while true {
      let step = planner.received(page.facts)
      let query = planner.query
      let total = planner.believableTotal
      let current = page
      async let following = next(step)
      let saved = try await save(current, query.position, total).get()
      let goesOn = planner.saved(newInWalk: saved.newInWalk, rejected: saved.rejected)
      progress(planner.seen, total.flatMap { $0 >= planner.seen ? $0 : nil })
      // Leaving the loop cancels what is being fetched.
      guard goesOn, let fetched = await following else { return planner }
      if Task.isCancelled { throw .cancelled(server: fetcher.server) }
      page = try await settle(fetched, &planner)
    }
  }

  private func next(_ step: WalkPlanner.Step) async -> Result<FetchedPage, SyncError>? {
    guard case .fetch(let query) = step else { return nil }
    return await fetcher.result(query)
  }

  /// Asks again, for less or without what the server refuses, until there is a page.
  private func settle(
    _ first: Result<FetchedPage, SyncError>, _ planner: inout WalkPlanner
  ) async throws(SyncError) -> FetchedPage {
    var result = first
    while true {
      switch result {
      case .success(let page): return page
      case .failure(let error):
        guard !Task.isCancelled, let query = planner.refused(error) else { throw error }
        result = await fetcher.result(query)
      }
    }
  }
}
