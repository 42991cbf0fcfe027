import Testing

@testable import Terminal

struct TerminalFeaturesTests {
  @Test(arguments: [
    ("xterm-256color", false, true), ("xterm", false, true), ("tmux-256color", false, true),
    ("foot", false, true), ("st-256color", false, true), ("stterm", false, false),
    ("linux", false, false), ("vt100", false, false), ("screen-256color", true, false),
    ("dumb", false, false), ("newterm", true, true),
  ])
  func commandsGoOnlyToThoseWhoKnowThem(_ name: String, _ isXtermLike: Bool, _ accepts: Bool) {
    let features = TerminalFeatures(name: name, paste: nil, isXtermLike: isXtermLike)
    #expect(features.acceptsCommands == accepts)
    #expect((features.paste != nil) == (accepts && name != "newterm"))
  }

  @Test func theDescriptionHasTheLastWordOnPastes() {
    let paste = TerminalFeatures.Paste(on: "+", off: "-")
    #expect(TerminalFeatures(name: "linux", paste: paste, isXtermLike: false).paste == paste)
  }

  @Test(arguments: [
    ("\u{1B}[m$<2>x", "\u{1B}[mx"), ("plain", "plain"), ("$<5/>a$<3*>b", "ab"), ("$5", "$5"),
    ("a$<", "a$<"), ("", ""),
  ])
  func paddingIsLeftOut(_ capability: String, _ sent: String) {
    #expect(capability.without(from: "$<", through: ">") == sent)
  }

  struct Choice: Sendable {
    var choice = ThemeChoice.automatic
    var environment: [String: String] = [:]
    var depth = ColorDepth.palette
    var isLight: Bool?
    var expected: Theme
  }

  @Test(arguments: [
    Choice(expected: .dark), Choice(isLight: true, expected: .light),
    Choice(isLight: false, expected: .dark),
    Choice(environment: ["COLORFGBG": "0;15"], expected: .light),
    Choice(environment: ["COLORFGBG": "15;default;0"], expected: .dark),
    Choice(environment: ["COLORFGBG": "nonsense"], expected: .dark),
    Choice(environment: ["COLORFGBG": "0;15"], isLight: false, expected: .dark),
    Choice(choice: .fixed(.light), isLight: false, expected: .light),
    Choice(choice: .fixed(.light), environment: ["NO_COLOR": "1"], expected: .mono),
    Choice(environment: ["NO_COLOR": ""], expected: .dark),
    Choice(choice: .fixed(.dark), depth: .none, expected: .mono),
  ])
  func whichTheme(_ choice: Choice) {
    let theme = choice.choice.theme(
      environment: choice.environment, depth: choice.depth, isLight: choice.isLight)
    #expect(theme == choice.expected)
  }

  @Test(arguments: [
    TerminalError.notATerminal, .noName, .cannotMoveCursor(name: "dumb"), .unknownName("x"),
    .alreadyOpen, .system("no such device"),
  ])
  func errorsAreSentences(_ error: TerminalError) {
    #expect(error.code.hasPrefix("terminal."))
    #expect(error.sentence.hasSuffix("."))
    #expect(error.advice.hasSuffix("."))
    #expect(error.description == error.sentence + " " + error.advice)
  }
}
