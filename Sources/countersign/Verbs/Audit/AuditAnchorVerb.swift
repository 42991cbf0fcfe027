import ArgumentParser
import Foundation
import Governance
import SCIM
import Store

extension AuditVerb {
  struct Anchor: ParsableCommand, Verb {
    static let configuration = CommandConfiguration(
      abstract: "Print the head of the log, or keep it where nobody who edits the log can.",
      discussion: """
        The head stands for all records up to it. Kept elsewhere, it shows later that none of them \
        was cut off: countersign audit verify --anchor FILE. The log is verified first.
        """)

    @OptionGroup var options: GlobalOptions
    @Option(
      help: .init("Add it as a line to this file.", valueName: "file"), completion: .file())
    var to: String?
    @Option(
      help: .init(
        "Give it to a program's input, such as 'mail -s anchor audit@example.com'; run by sh.",
        valueName: "command"))
    var pipe: String?

    func run(in invocation: Invocation) async throws {
      let session = try Session.open(options, in: invocation)
      try session.allow(.audit)
      let report = try AuditCheck.run(on: session.store, keys: session.keys)
      if case .broken(let broken) = report.verdict { throw Failure(broken) }
      guard let head = try session.store.auditHead() else {
        throw Failure(.refused, code: "anchor.empty", "The audit log has no records yet.")
      }
      let anchor = AuditAnchor(sequence: head.sequence, digest: head.digest)
      let line =
        session.isJSON
        ? try Records.line(anchor)
        : "\(anchor.text) \(SCIMDate.print(session.now))"
      if let to { try AnchorFile.append("\(anchor.text) \(SCIMDate.print(session.now))", to: to) }
      if let pipe { try AnchorFile.send(line, through: pipe) }
      session.console.line(line)
    }
  }
}

extension AuditAnchor {
  /// Shape: `17:9f2c…` with 64 hexadecimal digits.
  init?(text: String) {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let sequence = Int64(parts[0]), sequence > 0, parts[1].count == 64
    else { return nil }
    self.init(sequence: sequence, digest: String(parts[1]))
  }

  var text: String { "\(sequence):\(digest)" }
}

/// Heads that were kept outside the database, one a line: `SEQUENCE:DIGEST`, then anything.
enum AnchorFile {
  /// The head that the text is, or those in the file that it names.
  ///
  /// Throws: ``Failure`` for a file that cannot be read or has a line that is none.
  static func anchors(_ text: String) throws -> [AuditAnchor] {
    if let anchor = AuditAnchor(text: text) { return [anchor] }
    let lines: [Substring]
    do {
      lines = try String(contentsOfFile: text, encoding: .utf8).split(separator: "\n")
    } catch {
      throw Failure(.usage, code: "anchor.unreadable", "\(text) cannot be read.")
    }
    let anchors = try lines.filter { !$0.hasPrefix("#") }.map { line in
      let head = line.split(separator: " ").first.map(String.init) ?? ""
      guard let anchor = AuditAnchor(text: head) else {
        throw Failure(
          .usage, code: "anchor.invalid", "“\(line.prefix(40))” in \(text) is no head of a log.",
          advice: "A line is what `countersign audit anchor` prints.")
      }
      return anchor
    }
    guard !anchors.isEmpty else {
      throw Failure(
        .usage, code: "anchor.none", "There is no head in \(text).",
        advice: "countersign audit anchor --to \(text) adds one.")
    }
    return anchors
  }

  static func append(_ line: String, to path: String) throws(Failure) {
    let descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritten(path, errno) }
    defer { close(descriptor) }
    let bytes = Array((line + "\n").utf8)
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count, fsync(descriptor) == 0 || errno == EINVAL else {
      throw unwritten(path, errno)
    }
  }

  private static func unwritten(_ path: String, _ number: Int32) -> Failure {
    Failure(
      .refused, code: "anchor.unwritten", "\(path) cannot be written: \(reason(number)).",
      advice: "The head is not kept: name another file.")
  }

  /// Gives the line to a shell command, whose own output goes where ours does.
  static func send(_ line: String, through command: String) throws {
    let process = Process()
    let input = Pipe()
    // A pipe holds more than a line: it is full before anybody can stop reading.
    try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    try input.fileHandleForWriting.close()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardInput = input.fileHandleForReading
    process.standardOutput = FileHandle.standardError
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(
        .refused, code: "anchor.unsent",
        "“\(command)” ended with status \(process.terminationStatus).",
        advice: "The head may not have arrived: try again.")
    }
  }
}
