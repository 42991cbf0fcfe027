import Foundation
import PseudoTerminal
import Testing

/// A home with Countersign's files, and a sandbox that nobody else knows.
final class Workplace {
  struct Run {
    var status: Int32
    var output: String
    var errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  static let operatorName = "priya.nair@example.com"
  static let servers = ["hr", "idp", "code", "chat"]

  let folder: URL
  let sandbox: SandboxProcess
  var environment: [String: String]

  var configurationFile: String { folder.path + "/config/countersign/config.toml" }
  var database: String { folder.path + "/state/countersign/countersign.db" }
  var tokenFile: String { folder.path + "/token" }

  init(isSynced: Bool = true) throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "countersign-program-\(UUID().uuidString.lowercased())")
    for name in ["config/countersign", "state", "tmp"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    sandbox = try SandboxProcess()
    environment = [
      "HOME": folder.path, "XDG_CONFIG_HOME": folder.path + "/config",
      "XDG_STATE_HOME": folder.path + "/state", "TMPDIR": folder.path + "/tmp",
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    try #require(
      FileManager.default.createFile(
        atPath: tokenFile, contents: Data(SandboxProcess.token.utf8),
        attributes: [.posixPermissions: 0o600]))
    try configure(configuration())
    guard isSynced else { return }
    let sync = try run("sync")
    try #require(sync.status == 0, "\(sync.errors)")
  }

  deinit { do { try FileManager.default.removeItem(at: folder) } catch {} }

  /// - Parameter urls: where a server is that is not where the sandbox has it.
  func configuration(urls: [String: String] = [:], extra: String = "") -> String {
    let blocks = Self.servers.map { name in
      """
      [[server]]
      name = "\(name)"
      url = "\(urls[name] ?? "\(sandbox.address)/\(name)/scim/v2")"
      token_file = "\(tokenFile)"
      \(extra)
      """
    }
    return "operator = \"\(Self.operatorName)\"\n" + blocks.joined(separator: "\n")
  }

  func configure(_ text: String) throws {
    try text.write(toFile: configurationFile, atomically: true, encoding: .utf8)
  }

  /// Runs a verb as a script does: no terminal anywhere.
  @discardableResult
  func run(_ arguments: String..., with more: [String: String] = [:]) throws -> Run {
    try run(PseudoTerminal.built("countersign"), arguments, with: more)
  }

  /// Runs any program in this home.
  func run(
    _ executable: String, _ arguments: [String], with more: [String: String] = [:]
  ) throws -> Run {
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.environment = environment.merging(more) { $1 }
    let output = Pipe()
    // A file: nobody reads two pipes at once.
    let errorFile = folder.path + "/errors-\(UUID().uuidString)"
    try #require(FileManager.default.createFile(atPath: errorFile, contents: nil))
    let errors = try #require(FileHandle(forWritingAtPath: errorFile))
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try errors.close()
    return Run(
      status: process.terminationStatus, output: text,
      errors: try String(contentsOfFile: errorFile, encoding: .utf8))
  }

  /// Runs the program in a terminal of its own.
  func terminal(
    _ arguments: String..., columns: Int = 120, rows: Int = 40, with more: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try terminal(arguments, columns: columns, rows: rows, with: more)
  }

  func terminal(
    _ arguments: [String], columns: Int = 120, rows: Int = 40, with more: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      PseudoTerminal.built("countersign"), arguments,
      environment: environment.merging(more) { $1 }, columns: columns, rows: rows)
  }

  /// Opens the screens and waits for the queue.
  func screens(columns: Int = 120, rows: Int = 40) throws -> PseudoTerminal {
    let terminal = try terminal(columns: columns, rows: rows)
    try terminal.wait(for: "Viktor Petrenko")
    return terminal
  }

  /// The one open request with these words, by its whole id.
  func request(_ words: String) throws -> String {
    let run = try run("queue", "--folder", "open", "--limit", words, "--json")
    let line = try #require(run.lines.first, "no request for \(words): \(run.errors)")
    let start = try #require(line.range(of: "\"id\":\""))
    return String(line[start.upperBound...].prefix { $0 != "\"" })
  }

  /// The record of a request, as JSON.
  func record(_ id: String) throws -> String {
    let run = try run("queue", "--folder", "decided", "--json")
    return try #require(run.lines.first { $0.contains(id) }, "\(id) is not decided")
  }

  func expectIntactAudit() throws {
    let verify = try run("audit", "verify")
    #expect(verify.status == 0, "\(verify.errors)")
    #expect(verify.output.contains("all as they were written"))
  }
}

/// Cooked, echoing, the screen of before, and no mode left on.
func expectRestored(_ terminal: PseudoTerminal) {
  #expect(terminal.isLineRestored)
  #expect(terminal.privateModes == PseudoTerminal.standardModes)
  let end = String(decoding: terminal.output, as: UTF8.self)
  #expect(end.contains("\u{1B}[?1049l") || !end.contains("\u{1B}[?1049h"))
}

/// Says yes until it is taken: an answer counts once the plans have been read.
func sayYes(to question: String, on terminal: PseudoTerminal) throws {
  let end = ContinuousClock.now + .seconds(PseudoTerminal.patience)
  var isAsked = true
  while isAsked, ContinuousClock.now < end {
    try terminal.type("y")
    do {
      try terminal.wait("the answer", seconds: 0.3) {
        !$0.screen.contains { $0.contains(question) }
      }
      isAsked = false
    } catch is PseudoTerminalError {}
  }
  #expect(!isAsked, "\(terminal.screen)")
}

/// Presses a key until it has worked: one that needs a row counts once the list is read.
func press(_ key: String, until text: String, on terminal: PseudoTerminal) throws {
  let end = ContinuousClock.now + .seconds(PseudoTerminal.patience)
  var hasWorked = false
  while !hasWorked, ContinuousClock.now < end {
    try terminal.type(key)
    do {
      try terminal.wait(for: text, seconds: 2)
      hasWorked = true
    } catch is PseudoTerminalError {}
  }
  #expect(hasWorked, "\(terminal.screen)")
}
