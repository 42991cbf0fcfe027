import Testing

@testable import Terminal

@Suite struct ClipboardSequenceTests {
  private let plain = "\u{1B}]52;c;QWRh\u{7}"

  private func text(_ terminal: String, _ environment: [String: String] = [:]) -> String {
    String(
      decoding: ClipboardSequence.bytes("Ada", terminal: terminal, environment: environment),
      as: UTF8.self)
  }

  @Test func plainTerminals() { #expect(text("xterm-256color") == plain) }

  @Test func throughTmux() {
    let wrapped = "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;QWRh\u{7}\u{1B}\\"
    #expect(text("tmux-256color") == plain + wrapped)
    #expect(text("screen-256color", ["TMUX": "/tmp/tmux-0/default,1,0"]) == plain + wrapped)
  }

  @Test func throughScreen() {
    #expect(text("screen", ["STY": "1.tty"]) == "\u{1B}P\(plain)\u{1B}\\")
  }
}
