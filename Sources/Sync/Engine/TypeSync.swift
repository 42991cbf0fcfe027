import Foundation
import SCIM
import Store
import Synchronization

/// One sync of one resource type: only the changes where that was proven to work, else everything.
struct TypeSync: Sendable {
  var server: ServerSync
  var type: Capabilities.ResourceType
  var readsEverything: Bool

  private var clock: SyncClock { server.reader.clock }
  private var options: SyncOptions { server.options }

  func run(
    _ state: inout SyncState, _ capabilities: inout Capabilities
  ) async throws(SyncError) -> TypeReport {
    let start = clock.now()
    let sieve = try await sieve()
    if let since = try await changesSince(state, capabilities) {
      switch try await changes(since: since, capabilities, sieve) {
      case .done(var report):
        report.confirmedAt = start
        note(report, start: start, &state)
        return report
      case .disturbed(let report): return report
      case .miscounted(let changes):
        var report = try await everything(start, &state, &capabilities, sieve)
        report.added += changes.added
        report.changed += changes.changed
        return report
      case .filterIgnored:
        capabilities.lastModifiedFilter[type.name] = .refuted
        capabilities.describe()
      }
    }
    if !readsEverything, capabilities.readWholeAt[type.name] != nil,
      try await isStillEmpty(capabilities)
    {
      var report = TypeReport(type: type.name, isIncremental: true)
      report.confirmedAt = start
      return report
    }
    return try await everything(start, &state, &capabilities, sieve)
  }

  /// What is kept of long groups; nil for types without members.
  private func sieve() async throws(SyncError) -> MemberSieve? {
    guard type.name == "Group" else { return nil }
    let name = server.reader.server
    let note = try await server.store.run(for: name) { (store) throws(StoreError) in
      try store.memberNote(server: name)
    }
    return MemberSieve(note: note)
  }

  /// Whether there was nothing, and is nothing: a walk would only write that down.
  private func isStillEmpty(_ capabilities: Capabilities) async throws(SyncError) -> Bool {
    guard try await mirrored() == 0 else { return false }
    let page = await fetcher(capabilities).result(PageQuery(position: .index(1), count: 1))
    guard case .success(let page) = page else { return false }
    return page.rows.isEmpty && (page.page.totalResults ?? 0) == 0
  }

  /// nil when everything is to be read.
  private func changesSince(
    _ state: SyncState, _ capabilities: Capabilities
  ) async throws(SyncError) -> Date? {
    // Where members are asked for by filter, nothing tells whose groups changed.
    guard !readsEverything, capabilities.lastModifiedFilter[type.name] == .proven,
      type.name != "Group" || !capabilities.memberSource.isHidden,
      let highWater = state.highWater[type.name], let whole = capabilities.readWholeAt[type.name],
      // A clock that ran ahead meanwhile would let a whole walk wait for that day.
      (0..<options.wholeLastsSeconds).contains(clock.now().timeIntervalSince(whole))
    else { return nil }
    if !capabilities.isProven(.total, type: type.name) {
      // Deletions would not show.
      guard try await mirrored() > options.smallCollection else { return nil }
    }
    return highWater - options.overlapSeconds
  }

  private func mirrored() async throws(SyncError) -> Int {
    let (name, type) = (server.reader.server, type.name)
    return try await server.store.run(for: name) { (store) throws(StoreError) in
      try store.resourceCount(server: name, type: type)
    }
  }

  // MARK: - Both ways

  private func fetcher(
    _ capabilities: Capabilities, _ sieve: MemberSieve? = nil
  ) -> PageFetcher {
    PageFetcher(
      reader: server.reader, type: type, filter: nil,
      readsDates: capabilities.lastModifiedFilter[type.name] == .proven, sieve: sieve,
      completion: type.name == "Group" ? completion(capabilities, sieve) : nil,
      prepare: { [store = server.store.store, name = server.reader.server, type = type.name] page in
        store.prepared(page, server: name, type: type)
      })
  }

