import CNcurses
import CTerminalGuard
import Glibc

/// The terminal of this process: draws frames, reads keys, and is put back however the program ends.
///
/// One owner, one thread. The loop waits on `descriptors` for as long as `waitMilliseconds` says and
/// then calls `readEvents`; nothing here blocks, wakes or writes by itself.
public final class TerminalDevice {
  public private(set) var size: Size
  public private(set) var theme: Theme
  public let depth: ColorDepth

  private var choice: ThemeChoice
  /// Clicks and the wheel are reported; text is then selected with Shift held.
  private let hasMouse: Bool
  /// What the terminal answered; nil before it did.
  private var isLight: Bool?
  let environment: [String: String]
  let features: TerminalFeatures
  private let signals: SignalPipe
  private let hasDefaultColors: Bool
  private let handle: OpaquePointer
  private var screen: CursesScreen
  private var decoder = KeyDecoder()
  private var halfReadSince: ContinuousClock.Instant?
  private var question = Question.none
  private(set) var isOpen = false
  /// Read while waiting for an answer, not yet handed out.
  private var early: [TerminalEvent] = []

  /// Whether the terminal is to be asked for its background, and has answered.
  private enum Question { case none, due, asked, answered }

  /// Opens the screen.
  ///
  /// - Throws: when there is no terminal that can show it; nothing was sent then.
  public init(
    environment: [String: String], theme choice: ThemeChoice = .automatic, mouse: Bool = false
  ) throws(TerminalError) {
    let name = try TerminalName.checked(environment)
    TerminalName.chooseLocale()
    signals = try SignalPipe(terminal: STDIN_FILENO)
    guard let handle = curses_open(TerminalName.direct(name, environment) ?? name) else {
      signals.close()
      throw .unknownName(name)
    }
    self.handle = handle
    self.choice = choice
    self.environment = environment
    features = CursesOutput.features(name)
    hasMouse = mouse && features.acceptsCommands
    hasDefaultColors = start_color() == OK && use_default_colors() == OK
    depth = ColorDepth(terminfoColors: Int(curses_colors()))
    theme = choice.theme(environment: environment, depth: depth, isLight: nil)
    screen = CursesScreen(
      palette: CursesPalette(depth: depth, theme: theme, hasDefaultColors: hasDefaultColors))
    size = Size(columns: Int(getmaxx(curses_window())), rows: Int(getmaxy(curses_window())))
    enter()
    takeSize()
    if choice == .automatic, theme != .mono, features.acceptsCommands { question = .due }
  }

  deinit { close() }

  /// Puts the terminal back. Can be called more than once.
  public func close() {
    guard isOpen else { return }
    leave()
    signals.close()
    delscreen(handle)
  }

  /// What to wait on: keys and signals.
  public var descriptors: [Int32] { [STDIN_FILENO, signals.descriptor] }

  /// How long to wait at most, for `poll`. Units: milliseconds; -1 is for ever.
  public var waitMilliseconds: Int32 {
    if !early.isEmpty { return 0 }
    guard let patience = decoder.patienceMilliseconds, let halfReadSince else { return -1 }
    let left = Duration.milliseconds(patience) - halfReadSince.duration(to: .now)
    return left <= .zero ? 0 : Int32(left / .milliseconds(1)) + 1
  }

  /// Everything that has come in. Never waits.
  public func readEvents() -> [TerminalEvent] {
    var events = early
    early = []
    for signal in signals.take() { events += take(signal: signal) }
    var isQuiet = true
    while let bytes = readBytes() {
      if bytes.isEmpty { return events + [.terminated(signal: SIGHUP)] }
      isQuiet = false
      events += take(decoder.feed(bytes))
    }
    if isQuiet, waitMilliseconds == 0 { events += take(decoder.flush()) }
    if decoder.patienceMilliseconds == nil {
      halfReadSince = nil
    } else if !isQuiet || halfReadSince == nil {
      halfReadSince = .now
    }
    return events
  }

  /// Shows a frame. What is larger than the screen is cut, what is smaller leaves the rest blank.
  public func draw(_ frame: Frame) {
    guard isOpen else { return }
    var fitting = frame
    if frame.size != size {
      fitting = Frame(size: size)
      fitting.draw(frame, at: Position(column: 0, row: 0))
    }
    send(screen.draw(fitting))
    if question == .due {
      // OSC 11 asks for the background; DA1, which every terminal answers, tells when that is over.
      send(Array("\u{1B}]11;?\u{1B}\\\u{1B}[c".utf8))
      question = .asked
    }
  }

  /// Draws with another theme from the next frame on.
  public func use(_ theme: Theme) { use(.fixed(theme)) }

