import Testing

@testable import countersign

@Suite("What verbs print")
struct ConsoleTests {
  private let hostile = "Ada\u{1B}]52;c;bWFsaWNl\u{7} \u{202E}nwod\nnext line"

  @Test("A terminal is never steered by what a server sent")
  func onTerminal() {
    let shown = SystemConsole.shown(hostile, onTerminal: true)
    let steering: Set<Unicode.Scalar> = ["\u{1B}", "\u{7}", "\u{202E}"]
    #expect(!shown.unicodeScalars.contains(where: steering.contains))
    #expect(shown.hasPrefix("Ada") && shown.hasSuffix("\nnext line"))
    #expect(SystemConsole.shown("plain — é\n", onTerminal: true) == "plain — é\n")
  }

  @Test("A program gets every byte")
  func inPipe() { #expect(SystemConsole.shown(hostile, onTerminal: false) == hostile) }
}
