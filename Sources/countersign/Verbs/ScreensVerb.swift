import ArgumentParser
import Foundation
import Glibc
import Governance
import Screens
import Store
import Terminal

struct ScreensVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "screens", abstract: "Open the screens; the same as no verb at all.")

  @OptionGroup var options: GlobalOptions
  @Option(
    help: .init(
      "Press the keys of this file instead of opening a terminal, and look at the screen.",
      discussion: """
        A step a line: press KEY…, type TEXT, expect TEXT, refuse TEXT, save FILE, size COLUMNS \
        ROWS. Each waits until nothing is under way. Exit status 1 when a screen is not as \
        expected.
        """, valueName: "file"), completion: .file())
  var script: String?
  @Option(help: .init("The size of the script's screen.", valueName: "columnsxrows"))
  var size = "80x24"
  @Option(help: .init("Where the script saves screens.", valueName: "dir"), completion: .directory)
  var saveIn: String?

  func validate() throws {
    if scriptSize == nil { throw ValidationError("--size is columns x rows, such as 80x24.") }
    if options.json { throw ValidationError("--json is for verbs: the screens need a terminal.") }
  }

  private var scriptSize: Size? {
    let numbers = size.split(separator: "x").compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (1...500).contains($0) }) else { return nil }
    return Size(columns: numbers[0], rows: numbers[1])
  }

  func run(in invocation: Invocation) async throws {
    try await Self.run(in: Session.open(options, in: invocation))
  }

  /// Shows them on a thread of their own: one of the pool must not wait for keys.
  static func run(in session: Session) async throws {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      Thread.detachNewThread { done.resume(with: Result { try open(session) }) }
    }
  }

  /// Shows the screens until the operator quits. Keeps the thread that calls it.
  func open(in invocation: Invocation) throws {
    let session = try Session.open(options, in: invocation)
    guard let script, let size = scriptSize else { return try Self.open(session) }
    try ScriptRun.play(script, session, size: size, folder: saveIn)
  }

  private static func open(_ session: Session) throws {
    try refuseSmallTerminal()
    let device = try TerminalDevice(
      environment: session.invocation.environment, theme: try session.themeChoice(),
      mouse: session.configuration.hasMouse)
    defer { device.close() }
    // Whoever sent the signal wants to see that it was heeded; what was decided is kept.
    if let signal = try show(session, on: device) { throw Failure(signal: signal) }
  }

  /// Runs the loop until it ends. Returns: the signal that ended it; nil when the operator quits.
  @discardableResult
  static func show(_ session: Session, on display: any Display) throws -> Int32? {
    var session = session
    var added: String?
    while true {
      let loop = try runLoop(session, on: display, added: added)
      added = loop.addedServer
      guard added != nil else { return loop.endSignal }
      session = try session.reread()
    }
  }

  private static func runLoop(
    _ session: Session, on display: any Display, added: String?
  ) throws -> EventLoop {
    let current = try session.operator()
    let waker = try Waker()
    let mailbox = Mailbox<Event>(waker: waker)
    let runner = EffectRunner(
      session: session, operator: current, mailbox: mailbox, waker: waker)
    let watch = FileWatch(
      directory: session.places.state,
      name: (session.places.database as NSString).lastPathComponent + "-wal")
    var state = AppState(
      operator: current, now: session.now, timeZone: .current, size: display.size,
      keys: session.configuration.keys,
      macros: try MacroFile(path: session.places.macros).read(),
      views: try ViewFile(path: session.places.views).read(),
      folders: session.configuration.folders)
    if let added {
      state.beginWithServers(added: added)
      runner.perform(.sync(server: added))
    } else if session.isUnconfigured {
      state.beginWithServerForm()
    }
    var loop = EventLoop(
      state: state, display: display, waker: waker, mailbox: mailbox, runner: runner,
      watch: watch, now: session.invocation.now)
    loop.run()
    return loop
  }

  /// Too small from the start is a mistake to tell of; a window that shrinks later is not.
  private static func refuseSmallTerminal() throws(Failure) {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return }
    let needed = AppState.smallestSize
    guard window.ws_col < needed.columns || window.ws_row < needed.rows else { return }
    throw Failure(
      .terminal, code: "terminal.too-small",
      "This terminal is \(window.ws_col)x\(window.ws_row); the screens need"
        + " \(needed.columns)x\(needed.rows).",
      advice: "Make the window larger, or use the verbs: countersign queue.")
  }
}