  /// Draws with another choice from the next frame on; what the terminal said of its background
  /// counts on.
  public func use(_ choice: ThemeChoice) {
    self.choice = choice
    use(choice, isLight: isLight)
  }

  /// Gives the terminal back to the shell until the process is continued.
  ///
  /// - Returns: what the loop has to know then: to draw again, at this size.
  public func suspend() -> [TerminalEvent] {
    guard isOpen else { return [] }
    leave()
    terminal_guard_stop_process()
    // Being stopped and continued is what just happened.
    let others = signals.take().filter { ![SIGCONT, SIGTSTP, SIGWINCH].contains($0) }
    return resume() + others.flatMap { take(signal: $0) }
  }

  /// Runs something that needs the terminal as it was (an editor), and takes the screen back.
  ///
  /// The next frame is drawn whole; `size` may have changed.
  public func outside<Result>(_ body: () throws -> Result) rethrows -> Result {
    leave()
    defer { _ = resume() }
    return try body()
  }

  /// Names the window, where the terminal can. The text is made harmless.
  public func setTitle(_ title: String) {
    guard isOpen, features.acceptsCommands else { return }
    send(Array("\u{1B}]2;\(DisplayText.visible(title))\u{1B}\\".utf8))
  }

  /// Forgets what the terminal shows: the next frame is drawn whole.
  public func invalidate() { screen.invalidate() }
}

// Coming and going.
extension TerminalDevice {
  private func enter() {
    terminal_guard_hold_errors()
    let restore =
      (features.paste?.off ?? "") + (hasMouse ? TerminalFeatures.mouseOff : "")
      + ["rmkx", "sgr0", "op", "cnorm", "rmcup"].compactMap(CursesOutput.capability).joined()
    terminal_guard_set_restore(restore, restore.utf8.count)
    terminal_guard_set_armed(1)
    isOpen = true
    raw()
    noecho()
    nonl()
    keypad(curses_window(), true)
    // Input that waits must not cut a frame in half.
    typeahead(-1)
    if let paste = features.paste { send(Array(paste.on.utf8)) }
    if hasMouse { send(Array(TerminalFeatures.mouseOn.utf8)) }
  }

  private func leave() {
    guard isOpen else { return }
    awaitAnswer()
    if let paste = features.paste { send(Array(paste.off.utf8)) }
    if hasMouse { send(Array(TerminalFeatures.mouseOff.utf8)) }
    endwin()
    terminal_guard_set_armed(0)
    terminal_guard_release_errors()
    isOpen = false
  }

  private func resume() -> [TerminalEvent] {
    reset_prog_mode()
    enter()
    takeSize()
    screen.invalidate()
    return [.resized(size)]
  }

  private func takeSize() {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0,
      window.ws_row > 0
    else { return }
    let new = Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    if new != size { resizeterm(Int32(new.rows), Int32(new.columns)) }
    size = new
  }

  private func use(_ choice: ThemeChoice, isLight: Bool?) {
    theme = choice.theme(environment: environment, depth: depth, isLight: isLight)
    screen.use(CursesPalette(depth: depth, theme: theme, hasDefaultColors: hasDefaultColors))
  }

  /// An answer that came later would be typed into the shell. Keys that come with it are kept.
  private func awaitAnswer() {
    let end = ContinuousClock.now + .milliseconds(200)
    while question == .asked {
      let left = Int32((end - .now) / .milliseconds(1))
      var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&descriptor, 1, left) > 0, let bytes = readBytes(), !bytes.isEmpty
      else { return }
      early += take(decoder.feed(bytes))
    }
  }
}

// What comes in and goes out.
extension TerminalDevice {
  private func take(signal: Int32) -> [TerminalEvent] {
    switch signal {
    case SIGWINCH:
      takeSize()
      screen.invalidate()
      return [.resized(size)]
    case SIGTSTP: return suspend()
    case SIGCONT: return isOpen ? resume() : []
    default: return [.terminated(signal: signal)]
    }
  }

  private func take(_ input: [InputEvent]) -> [TerminalEvent] {
    input.compactMap { event in
      switch event {
      case .key(let key): return .key(key)
      case .mouse(let action): return hasMouse ? .mouse(action) : nil
      case .attributes:
        question = .answered
        return nil
      case .background(let red, let green, let blue):
        guard question == .asked else { return nil }
        let isLight = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5
        self.isLight = isLight
        guard choice == .automatic else { return nil }
        use(choice, isLight: isLight)
        return .background(isLight: isLight)
      }
    }
  }

  /// nil when nothing is there; empty when the terminal is gone.
  private func readBytes() -> [UInt8]? {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, 0) > 0 else { return nil }
    var block = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &block, block.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return nil }
    return Array(block.prefix(max(0, count)))
  }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // The terminal is gone; reading will say so.
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
