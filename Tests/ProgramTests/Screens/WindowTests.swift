import Foundation
import PseudoTerminal
import Testing

/// Whatever happens to the window, the screen stays whole and the terminal sane.
struct WindowTests {
  @Test func everySize() throws {
    let place = try Workplace()
    let terminal = try place.screens(columns: 80, rows: 24)
    for (columns, rows) in [(200, 50), (60, 20)] {
      terminal.resize(columns: columns, rows: rows)
      try terminal.wait("the whole of \(columns)x\(rows)") { Self.isWhole($0, columns, rows) }
    }
    terminal.resize(columns: 20, rows: 5)
    try terminal.wait(for: "This is 20×5.")
    terminal.resize(columns: 80, rows: 24)
    try terminal.wait("the whole of 80x24") { Self.isWhole($0, 80, 24) }
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    expectRestored(terminal)
  }

  /// Tabs on top, a rule as wide as the window, keys at the bottom, the rows between.
  static func isWhole(_ terminal: PseudoTerminal, _ columns: Int, _ rows: Int) -> Bool {
    let screen = terminal.screen
    return screen.count == rows && screen[0].contains("[Queue]")
      && screen.contains { $0.contains("Viktor") }
      && (screen[rows - 1] + screen[rows - 2]).contains("a approve")
      && (columns >= 160 || screen.contains { $0.hasPrefix("─") && $0.count == columns })
  }

  /// A shell with job control, as a person has it: stopped, then taken to the foreground again.
  @Test func stoppedAndContinued() throws {
    let place = try Workplace()
    let script =
      "set -m; \"$0\"; echo stopped $?; stty -a | tr ' ' '\\n' | grep -x icanon; read answer; "
      + "fg >/dev/null; echo ended $?"
    let terminal = try PseudoTerminal(
      "/bin/bash", ["--norc", "-c", script, PseudoTerminal.built("countersign")],
      environment: place.environment, columns: 100, rows: 30)
    try terminal.wait(for: "Viktor Petrenko")
    try terminal.type("\u{1A}")
    try terminal.wait(for: "stopped 148")
    try terminal.wait("a cooked terminal") { $0.screen.contains("icanon") }
    #expect(terminal.privateModes == PseudoTerminal.standardModes)
    terminal.resize(columns: 90, rows: 25)
    try terminal.type("\n")
    try terminal.wait("the queue again") { Self.isWhole($0, 90, 25) }
    try terminal.type("q")
    try terminal.wait(for: "ended 0")
    #expect(try terminal.waitForExit() == .code(0))
    expectRestored(terminal)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func asked(_ signal: Int32) throws {
    let place = try Workplace()
    let terminal = try place.screens()
    terminal.signal(signal)
    #expect(try terminal.waitForExit() == .code(128 + signal))
    expectRestored(terminal)
    try place.expectIntactAudit()
  }

  @Test func noColour() throws {
    let place = try Workplace()
    for environment in [["NO_COLOR": "1"], [:]] {
      let terminal = try place.terminal(with: environment)
      try terminal.wait(for: "Viktor Petrenko")
      try terminal.type("q")
      #expect(try terminal.waitForExit() == .code(0))
      // SGR 30 to 49 and 90 to 107 are the colours, 39 and 49 the terminal's own.
      let colour = try Regex("\u{1B}\\[([0-9]+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;[0-9]+)*m")
      let output = String(decoding: terminal.output, as: UTF8.self)
      #expect(output.contains(colour) == environment.isEmpty)
    }
  }
}
