import Foundation
import Glibc
import Synchronization
import Terminal

@testable import countersign

/// A terminal that a test types on and looks at, from another thread than the loop's.
final class TypedDisplay: Display, Sendable {
  private struct State {
    var size: Size
    var events: [TerminalEvent] = []
    var frames: [Frame] = []
    var watchers: [Watcher] = []
    var suspensions = 0
    var invalidations = 0
    var copies: [String] = []
    var themes: [ThemeChoice] = []
    var notices: [String] = []
  }

  private struct Watcher {
    var wanted: @Sendable (String) -> Bool
    var found: CheckedContinuation<String, Never>
  }

  private let state: Mutex<State>
  private let waker: Waker

  init(columns: Int = 100, rows: Int = 30) throws {
    waker = try Waker()
    state = Mutex(State(size: Size(columns: columns, rows: rows)))
  }

  // MARK: The loop's side

  var size: Size { state.withLock { $0.size } }
  var descriptors: [Int32] { [waker.reading.number] }
  var waitMilliseconds: Int32 { -1 }

  func readEvents() -> [TerminalEvent] {
    waker.reading.drain()
    return state.withLock { state in
      defer { state.events = [] }
      return state.events
    }
  }

  func draw(_ frame: Frame) {
    state.withLock { state in
      state.frames.append(frame)
      let text = frame.text.joined(separator: "\n")
      state.watchers.removeAll { watcher in
        guard watcher.wanted(text) else { return false }
        watcher.found.resume(returning: text)
        return true
      }
    }
  }

  func suspend() -> [TerminalEvent] {
    state.withLock { state in
      state.suspensions += 1
      return [.resized(state.size)]
    }
  }

  func invalidate() { state.withLock { $0.invalidations += 1 } }
  func setTitle(_ title: String) {}
  func use(_ choice: ThemeChoice) { state.withLock { $0.themes.append(choice) } }
  func notify(_ sequence: String) { state.withLock { $0.notices.append(sequence) } }
  func outside<Result>(_ body: () throws -> Result) rethrows -> Result { try body() }

  func copy(_ text: String) -> Bool {
    state.withLock { $0.copies.append(text) }
    return true
  }

  // MARK: The test's side

  func send(_ events: TerminalEvent...) {
    state.withLock { $0.events += events }
    waker.wake()
  }

  func press(_ keys: Key...) {
    state.withLock { $0.events += keys.map { .key($0) } }
    waker.wake()
  }

  func type(_ text: String) {
    state.withLock { $0.events += text.map { .key(.character($0)) } }
    waker.wake()
  }

  /// The text of the screen once it holds something; waits for it.
  func screen(with text: String) async -> String {
    await screen { $0.contains(text) }
  }

  func screen(where wanted: @escaping @Sendable (String) -> Bool) async -> String {
    await withCheckedContinuation { found in
      state.withLock { state in
        let text = state.frames.last?.text.joined(separator: "\n") ?? ""
        if wanted(text) {
          found.resume(returning: text)
        } else {
          state.watchers.append(Watcher(wanted: wanted, found: found))
        }
      }
    }
  }

  var frameCount: Int { state.withLock { $0.frames.count } }
  var firstFrame: Frame? { state.withLock { $0.frames.first } }
  var suspensionCount: Int { state.withLock { $0.suspensions } }
  var themes: [ThemeChoice] { state.withLock { $0.themes } }
  var notices: [String] { state.withLock { $0.notices } }
  var copies: [String] { state.withLock { $0.copies } }
  var invalidationCount: Int { state.withLock { $0.invalidations } }
}
