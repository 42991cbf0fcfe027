import CVTerm
import Foundation
import Glibc

/// A process that somebody else started, watched until it ends.
public final class OtherProcess {
  public let identifier: pid_t
  private let endDescriptor: Int32

  /// nil when it has ended already.
  public init?(_ identifier: pid_t) {
    let descriptor = process_descriptor(identifier)
    guard descriptor >= 0 else { return nil }
    self.identifier = identifier
    endDescriptor = descriptor
  }

  deinit { close(endDescriptor) }

  /// - Returns: false when it still runs.
  public func waitForEnd(seconds: Double = PseudoTerminal.patience) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    var entry = pollfd(fd: endDescriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let ready = poll(&entry, 1, max(0, Int32((end - .now) / .milliseconds(1))))
      if ready >= 0 { return ready > 0 }
      guard errno == EINTR else { return false }
    }
  }

  /// Every process with a variable of that value in the environment that it started with.
  public static func all(with variable: String, _ value: String) throws -> [OtherProcess] {
    let wanted = Array("\(variable)=\(value)\0".utf8)
    let identifiers = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap {
      pid_t($0)
    }
    return identifiers.compactMap { identifier in
      // One that ends while we look, or is not ours, is none of them.
      guard let process = OtherProcess(identifier),
        let environment = FileManager.default.contents(atPath: "/proc/\(identifier)/environ"),
        ([0] + environment).range(of: Data([0] + wanted)) != nil
      else { return nil }
      return process
    }
  }
}
