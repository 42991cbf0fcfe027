import Foundation
import Glibc
import PseudoTerminal
import Testing

extension Workplace {
  /// A verb's run, and the most memory that it had at once.
  struct MeasuredRun {
    var run: Run
    /// Units: MiB, of memory that was there (Linux's `VmHWM`).
    var peak: Int
  }

  /// Runs a verb and looks at its memory every few milliseconds. Only the system's own peak is read,
  /// so that nothing is missed between two looks but the very last ones.
  func measured(_ arguments: String...) throws -> MeasuredRun {
    let process = Process()
    process.executableURL = URL(filePath: try PseudoTerminal.built("countersign"))
    process.arguments = arguments
    process.environment = environment
    let files = ["output", "errors"].map { folder.path + "/\($0)-\(UUID().uuidString)" }
    var handles: [FileHandle] = []
    for path in files {
      try Data().write(to: URL(filePath: path))
      handles.append(try #require(FileHandle(forWritingAtPath: path)))
    }
    process.standardInput = FileHandle.nullDevice
    (process.standardOutput, process.standardError) = (handles[0], handles[1])
    try process.run()
    var peak = 0
    while process.isRunning {
      peak = max(peak, Self.peak(of: process.processIdentifier))
      usleep(3_000)
    }
    process.waitUntilExit()
    let texts = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
    return MeasuredRun(
      run: Run(status: process.terminationStatus, output: texts[0], errors: texts[1]), peak: peak)
  }

  /// 0 once the process is gone.
  private static func peak(of process: pid_t) -> Int {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/status") else {
      return 0
    }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropLast().last.flatMap { Int($0) } ?? 0) / 1024
  }
}