  private func completion(
    _ capabilities: Capabilities, _ sieve: MemberSieve?
  ) -> MemberCompletion {
    let (name, store) = (server.reader.server, server.store)
    return MemberCompletion(
      endpoint: type.endpoint, usersEndpoint: capabilities.endpoint(of: "User") ?? "/Users",
      // A server may change: what its lists show is looked at each time.
      source: capabilities.memberSource.isHidden ? capabilities.memberSource : .unknown,
      sieve: sieve
    ) { () async throws(SyncError) -> [String] in
      try await store.run(for: name) { (store) throws(StoreError) in
        try store.resourceIDs(server: name, type: "User")
      }
    }
  }

  /// What was found out about members is kept, here and for those who look at single groups.
  private func note(
    _ completion: MemberCompletion, _ report: inout TypeReport, _ capabilities: inout Capabilities
  ) async throws(SyncError) {
    report.remarks += completion.remarks
    let source = completion.source
    guard source != .unknown, source != capabilities.memberSource else { return }
    capabilities.memberSource = source
    capabilities.describe()
    let name = server.reader.server
    try await server.store.run(for: name) { (store) throws(StoreError) in
      try store.noteHiddenMembers(server: name, source.isHidden)
    }
  }

  private func pageSize(_ maximum: Int?) -> Int {
    let usual = type.name == "Group" ? options.groupPageSize : options.usualPageSize
    let asked = server.reader.client.configuration.pageSize ?? usual
    return min(asked, maximum ?? asked)
  }

  private func report() -> @Sendable (Int, Int?) -> Void {
    let (clock, progress) = (clock, server.progress)
    let (name, stage) = (server.reader.server, SyncProgress.Stage.reading(type: type.name))
    progress(SyncProgress(server: name, stage: stage))
    let speed = Mutex(Speedometer())
    return { done, total in
      let now = clock.now()
      let rate = speed.withLock { $0.perSecond(done: done, at: now) }
      progress(
        SyncProgress(server: name, stage: stage, done: done, total: total, ratePerSecond: rate))
    }
  }

  private func changes(
    since: Date, _ capabilities: Capabilities, _ sieve: MemberSieve?
  ) async throws(SyncError) -> ChangesPull.Outcome {
    try await ChangesPull(
      fetcher: fetcher(capabilities, sieve), store: server.store,
      pageSize: pageSize(capabilities.maximumPageSize),
      isNewestFirst: capabilities.isProven(.newestFirst, type: type.name),
      isCounted: capabilities.isProven(.total, type: type.name),
      areListsWhole: type.name != "Group" || capabilities.memberSource == .listed,
      progress: report()
    ).run(since: since)
  }

  private func everything(
    _ start: Date, _ state: inout SyncState, _ capabilities: inout Capabilities,
    _ sieve: MemberSieve?
  ) async throws(SyncError) -> TypeReport {
    let fetcher = fetcher(capabilities, sieve)
    let pull = FullPull(
      fetcher: fetcher, store: server.store,
      way: capabilities.way(of: type.name),
      pageSize: pageSize(capabilities.maximumPageSize),
      acceptsRemovals: server.acceptsRemovals, progress: report())
    var report = try await pull.run()
    if let way = report.way {
      capabilities.ways[type.name] = way
      capabilities.describe()
    }
    if let completion = fetcher.completion {
      try await note(completion, &report, &capabilities)
    }
    guard report.isWhole else { return report }
    if report.missing > 0 {
      server.progress(
        SyncProgress(server: server.reader.server, stage: .checking(type: type.name)))
      try await MissingCheck(
        reader: server.reader, store: server.store, type: type, sieve: sieve
      ).run(&report)
    }
    capabilities.readWholeAt[type.name] = start
    // All was read: a moment that a wrong clock gave once counts no more.
    state.highWater[type.name] = nil
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
