import Foundation
import PseudoTerminal
import Testing

/// However the program ends, the terminal is as it was, bit by bit.
struct TerminalEndTests {
  func probe(_ script: String? = nil) throws -> PseudoTerminal {
    let path = try PseudoTerminal.built("terminal-probe")
    guard let script else { return try PseudoTerminal(path, columns: 60, rows: 20) }
    return try PseudoTerminal(
      "/bin/bash", ["--norc", "-c", script, path], columns: 60, rows: 20)
  }

  /// The cursor goes to its place last.
  static func isWhole(_ terminal: PseudoTerminal) -> Bool {
    terminal.cursor == (2, 2) && terminal.screen[3] == "a␛[31mb"
  }

  func expectRestored(_ terminal: PseudoTerminal) {
    #expect(terminal.isLineRestored)
    #expect(terminal.privateModes == PseudoTerminal.standardModes)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func asked(_ signal: Int32) throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    terminal.signal(signal)
    #expect(try terminal.waitForExit() == .code(128 + signal))
    expectRestored(terminal)
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGTRAP, SIGILL, SIGBUS, SIGFPE])
  func crashed(_ signal: Int32) throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    terminal.signal(signal)
    #expect(try terminal.waitForExit() == .signal(signal))
    expectRestored(terminal)
  }

  @Test func aTrapKeepsItsMessage() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    try terminal.type("c")
    guard case .signal = try terminal.waitForExit() else {
      Issue.record("ended with \(String(describing: terminal.exit))")
      return
    }
    expectRestored(terminal)
    let output = String(decoding: terminal.output, as: UTF8.self)
    let end = try #require(output.range(of: "\u{1B}[?1049l"))
    #expect(output[end.upperBound...].contains("probe crashes"))
  }

  @Test func leftWithoutClosing() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    try terminal.type("x")
    #expect(try terminal.waitForExit() == .code(3))
    expectRestored(terminal)
  }

  @Test func errorsDoNotPaintOverTheScreen() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    try terminal.type("ej")
    try terminal.wait(for: "key j")
    #expect(!terminal.screen.contains { $0.contains("an error") })
    try terminal.type("q")
    try terminal.waitForExit()
    #expect(terminal.screen.contains { $0.contains("an error") })
  }

  @Test func somethingElseMayHaveTheTerminalForAWhile() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    try terminal.type("o")
    try terminal.wait(for: "key o")
    #expect(terminal.privateModes.contains(1049))
    let output = String(decoding: terminal.output, as: UTF8.self)
    let outside = try #require(output.range(of: "outside"))
    #expect(output[..<outside.lowerBound].contains("\u{1B}[?1049l"))
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
  }

  /// A shell with job control, as a person has it: stopped, then taken to the foreground again.
  @Test(arguments: ["\u{1A}", "signal"])
  func stoppedAndContinued(_ way: String) throws {
    let terminal = try probe(
      "set -m; \"$0\"; echo stopped $?; stty -a | tr ' ' '\\n' | grep -x -e -icanon -e icanon; "
        + "read answer; fg >/dev/null; echo ended $?")
    try terminal.wait("the whole frame", until: Self.isWhole)
    if way == "signal" {
      let identifier = try #require(Self.identifier(on: terminal.screen))
      kill(identifier, SIGTSTP)
    } else {
      try terminal.type(way)
    }
    try terminal.wait(for: "stopped 148")
    try terminal.wait("a cooked terminal") { $0.screen.contains("icanon") }
    #expect(terminal.privateModes == PseudoTerminal.standardModes)
    terminal.resize(columns: 70, rows: 22)
    try terminal.type("\n")
    try terminal.wait(for: "probe 70x22")
    #expect(terminal.privateModes.isSuperset(of: [25, 1, 1049, 2004]))
    try terminal.type("jq")
    try terminal.wait(for: "ended 0")
    #expect(try terminal.waitForExit() == .code(0))
    expectRestored(terminal)
  }

  /// The process that the screen names; never 0 or less, which would mean many.
  static func identifier(on screen: [String]) -> pid_t? {
    let words = screen.flatMap { $0.split(separator: " ") }
    guard let index = words.firstIndex(of: "pid"), words.count > index + 2,
      words[index + 2] == "end", let identifier = pid_t(words[index + 1]), identifier > 1
    else { return nil }
    return identifier
  }

  @Test func stoppedFromOutsideAndContinued() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    terminal.signal(SIGSTOP)
    terminal.signal(SIGCONT)
    try terminal.wait(for: "size 60x20")
    #expect(terminal.privateModes.isSuperset(of: [25, 1, 1049, 2004]))
  }

  @Test func whenNothingHappensNothingIsDone() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    try terminal.type("j")
    try terminal.wait(for: "key j")
    // It still has to go to sleep.
    #expect(throws: PseudoTerminalError.self) { try terminal.wait(for: "never", seconds: 0.5) }
    let sent = terminal.output.count
    let switches = try Self.switches(of: terminal)
    #expect(throws: PseudoTerminalError.self) { try terminal.wait(for: "never", seconds: 0.5) }
    #expect(terminal.output.count == sent)
    #expect(try Self.switches(of: terminal) == switches)
  }

  /// How often the process has been woken.
  static func switches(of terminal: PseudoTerminal) throws -> String {
    let path = "/proc/\(terminal.processIdentifier)/status"
    let status = try String(contentsOfFile: path, encoding: .utf8)
    return status.split(separator: "\n").filter { $0.hasPrefix("voluntary_ctxt") }.joined()
  }
}
