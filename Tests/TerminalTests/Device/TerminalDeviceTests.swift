import Foundation
import PseudoTerminal
import Testing

/// The device in a real pseudo-terminal, its screen read by libvterm.
struct TerminalDeviceTests {
  func probe(
    _ environment: [String: String] = [:], columns: Int = 60, rows: Int = 20,
    background: String? = nil
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      PseudoTerminal.built("terminal-probe"), environment: environment, columns: columns,
      rows: rows, background: background)
  }

  /// The cursor goes to its place last.
  static func isWhole(_ terminal: PseudoTerminal) -> Bool {
    terminal.cursor == (2, 2) && terminal.screen[3] == "a␛[31mb"
  }

  /// Cooked, echoing, the screen of before, its cursor, and no mode left on.
  func expectRestored(_ terminal: PseudoTerminal) {
    #expect(terminal.isLineRestored)
    #expect(terminal.privateModes == PseudoTerminal.standardModes)
    let end = String(decoding: terminal.output, as: UTF8.self)
    #expect(end.contains("\u{1B}[?1049l") || !end.contains("\u{1B}[?1049h"))
  }

  @Test func aFrameIsShownAndTheTerminalPutBack() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    #expect(terminal.screen[0] == "probe 60x20 256 dark")
    #expect(terminal.screen[3] == "a␛[31mb")
    #expect(terminal.privateModes.isSuperset(of: [25, 1, 1049, 2004]))
    #expect(terminal.modes.c_lflag & tcflag_t(ECHO | ICANON | ISIG) == 0)
    #expect(terminal.cursor == (2, 2))
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    expectRestored(terminal)
  }

  @Test func columnsStayStraightWhateverTheTerminalMakesOfEmoji() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    // libvterm joins no emoji; what it draws beyond a column's end is written over.
    let bars = (0..<60).filter { terminal.cell(column: $0, row: 1).text == "|" }
    #expect(bars == [6, 9, 12, 14, 20, 24])
    #expect(terminal.cell(column: 0, row: 1).text == "日")
    #expect(terminal.cell(column: 0, row: 1).isBold)
    #expect(terminal.cell(column: 15, row: 1).text == "ह")
  }

  @Test func rolesBecomeColours() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    #expect(terminal.cell(column: 0, row: 0).isBold)
    #expect(terminal.cell(column: 0, row: 1).foreground == 210)
    #expect(terminal.cell(column: 0, row: 2).background == 237)
    #expect(terminal.cell(column: 9, row: 2).background == 237)
    #expect(terminal.cell(column: 10, row: 2).background == -1)
    #expect(terminal.cell(column: 1, row: 3).isReversed)
  }

  struct Kind: Sendable {
    var environment: [String: String]
    var title: String
    var acceptsPaste: Bool
    var asks: Bool
  }

  @Test(arguments: [
    Kind(
      environment: ["TERM": "xterm-256color"], title: "256 dark", acceptsPaste: true, asks: true),
    Kind(environment: ["TERM": "xterm"], title: "8 dark", acceptsPaste: true, asks: true),
    Kind(
      environment: ["TERM": "tmux-256color"], title: "256 dark", acceptsPaste: true, asks: true),
    Kind(
      environment: ["TERM": "screen-256color"], title: "256 dark", acceptsPaste: false,
      asks: false),
    Kind(environment: ["TERM": "linux"], title: "8 dark", acceptsPaste: false, asks: false),
    Kind(environment: ["TERM": "vt100"], title: "0 any", acceptsPaste: false, asks: false),
    Kind(
      environment: ["TERM": "xterm-256color", "NO_COLOR": "1"], title: "256 any",
      acceptsPaste: true, asks: false),
    Kind(
      environment: ["TERM": "xterm", "COLORFGBG": "0;15"], title: "8 light", acceptsPaste: true,
      asks: true),
    Kind(
      environment: ["TERM": "xterm-256color", "LANG": "C", "LC_ALL": "C"], title: "256 dark",
      acceptsPaste: true, asks: true),
  ])
  func everyTerminalGetsOnlyWhatItUnderstands(_ kind: Kind) throws {
    let terminal = try probe(kind.environment)
    try terminal.wait(for: "probe 60x20 \(kind.title)")
    try terminal.wait("the whole frame", until: Self.isWhole)
    try terminal.type("tj")
    try terminal.wait(for: "key j")
    let output = String(decoding: terminal.output, as: UTF8.self)
    #expect(output.contains("\u{1B}[?2004h") == kind.acceptsPaste)
    #expect(output.contains("\u{1B}]11;?") == kind.asks)
    #expect(!output.contains("\u{1B}]11;?") || output.contains("probe"))
    #expect(output.contains("\u{1B}]2;a␇b\u{1B}\\") == kind.acceptsPaste)
    if kind.title.hasSuffix("any") { #expect(terminal.cell(column: 0, row: 1).foreground == -1) }
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
    expectRestored(terminal)
  }

  /// The machine may lack a description with direct colours; the test makes one.
  @Test func everyColourWhereTheTerminalSaysSo() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "terminfo-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let source = folder.appending(path: "source")
    let blue = "%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"
    try """
    xterm-direct|xterm with direct colours,
    \tcolors#0x1000000, pairs#0x7FFF, RGB,
    \tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;\(blue), setab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;\(blue),
    \tuse=xterm-256color,

    """.write(to: source, atomically: true, encoding: .utf8)
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/tic")
    compiler.arguments = ["-x", "-o", folder.path, source.path]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)

    let terminal = try probe(["COLORTERM": "truecolor", "TERMINFO_DIRS": folder.path + ":"])
    try terminal.wait("the whole frame", until: Self.isWhole)
    #expect(terminal.screen[0] == "probe 60x20 16777216 dark")
    #expect(terminal.cell(column: 0, row: 1).foreground == 0x1FF_8787)
    #expect(terminal.cell(column: 0, row: 2).background == 0x13A_3A3A)
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
  }

  @Test(arguments: [
    ("dumb", "A terminal of type “dumb” cannot move its cursor."), ("", "TERM is not set"),
    ("no-such-terminal", "The type of this terminal, “no-such-terminal”, is not known here."),
  ])
  func aTerminalThatCannotShowItGetsASentence(_ name: String, _ sentence: String) throws {
    let terminal = try probe(["TERM": name], columns: 100)
    #expect(try terminal.waitForExit() == .code(69))
    #expect(terminal.screen[0].hasPrefix(sentence), "\(terminal.screen)")
    #expect(!terminal.output.contains(0x1B))
    expectRestored(terminal)
  }

  @Test func whatIsNoTerminalGetsASentence() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try PseudoTerminal.built("terminal-probe"))
    process.environment = ["TERM": "xterm"]
    let errors = Pipe()
    let output = Pipe()
    process.standardError = errors
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text.hasPrefix("The screen needs a terminal"))
    #expect(output.fileHandleForReading.readDataToEndOfFile().isEmpty)
    #expect(process.terminationStatus == 69)
  }

  @Test func keysComeThrough() throws {
    let terminal = try probe()
    try terminal.wait(for: "probe")
    try terminal.type("\u{1B}[A\u{1B}OBé\u{1B}x\u{1B}[15~\u{3}")
    for label in ["key ↑", "key ↓", "key é", "key M-x", "key F5", "key ^C"] {
      try terminal.wait(for: label)
    }
    // Nothing follows: it was the key.
    try terminal.type("\u{1B}")
    try terminal.wait(for: "key Esc")
    try terminal.type("\u{1B}[200~q\rx\u{1B}[201~")
    try terminal.wait(for: "paste \"q\\nx\"")
    #expect(terminal.exit == nil)
  }

  @Test func theBackgroundIsAskedForAfterTheFirstPaint() throws {
    let terminal = try probe(background: "rgb:ffff/ffff/eeee")
    try terminal.wait(for: "probe 60x20 256 light")
    try terminal.wait("the answer") { $0.screen[4] == "light" }
    #expect(terminal.screen[5] == "")
    let output = String(decoding: terminal.output, as: UTF8.self)
    let question = try #require(output.range(of: "\u{1B}]11;?"))
    #expect(output[..<question.lowerBound].contains("probe"))
  }

  @Test func aSilentTerminalLeavesTheThemeDark() throws {
    let terminal = try probe(["TERM": "xterm"])
    try terminal.wait(for: "probe 60x20 8 dark")
    try terminal.type("q")
    #expect(try terminal.waitForExit() == .code(0))
  }

  @Test func aStormOfSizes() throws {
    let terminal = try probe()
    try terminal.wait("the whole frame", until: Self.isWhole)
    for step in 0..<40 { terminal.resize(columns: 20 + step * 3, rows: 5 + step) }
    terminal.resize(columns: 20, rows: 5)
    try terminal.wait(for: "probe 20x5")
    terminal.resize(columns: 200, rows: 50)
    try terminal.wait(for: "probe 200x50")
    terminal.resize(columns: 1, rows: 1)
    try terminal.wait("one cell") { $0.screen == ["p"] || $0.screen == ["…"] }
    terminal.resize(columns: 80, rows: 24)
    try terminal.wait(for: "probe 80x24")
  }

  @Test func onlyWhatChangedIsSent() throws {
    let terminal = try probe(columns: 200, rows: 50)
    try terminal.wait(for: "probe 200x50")
    try terminal.type("j")
    try terminal.wait(for: "key j")
    let before = terminal.output.count
    try terminal.type("k")
    try terminal.wait(for: "key k")
    #expect(terminal.output.count - before < 60)
    // What ncurses cannot hold is not sent again either.
    #expect(!terminal.output.suffix(60).contains(0xF0))
  }
}
