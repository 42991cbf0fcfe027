import Dispatch
import Glibc
import Synchronization

/// How a verb learns that it should stop what it does.
struct Interrupts: Sendable {
  /// Calls the handler with the signal that asks to stop, until the returned closure is called.
  var watch: @Sendable (_ handler: @escaping @Sendable (Int32) -> Void) -> @Sendable () -> Void

  /// Nobody ever asks.
  static let none = Interrupts { _ in {} }

  /// Ctrl-C and SIGTERM, which end the program at once when they are not watched. So does the second
  /// of them: whoever repeats it does not want to wait.
  static let ofProcess = Interrupts { handler in
    let hasAsked = Mutex(false)
    let asked = { @Sendable (signal: Int32) in
      let isAgain = hasAsked.withLock { asked in
        defer { asked = true }
        return asked
      }
      if isAgain { exit(128 + signal) }
      handler(signal)
    }
    let signals = [SIGINT, SIGTERM]
    let queue = DispatchQueue(label: "countersign.signals")
    let sources = signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { asked(number) }
      source.resume()
      return source
    }
    let watched = Mutex(sources.map(SendableSource.init))
    return {
      for source in watched.withLock({ $0 }) { source.source.cancel() }
      for number in signals { signal(number, SIG_DFL) }
    }
  }

  /// Dispatch guards its own sources.
  private struct SendableSource: @unchecked Sendable {
    var source: any DispatchSourceSignal
  }
}
