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
    guard !isQuiet else { return }
    let (isNewType, line) = progress.withLock { progress in
      let isNew = progress[server]?.stage != step.stage
      progress[server] = step
      let parts = progress.sorted { $0.key < $1.key }.map { Self.text($0.key, $0.value) }
      return (isNew, parts.joined(separator: "  "))
    }
    if console.isErrorTerminal {
      console.progress(line)
    } else if isNewType {
      console.errorLine("\(server): \(step.word)")
    }
  }

  /// Takes the line away.
  func finish() {
    if !isQuiet, console.isErrorTerminal { console.progress("") }
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
