import Foundation

/// Waits for SIGINT, SIGTERM or SIGHUP, or for the end of the process that started this one.
final class Ending {
  private let stream: AsyncStream<Void>
  private let sources: [any DispatchSourceProtocol]

  /// Catches the signals from now on. The parent is watched when one is named.
  init(parent: pid_t?) {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    var sources: [any DispatchSourceProtocol] = []
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { continuation.yield() }
      source.resume()
      sources.append(source)
    }
    if let parent {
      let timer = DispatchSource.makeTimerSource()
      timer.schedule(deadline: .now() + 0.5, repeating: 0.5, leeway: .milliseconds(200))
      timer.setEventHandler { if getppid() != parent { continuation.yield() } }
      timer.resume()
      sources.append(timer)
    }
    self.sources = sources
  }

  func wait() async {
    for await _ in stream { break }
    for source in sources { source.cancel() }
  }
}
