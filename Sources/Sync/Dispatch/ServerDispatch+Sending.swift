import Governance
import Store

extension ServerDispatch {
  // So many calls to different resources at once a server takes without being asked.
  private static let mostAtOnce = 4
  // Fewer actions than this are done before it matters.
  private static let fewestForCrowd = 8

  /// Sends what is due until nothing is, each action once, so that what waits does not spin.
  func send(
    by observer: Observer, into outcome: inout DispatchOutcome
  ) async throws(DispatchError) {
    if let limits = observer.capabilities?.usableBulk {
      try await sendInBulk(limits, by: observer, into: &outcome)
    }
    try await sendSingly(by: observer, into: &outcome)
  }

  // MARK: In bulk

  private func sendInBulk(
    _ limits: BulkLimits, by observer: Observer, into outcome: inout DispatchOutcome
  ) async throws(DispatchError) {
    let sender = ActionSender(observer: observer, outbox: outbox, clock: clock)
    let bulk = BulkSender(sender: sender, limits: limits)
    var done: Set<Int64> = []
    var queue: [Action] = []
    while outcome.problem == nil {
      if queue.count < 2 { queue = try due(after: done).filter(\.fitsBulk) }
      guard queue.count > 1, await mayGoOn() else { return }
      let report: BulkSender.Report
      do throws(DispatchError) {
        report = try await bulk.run(Array(queue.prefix(limits.maximumOperations)))
      } catch {
        // A look that failed fails again for the one whom it concerns, and is told there.
        guard case .server = error else { throw error }
        return
      }
      for (action, end) in report.endings {
        done.insert(action.id)
        try take(end, of: action, into: &outcome)
      }
      if let refusal = report.refusal { return try learn(refusal) }
      if report.endings.isEmpty { return }
      queue.removeAll { done.contains($0.id) }
    }
  }

  /// A server that refuses bulk as such is not asked again; one request may be too large, or wrong.
  private func learn(_ refusal: SyncError) throws(DispatchError) {
    guard [403, 404, 405, 501].contains(refusal.status) else { return }
    do throws(StoreError) {
      try outbox.saveHabit(.withoutBulk, server: server, now: clock())
    } catch {
      throw .store(error)
    }
  }

  // MARK: Singly

  private func sendSingly(
    by observer: Observer, into outcome: inout DispatchOutcome
  ) async throws(DispatchError) {
    var observer = observer
    var done: Set<Int64> = []
    var queue: [Action] = []
    while outcome.problem == nil {
      if queue.isEmpty { queue = try due(after: done) }
      guard !queue.isEmpty, await mayGoOn() else { return }
      let wave = Self.wave(from: &queue)
      done.formUnion(wave.map(\.id))
      let sender = ActionSender(observer: observer, outbox: outbox, clock: clock)
      var hasLearned = false
      for (action, end) in try await perform(wave, by: sender) {
        try take(end, of: action, into: &outcome)
        hasLearned = hasLearned || !end.learned.isEmpty
      }
      // What one call taught holds for the next.
      if hasLearned { observer = try self.observer() }
    }
  }

  /// Takes what may go at once off the queue: concurrent writes to one group lose members on some
  /// servers (PROVIDERS rule 6), so no two of them are about one resource.
  static func wave(from queue: inout [Action]) -> [Action] {
    guard queue.count >= fewestForCrowd else { return [queue.removeFirst()] }
    var wave: [Action] = []
    var resources: Set<String> = []
    var rest: [Action] = []
    for action in queue {
      if wave.count < mostAtOnce, resources.insert(action.resource).inserted {
        wave.append(action)
      } else {
        rest.append(action)
      }
    }
    queue = rest
    return wave
  }

  /// Order: as they ended.
  private func perform(
    _ wave: [Action], by sender: ActionSender
  ) async throws(DispatchError) -> [(Action, ActionEnding)] {
    if wave.count == 1 { return [(wave[0], try await sender.perform(wave[0]))] }
    let results = await withTaskGroup(of: (Action, Result<ActionEnding, DispatchError>).self) {
      group in
      for action in wave {
        group.addTask {
          do throws(DispatchError) {
            return (action, .success(try await sender.perform(action)))
          } catch {
            return (action, .failure(error))
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    var endings: [(Action, ActionEnding)] = []
    var failure: DispatchError?
    for (action, result) in results {
      switch result {
      case .success(let end): endings.append((action, end))
      case .failure(let error): failure = error
      }
    }
    // What ended is recorded even where the database failed for another.
    if let failure {
      for (action, end) in endings { try record(end, of: action) }
      throw failure
    }
    return endings
  }

  private func take(
    _ end: ActionEnding, of action: Action, into outcome: inout DispatchOutcome
  ) throws(DispatchError) {
    try record(end, of: action)
    // What only goes another way has not ended.
    if end.delaySeconds != 0 { outcome.actions[end.status, default: 0] += 1 }
    outcome.problem = outcome.problem ?? end.problem
    outcome.remark = outcome.remark ?? end.remark
  }
}

extension Action {
  /// What it changes; for a creation, whose account it is.
  fileprivate var resource: String {
    operation.target ?? operation.establishes.first?.subject ?? operation.call?.path ?? ""
  }

  /// A resource that is replaced whole is replaced alone.
  fileprivate var fitsBulk: Bool {
    operation.call?.body != nil && operation.call?.method != "PUT" && savedMembers == nil
  }
}

extension Capabilities {
  /// nil where changes are sent one by one.
  fileprivate var usableBulk: BulkLimits? {
    let isRefuted = proof(.bulkCall).map { [.refuted, .absent].contains($0.does) } ?? false
    guard bulk == .announced || bulk == .proven, !isRefuted, habits?.sendsSingly != true else {
      return nil
    }
    return bulkLimits
  }
}
