import Foundation
import Glibc
import Logging
import Synchronization
import Terminal

/// Where errors go while the screen belongs to somebody else: a file, never the terminal.
enum LogFile {
  /// A logger that appends to the file and makes it, mode 0600, with its first line.
  static func logger(path: String) -> Logger {
    Logger(label: "countersign") { _ in FileLogHandler(file: LogLines(path: path)) }
  }
}

/// Appends lines to one file.
final class LogLines: Sendable {
  // A log that nobody looks after must not fill the disk.
  static let longest: off_t = 4 << 20

  private let path: String
  private let descriptor = Mutex<Int32?>(nil)

  init(path: String) { self.path = path }

  deinit { descriptor.withLock { if let number = $0 { close(number) } } }

  /// A line that cannot be written is lost: there is nowhere else to say so.
  func append(_ line: String) {
    descriptor.withLock { descriptor in
      let number = descriptor ?? openFile()
      descriptor = number
      let bytes = Array((line + "\n").utf8)
      _ = write(number, bytes, bytes.count)
    }
  }

  private func openFile() -> Int32 {
    var status = stat()
    if stat(path, &status) == 0, status.st_size > Self.longest { rename(path, path + ".old") }
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
  }
}

/// Shape of a line: `2026-11-24T06:05:12Z error sync: the sentence {server=idp}`.
struct FileLogHandler: LogHandler {
  let file: LogLines
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]

  init(file: LogLines) { self.file = file }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let particulars = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let time = Date().formatted(.iso8601)
    let text = event.message.description.map { $0.isNewline ? " " : $0 }
    // A log is read on a terminal, and servers' words are in it.
    file.append(
      DisplayText.visible(
        "\(time) \(event.level) \(String(text))"
          + (particulars.isEmpty ? "" : " {\(particulars.joined(separator: ", "))}")))
  }
}
