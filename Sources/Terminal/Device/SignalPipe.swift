import CTerminalGuard
import Glibc

/// Signals as bytes of a pipe. Owns the handlers from `init` to `close`.
struct SignalPipe {
  let descriptor: Int32

  /// - Throws: `system`, `alreadyOpen`.
  init(terminal: Int32) throws(TerminalError) {
    descriptor = terminal_guard_install(terminal)
    guard descriptor >= 0 else {
      throw errno == EBUSY ? .alreadyOpen : .system(String(cString: strerror(errno)))
    }
  }

  /// The signals that came since the last time. Order: as they came, each once.
  func take() -> [Int32] {
    var signals: [Int32] = []
    var block = [UInt8](repeating: 0, count: 64)
    while true {
      let count = read(descriptor, &block, block.count)
      guard count > 0 else { return signals }
      for byte in block.prefix(count) where !signals.contains(Int32(byte)) {
        signals.append(Int32(byte))
      }
    }
  }

  func close() { terminal_guard_remove() }
}
