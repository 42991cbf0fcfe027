import CVTerm
import Glibc

/// Runs a program in a real pseudo-terminal and reads its screen with libvterm.
///
/// Nothing sleeps: every wait ends when the program writes or ends, and gives up with the screen in
/// the error. Used by one test at a time.
public final class PseudoTerminal {
  public enum Exit: Hashable {
    case code(Int32)
    case signal(Int32)
  }

  /// What the terminal answers to OSC 11; nil keeps silent. Shape: `rgb:ffff/ffff/ffff`.
  public var background: String?
  /// Everything that the program has written.
  public private(set) var output: [UInt8] = []
  public private(set) var exit: Exit?

  /// How the terminal's line was set before the program started.
  public let initialModes: termios

  private let child: ChildProcess
  private let reader: VTermScreenReader
  private let primary: Int32
  /// Kept open, so that the terminal outlives the program and its modes can be looked at.
  private let secondary: Int32

  public init(
    _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
    columns: Int = 80, rows: Int = 24, background: String? = nil
  ) throws {
    var ends: [Int32] = [-1, -1]
    var name = [CChar](repeating: 0, count: 128)
    guard pseudo_terminal_open(&ends, &name) == 0 else {
      throw PseudoTerminalError.system("openpty", String(cString: strerror(errno)))
    }
    primary = ends[0]
    secondary = ends[1]
    reader = VTermScreenReader(columns: columns, rows: rows)
    self.background = background
    Self.setSize(of: primary, columns, rows)
    initialModes = Self.modes(of: secondary)
    // Swift's backtracer would wait for a key.
    let defaults = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    child = try ChildProcess(
      executable, arguments, environment: defaults.merging(environment) { $1 },
      terminal: Self.string(name))
  }

  deinit {
    if exit == nil {
      kill(child.identifier, SIGKILL)
      var status: Int32 = 0
      waitpid(child.identifier, &status, 0)
    }
    close(child.endDescriptor)
    close(primary)
    close(secondary)
  }

  public var processIdentifier: Int32 { child.identifier }
  public var screen: [String] { reader.lines }
  public var cursor: (column: Int, row: Int) { reader.cursor }
  public func cell(column: Int, row: Int) -> ScreenCell { reader.cell(column: column, row: row) }

  /// Types bytes as the terminal would send them.
  public func type(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(primary, $0.baseAddress, $0.count) }
      guard count > 0 else {
        throw PseudoTerminalError.system("write", String(cString: strerror(errno)))
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Sends a signal to the program and to nothing else.
  public func signal(_ number: Int32) {
    if exit == nil { kill(child.identifier, number) }
  }

  /// Changes the size; the kernel tells the program.
  public func resize(columns: Int, rows: Int) {
    reader.resize(columns: columns, rows: rows)
    Self.setSize(of: primary, columns, rows)
  }

  private static func setSize(of terminal: Int32, _ columns: Int, _ rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  private static func string(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// How the terminal's line is set (raw or cooked, echo and so on).
  public var modes: termios { Self.modes(of: secondary) }

  /// The line is set as it was before the program started, in every bit.
  public var isLineRestored: Bool {
    var before = initialModes
    var after = modes
    return memcmp(&before, &after, MemoryLayout<termios>.size) == 0
  }

  private static func modes(of terminal: Int32) -> termios {
    var modes = termios()
    tcgetattr(terminal, &modes)
    return modes
  }

  /// Seconds: how long a test waits for what it expects before it fails. A machine that is busy with
  /// other tests may stand still for half a minute.
  public static let patience: Double = 120

  /// Waits until the screen shows a text.
  public func wait(for text: String, seconds: Double = patience) throws {
    try wait("“\(text)”", seconds: seconds) { $0.screen.contains { $0.contains(text) } }
  }

  /// Waits until a condition holds, looked at after each piece of output.
  public func wait(
    _ what: String, seconds: Double = patience, until isMet: (PseudoTerminal) -> Bool
  ) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while !isMet(self) {
      guard exit == nil, try pump(until: end) else { throw notSeen(what) }
    }
  }

  /// Waits until the program ends, and reads what it still had to say.
  @discardableResult
  public func waitForExit(seconds: Double = patience) throws -> Exit {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      if let exit { return exit }
      guard try pump(until: end) else { throw notSeen("the end") }
    }
  }

  private func notSeen(_ what: String) -> PseudoTerminalError {
    .notSeen(what, screen: screen, output: String(decoding: output.suffix(300), as: UTF8.self))
  }

  /// Waits for output or the end.
  ///
  /// - Returns: false when neither came in time.
  private func pump(until end: ContinuousClock.Instant) throws -> Bool {
    var descriptors = [
      pollfd(fd: primary, events: Int16(POLLIN), revents: 0),
      pollfd(fd: child.endDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    let left = max(0, Int32((end - .now) / .milliseconds(1)))
    let ready = poll(&descriptors, 2, left)
    if ready < 0, errno == EINTR { return true }
    guard ready > 0 else { return false }
    if descriptors[0].revents & Int16(POLLIN) != 0 {
      try readOutput()
    } else if descriptors[1].revents != 0 {
      takeExit()
    }
    return true
  }

  private func readOutput() throws {
    var block = [UInt8](repeating: 0, count: 65536)
    let count = read(primary, &block, block.count)
    guard count > 0 else { return }
    let bytes = Array(block.prefix(count))
    output += bytes
    let answer = reader.take(bytes)
    if let background, String(decoding: bytes, as: UTF8.self).contains("\u{1B}]11;?") {
      try type("\u{1B}]11;\(background)\u{1B}\\")
    }
    if !answer.isEmpty { try type(String(decoding: answer, as: UTF8.self)) }
  }

  private func takeExit() {
    var status: Int32 = 0
    guard waitpid(child.identifier, &status, 0) == child.identifier else { return }
    exit = status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }
}

extension PseudoTerminal {
  /// What is on in a new terminal: lines that wrap (7) and the cursor (25).
  public static let standardModes: Set = [7, 25]

  /// The private modes that are on: 1049 is the alternate screen, 2004 bracketed paste, 1 application
  /// cursor keys.
  public var privateModes: Set<Int> {
    var modes = Self.standardModes
    for sequence in String(decoding: output, as: UTF8.self).split(separator: "\u{1B}[?") {
      let numbers = sequence.prefix { $0.isNumber || $0 == ";" }
      guard let final = sequence.dropFirst(numbers.count).first, final == "h" || final == "l" else {
        continue
      }
      for number in numbers.split(separator: ";").compactMap({ Int($0) }) {
        if final == "h" { modes.insert(number) } else { modes.remove(number) }
      }
    }
    return modes
  }

  /// An executable that the package builds, from beside the test runner.
  public static func built(_ name: String) throws -> String {
    var block = [CChar](repeating: 0, count: 4096)
    _ = readlink("/proc/self/exe", &block, block.count - 1)
    let folder = string(block).split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let path = (folder + [name[...]]).joined(separator: "/")
    guard access(path, X_OK) == 0 else { throw PseudoTerminalError.system(path, "is not built") }
    return path
  }
}
