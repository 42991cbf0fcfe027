import Foundation
import Terminal

/// A terminal that nobody sits at: it presses a script's keys, each time that the program has done all
/// it was asked for, and looks at the screen then. Nothing sleeps.
final class ScriptedDisplay: Display {
  private(set) var size: Size
  let wantsIdle = true
  /// What kept the script from its end; nil when nothing did.
  private(set) var failure: Failure?

  private let script: Script
  private let folder: String
  private let waker: Waker
  private var next = 0
  private var events: [TerminalEvent] = []
  private var shown: [String] = []

  /// - Parameter folder: where `save` puts its files.
  init(script: Script, size: Size, folder: String) throws(Failure) {
    self.script = script
    self.size = size
    self.folder = folder
    waker = try Waker()
  }

  var descriptors: [Int32] { [waker.reading.number] }
  var waitMilliseconds: Int32 { events.isEmpty ? -1 : 0 }

  func readEvents() -> [TerminalEvent] {
    waker.reading.drain()
    defer { events = [] }
    return events
  }

  func draw(_ frame: Frame) { shown = frame.text }

  /// Goes on with the script up to the next thing that the program has to answer.
  func becameIdle() {
    while events.isEmpty {
      guard failure == nil, next < script.lines.count else {
        // Whatever is open: the end is the end.
        events = [.terminated(signal: SIGTERM)]
        return
      }
      let line = script.lines[next]
      next += 1
      do throws(Failure) {
        try take(line)
      } catch { failure = error }
    }
  }

  private func take(_ line: Script.Line) throws(Failure) {
    switch line.step {
    case .keys(let keys): events = keys.map { .key($0) }
    case .resize(let size):
      self.size = size
      events = [.resized(size)]
    case .expect(let text):
      if !shows(text) { throw mistake(line, "The screen does not say “\(text)”.") }
    case .refuse(let text):
      if shows(text) { throw mistake(line, "The screen says “\(text)”.") }
    case .save(let name): try save(name, line)
    }
  }

  private func shows(_ text: String) -> Bool { shown.contains { $0.contains(text) } }

  private func save(_ name: String, _ line: Script.Line) throws(Failure) {
    let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    let text = shown.joined(separator: "\n") + "\n"
    do { try PrivateText(path: path).write(Data(text.utf8)) } catch {
      throw mistake(line, error.sentence)
    }
  }

  private func mistake(_ line: Script.Line, _ sentence: String) -> Failure {
    Failure(
      .refused, code: "script.failed",
      "\(script.file):\(line.number): \(sentence)\n\(shown.joined(separator: "\n"))")
  }

  // MARK: What a terminal has and a script has not

  func suspend() -> [TerminalEvent] { [.resized(size)] }
  func invalidate() {}
  func setTitle(_ title: String) {}
  func use(_ choice: ThemeChoice) {}
  func notify(_ sequence: String) {}
  func outside<Result>(_ body: () throws -> Result) rethrows -> Result { try body() }
  func copy(_ text: String) -> Bool { true }
}
