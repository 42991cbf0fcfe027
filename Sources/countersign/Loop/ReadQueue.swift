import Dispatch
import Screens
import Synchronization

/// Runs reads one after another off the loop. A newer read of a kind takes the place of an older
/// one that has not begun, so that typing never waits for letters that are gone.
final class ReadQueue: Sendable {
  private struct State {
    var waiting: [Effect] = []
    var isRunning = false
  }

  private let state = Mutex(State())
  private let thread = DispatchQueue(label: "countersign.reads", qos: .userInteractive)
  private let perform: @Sendable (Effect) -> Void

  private let onIdle: @Sendable () -> Void

  /// - Parameter onIdle: is called once nothing waits any more, on the thread of the reads.
  init(
    onIdle: @escaping @Sendable () -> Void = {}, perform: @escaping @Sendable (Effect) -> Void
  ) {
    self.onIdle = onIdle
    self.perform = perform
  }

  var isIdle: Bool { state.withLock { !$0.isRunning } }

  func add(_ effect: Effect) {
    let mustStart = state.withLock { state in
      state.waiting.removeAll { $0.kind == effect.kind }
      state.waiting.append(effect)
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if mustStart { thread.async { self.runAll() } }
  }

  /// Runs this when nothing waits to be read. It may read, too: two threads that read at once wake
  /// Dispatch's pool, which then counts its threads once a second for as long as the process lives.
  func afterwards(_ body: @escaping @Sendable () -> Void) { thread.async(execute: body) }

  private func runAll() {
    while let next = next() { perform(next) }
    onIdle()
  }

  private func next() -> Effect? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isRunning = false
        return nil
      }
      return state.waiting.removeFirst()
    }
  }
}

extension Effect {
  /// Reads of one kind supersede each other; nil for what is not a read.
  var kind: Int? {
    switch self {
    case .readQueue: 0
    case .readFolderCounts: 1
    case .readQueueIDs: 2
    case .readMatches, .readStretch, .readGroup: 3
    case .readDetail: 4
    case .readPlans, .readWhatIf: 5
    case .readPeople: 6
    case .readProfile: 7
    case .readPast: 41
    case .readActivity: 8
    case .readAudit: 9
    case .verifyAudit: 10
    case .readServers: 11
    case .findBeneficiaries: 12
    case .findEntitlements: 13
    case .readFindings: 14
    case .readCalls: 15
    case .readThemes: 16
    case .readLimitValues: 40
    case .decide, .converse, .submit, .withdraw, .retry, .recordManual, .link, .say, .keepMacros,
      .keepViews, .sync, .stopSync,
      .suspend, .redraw, .quit, .edit, .pipe, .copy, .testServer, .addServer, .reopen,
      .useTheme:
      nil
    }
  }
}
