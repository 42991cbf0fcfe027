import Foundation
import Store

/// One sync of one resource type: only the changes where that was proven to work, else everything.
struct TypeSync: Sendable {
  var server: ServerSync
  var type: Capabilities.ResourceType

  private var clock: SyncClock { server.reader.clock }
  private var options: SyncOptions { server.options }

  func run(
    _ state: inout SyncState, _ capabilities: inout Capabilities
  ) async throws(SyncError) -> TypeReport {
    let start = clock.now()
    if let since = changesSince(state, capabilities) {
      switch try await changes(since: since) {
      case .done(let report):
        note(report, start: start, &state)
        return report
      case .disturbed(let report): return report
      case .filterIgnored:
        capabilities.lastModifiedFilter[type.name] = .refuted
        capabilities.describe()
      }
    }
    return try await everything(start, &state, &capabilities)
  }

  /// nil when everything is to be read.
  private func changesSince(_ state: SyncState, _ capabilities: Capabilities) -> Date? {
    guard !server.readsEverything, capabilities.lastModifiedFilter[type.name] == .proven,
      let highWater = state.highWater[type.name], let whole = capabilities.readWholeAt[type.name],
      clock.now().timeIntervalSince(whole) < options.wholeLastsSeconds
    else { return nil }
    return highWater - options.overlapSeconds
  }

  // MARK: - Both ways

  private func fetcher(_ capabilities: Capabilities?) -> PageFetcher {
    let isDated = capabilities.map { $0.lastModifiedFilter[type.name] == .proven } ?? true
    return PageFetcher(
      reader: server.reader, type: type, filter: nil, readsDates: isDated,
      completion: type.name == "Group" ? MemberCompletion(endpoint: type.endpoint) : nil)
  }

  private func pageSize(_ maximum: Int?) -> Int {
    let usual = type.name == "Group" ? options.groupPageSize : options.usualPageSize
    let asked = server.reader.client.configuration.pageSize ?? usual
    return min(asked, maximum ?? asked)
  }

  private func report() -> @Sendable (Int, Int?) -> Void {
    let (start, clock, progress) = (clock.now(), clock, server.progress)
    let (name, stage) = (server.reader.server, SyncProgress.Stage.reading(type: type.name))
    progress(SyncProgress(server: name, stage: stage))
    return { done, total in
      let seconds = clock.now().timeIntervalSince(start)
      let rate = seconds > 0 ? Double(done) / seconds : nil
      progress(
        SyncProgress(server: name, stage: stage, done: done, total: total, ratePerSecond: rate))
    }
  }

  private func changes(since: Date) async throws(SyncError) -> ChangesPull.Outcome {
    try await ChangesPull(
      fetcher: fetcher(nil), store: server.store, pageSize: pageSize(nil), progress: report()
    ).run(since: since)
  }

  private func everything(
    _ start: Date, _ state: inout SyncState, _ capabilities: inout Capabilities
  ) async throws(SyncError) -> TypeReport {
    let pull = FullPull(
      fetcher: fetcher(capabilities), store: server.store,
      usesCursor: capabilities.cursorPaging == .proven,
      pageSize: pageSize(capabilities.maximumPageSize), progress: report())
    var report = try await pull.run()
    guard report.isWhole else { return report }
    if report.missing > 0 {
      server.progress(
        SyncProgress(server: server.reader.server, stage: .checking(type: type.name)))
      try await MissingCheck(reader: server.reader, store: server.store, type: type).run(&report)
    }
    capabilities.readWholeAt[type.name] = start
    note(report, start: start, &state)
    return report
  }

  /// Up to when all changes are known: by the server's clock where it tells, never later than when
  /// the reading began. What changed meanwhile is for the next sync.
  private func note(_ report: TypeReport, start: Date, _ state: inout SyncState) {
    let began = report.serverStart ?? min(report.latest ?? .distantPast, start)
    guard began > .distantPast else { return }
    state.highWater[type.name] = max(state.highWater[type.name] ?? began, began)
  }
}
