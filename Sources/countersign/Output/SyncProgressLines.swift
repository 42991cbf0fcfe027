import Governance
import Sync
import Synchronization

/// Shows how far syncs are: one line that is overwritten on a terminal, a line for each resource
/// type elsewhere. Called from any thread.
final class SyncProgressLines: Sendable {
  private static let barLength = 12

  private let console: any Console
  private let isQuiet: Bool
  private let progress = Mutex<[String: SyncProgress]>([:])

  init(console: any Console, isQuiet: Bool) {
    self.console = console
    self.isQuiet = isQuiet
  }

  func note(_ step: SyncProgress, of server: String) {
    let (isNewType, steps) = progress.withLock { progress in
      let isNew = progress[server]?.stage != step.stage
      progress[server] = step
      return (isNew, progress.sorted { $0.key < $1.key }.map { (server: $0.key, step: $0.value) })
    }
    guard !isQuiet else { return }
    if console.isErrorTerminal {
      console.progress(Self.line(steps, columns: console.columns ?? 80))
    } else if isNewType {
      console.errorLine("\(server): \(step.word)")
    }
  }

  /// How far the reading of a server came. Shape: `at User 300 of 1000`, `before anything was read`.
  func place(of server: String) -> String {
    guard let step = progress.withLock({ $0[server] }), step.stage != .discovering else {
      return "before anything was read"
    }
    guard step.done > 0 else { return "at \(step.word)" }
    return "at \(step.word) \(step.done)" + (step.total.map { " of \($0)" } ?? "")
  }

  /// Takes the line away.
  func finish() {
    if !isQuiet, console.isErrorTerminal { console.progress("") }
  }

  /// One line that never reaches the last column: a terminal would wrap it, and the next step could
  /// not overwrite it.
  static func line(_ steps: [(server: String, step: SyncProgress)], columns: Int) -> String {
    let paced = steps.map { text($0.server, $0.step) + pace($0.step) }.joined(separator: "  ")
    if paced.count < columns { return paced }
    let long = steps.map { text($0.server, $0.step) }.joined(separator: "  ")
    if long.count < columns { return long }
    let short = steps.map { shortText($0.server, $0.step) }.joined(separator: "  ")
    return String(short.prefix(max(0, columns - 1)))
  }

  /// Shape: ` 240/s 19s`; empty before there is something to tell.
  private static func pace(_ step: SyncProgress) -> String {
    Pace(done: step.done, total: step.total, perSecond: step.ratePerSecond).map { " \($0.short)" }
      ?? ""
  }

  /// Shape: `hr 34%`, or `code 120` where the total is unknown.
  private static func shortText(_ server: String, _ step: SyncProgress) -> String {
    guard let total = step.total, total > 0 else { return "\(server) \(step.done)" }
    return "\(server) \(min(step.done, total) * 100 / total)%"
  }

  /// Shape: `hr ▰▰▰▰▱▱▱▱▱▱▱▱ 2400/7000 User`, or `code 120 Group` where the total is unknown.
  static func text(_ server: String, _ step: SyncProgress) -> String {
    guard let total = step.total, total > 0 else { return "\(server) \(step.done) \(step.word)" }
    let done = min(step.done, total)
    let full = done * barLength / total
    let bar = String(repeating: "▰", count: full) + String(repeating: "▱", count: barLength - full)
    return "\(server) \(bar) \(done)/\(total) \(step.word)"
  }
}
