import Glibc
import Terminal

/// Where verbs read and write: the process's own streams, or a test's.
protocol Console: Sendable {
  /// One line to standard output.
  func line(_ text: String)
  /// One line to standard error.
  func errorLine(_ text: String)
  /// Overwrites the last line of standard error, for progress; an empty text clears it.
  func progress(_ text: String)
  /// Puts a question on standard error and waits for a line; nil at the end of the input.
  func ask(_ question: String) -> String?
  /// Everything on standard input.
  func readInput() -> [UInt8]
  var isInputTerminal: Bool { get }
  var isOutputTerminal: Bool { get }
  var isErrorTerminal: Bool { get }
  /// How wide a table may be; nil when it does not matter.
  var columns: Int? { get }
}

/// The process's own streams.
struct SystemConsole: Console {
  var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  var columns: Int? { Self.columns(of: STDOUT_FILENO) }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  func line(_ text: String) {
    Self.write(Self.shown(text, onTerminal: isOutputTerminal) + "\n", to: STDOUT_FILENO)
  }

  func errorLine(_ text: String) {
    let text = Self.wrapped(text, to: isErrorTerminal ? Self.columns(of: STDERR_FILENO) : nil)
    Self.write(Self.shown(text, onTerminal: isErrorTerminal) + "\n", to: STDERR_FILENO)
  }

  /// What servers sent may steer a terminal: there it is made visible. Programs get it as it is.
  static func shown(_ text: String, onTerminal: Bool) -> String {
    guard onTerminal else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { DisplayText.visible(String($0)) }.joined(separator: "\n")
  }

  func progress(_ text: String) { Self.write("\r\u{1B}[K" + text, to: STDERR_FILENO) }

  func ask(_ question: String) -> String? {
    Self.write(question, to: STDERR_FILENO)
    return readLine()
  }

  func readInput() -> [UInt8] {
    var input: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count > 0 { input += chunk[..<count] } else if count == 0 || errno != EINTR { break }
    }
    return input
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EPIPE {
        // The reader (`head`) has what it wants: end as a program without a handler would.
        exit(128 + SIGPIPE)
      } else if errno != EINTR && errno != EAGAIN {
        return
      }
    }
  }
}
