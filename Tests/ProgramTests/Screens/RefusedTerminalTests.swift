import PseudoTerminal
import Testing

/// What cannot show the screens gets a sentence and the exit status 7.
struct RefusedTerminalTests {
  @Test(arguments: [
    (["TERM": "dumb"], "A terminal of type “dumb” cannot move its cursor. Use the commands"),
    (["TERM": "no-such-terminal"], "“no-such-terminal”, is not known here. Install"),
    (["TERM": ""], "TERM is not set"),
  ])
  func wrongKind(_ environment: [String: String], _ sentence: String) throws {
    let place = try Workplace(isSynced: false)
    let terminal = try place.terminal(columns: 200, with: environment)
    #expect(try terminal.waitForExit() == .code(7))
    #expect(terminal.screen[0].contains(sentence), "\(terminal.screen[0])")
    #expect(!terminal.output.contains(0x1B))
    expectRestored(terminal)
  }

  @Test func tooSmall() throws {
    let place = try Workplace(isSynced: false)
    let terminal = try place.terminal(columns: 20, rows: 5)
    #expect(try terminal.waitForExit() == .code(7))
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.contains("This terminal is 20x5") && text.contains("countersign queue"))
    expectRestored(terminal)
  }

  @Test func noTerminal() throws {
    let place = try Workplace(isSynced: false)
    let run = try place.run()
    #expect(run.status == 7)
    #expect(run.errors.contains("The screen needs a terminal"), "\(run.errors)")
    #expect(run.errors.contains("countersign queue"))
    #expect(run.output.isEmpty)
  }
}
