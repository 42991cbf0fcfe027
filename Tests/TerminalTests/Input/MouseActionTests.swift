import Testing

@testable import Terminal

@Suite struct MouseActionTests {
  private func decode(_ text: String) -> [InputEvent] {
    var decoder = KeyDecoder()
    return decoder.feed(text.utf8)
  }

  @Test func buttonAndWheel() {
    #expect(
      decode("\u{1B}[<0;12;5M\u{1B}[<0;12;5m\u{1B}[<64;1;1M\u{1B}[<65;300;200M") == [
        .mouse(MouseAction(.press, Position(column: 11, row: 4))),
        .mouse(MouseAction(.wheelUp, Position(column: 0, row: 0))),
        .mouse(MouseAction(.wheelDown, Position(column: 299, row: 199))),
      ])
  }

  @Test(arguments: ["2;1;1M", "32;1;1M", "4;1;1M", "0;0;1M", "0;1M", "0;1;1;1M", ";;M"])
  func theRestIsSwallowed(_ report: String) {
    #expect(decode("\u{1B}[<\(report)j") == [.key(.character("j"))])
  }
}
