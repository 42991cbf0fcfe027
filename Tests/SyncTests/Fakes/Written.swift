import Synchronization

/// Request lines that a test keeps. Order: as they came.
final class Written: Sendable {
  private let all = Mutex<[String]>([])

  var lines: [String] { all.withLock { $0 } }

  func add(_ line: String) { all.withLock { $0.append(line) } }
}
