import Testing

@testable import Terminal

struct KeyDecoderTests {
  struct Press: Sendable, CustomTestStringConvertible {
    var bytes: String
    var keys: [Key]
    var testDescription: String { bytes.debugDescription }

    init(_ bytes: String, _ keys: Key...) {
      self.bytes = bytes
      self.keys = keys
    }
  }

  static let characters = [
    Press("a", .character("a")), Press("jk", .character("j"), .character("k")),
    Press(" ", .character(" ")), Press("é", .character("é")), Press("日", .character("日")),
    Press("👩‍💻", .character("👩‍💻")), Press("e\u{301}", .character("é")),
    Press("🇳🇬🇹🇳", .character("🇳🇬"), .character("🇹🇳")),
    Press("\r", .enter), Press("\t", .tab), Press("\u{7F}", .backspace), Press("\u{8}", .backspace),
    Press("\u{0}", .control(" ")), Press("\u{3}", .control("c")), Press("\n", .control("j")),
    Press("\u{1A}", .control("z")), Press("\u{1C}", .control("\\")), Press("\u{1F}", .control("_")),
  ]

  static let namedKeys = [
    Press("\u{1B}[A", .up), Press("\u{1B}OA", .up), Press("\u{1B}[B", .down),
    Press("\u{1B}OB", .down), Press("\u{1B}[C", .right), Press("\u{1B}OC", .right),
    Press("\u{1B}[D", .left), Press("\u{1B}OD", .left),
    Press("\u{1B}[H", .home), Press("\u{1B}OH", .home), Press("\u{1B}[1~", .home),
    Press("\u{1B}[7~", .home), Press("\u{1B}[F", .end), Press("\u{1B}OF", .end),
    Press("\u{1B}[4~", .end), Press("\u{1B}[8~", .end),
    Press("\u{1B}[5~", .pageUp), Press("\u{1B}[6~", .pageDown), Press("\u{1B}[2~", .insert),
    Press("\u{1B}[3~", .delete), Press("\u{1B}[Z", .backTab),
    Press("\u{1B}OP", .function(1)), Press("\u{1B}[11~", .function(1)),
    Press("\u{1B}[[A", .function(1)), Press("\u{1B}[[E", .function(5)),
    Press("\u{1B}[15~", .function(5)), Press("\u{1B}[17~", .function(6)),
    Press("\u{1B}[21~", .function(10)), Press("\u{1B}[24~", .function(12)),
    Press("\u{1B}[1;5P", .function(1)), Press("\u{1B}[[Z", .unknown),
    Press("\u{1B}OM", .enter), Press("\u{1B}Op", .character("0")),
    Press("\u{1B}Oy", .character("9")), Press("\u{1B}Ok", .character("+")),
  ]

  static let modifiedKeys = [
    Press("\u{1B}[1;2A", .shiftUp), Press("\u{1B}[1;2B", .shiftDown),
    Press("\u{1B}[1;5C", .controlRight), Press("\u{1B}[1;3D", .controlLeft),
    Press("\u{1B}[1;5A", .up), Press("\u{1B}[3;5~", .delete), Press("\u{1B}O5C", .controlRight),
    // rxvt.
    Press("\u{1B}[a", .shiftUp), Press("\u{1B}Oc", .controlRight), Press("\u{1B}[3^", .delete),
    Press("\u{1B}[3$", .delete), Press("\u{1B}[3@", .delete),
    Press("\u{1B}\u{1B}[C", .right), Press("\u{1B}\u{1B}OD", .left),
    // Alt.
    Press("\u{1B}x", .alt("x")), Press("\u{1B}é", .alt("é")), Press("\u{1B}\r", .enter),
    Press("\u{1B}\u{1B}x", .escape, .alt("x")),
    // kitty's protocol and xterm's modifyOtherKeys.
    Press("\u{1B}[97u", .character("a")), Press("\u{1B}[97;5u", .control("a")),
    Press("\u{1B}[97;3u", .alt("a")), Press("\u{1B}[27u", .escape), Press("\u{1B}[13;5u", .enter),
    Press("\u{1B}[27;5;106~", .control("j")), Press("\u{1B}[9;2u", .backTab),
    Press("\u{1B}[57441u", .unknown), Press("\u{1B}[1114112u", .unknown),
  ]

  /// Answers, reports, mice and what nobody knows: swallowed whole.
  static let swallowed = [
    Press("\u{1B}[?2026;1$yq", .unknown, .character("q")),
    Press("\u{1B}[<0;10;20mq", .character("q")), Press("\u{1B}[Mabcq", .character("q")),
    Press("\u{1B}[Iq", .unknown, .character("q")), Press("\u{1B}[99~q", .unknown, .character("q")),
    Press("\u{1B}]0;rm -rf\u{7}q", .character("q")),
    Press("\u{1B}P1$r0m\u{1B}\\q", .character("q")),
    Press("\u{1B}_x\u{1B}\\q", .character("q")), Press("\u{1B}X\u{1B}\\"),
    Press("\u{1B}[1;\u{3}", .unknown, .control("c")),
    Press("\u{1B}[1;\u{1B}[A", .unknown, .up), Press("\u{1B}O\u{1B}[A", .unknown, .up),
  ]

  static let pastes = [
    Press("\u{1B}[200~a\r\nd\rq\u{1B}[201~x", .paste("a\nd\nq"), .character("x")),
    Press("\u{1B}[200~\u{1B}[A\u{3}\u{1B}[201~", .paste("\u{1B}[A\u{3}")),
    Press("\u{1B}[200~\u{1B}[201~", .paste("")),
  ]

  static let presses = characters + namedKeys + modifiedKeys + swallowed + pastes

  @Test(arguments: presses)
  func keysFromBytes(_ press: Press) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(press.bytes.utf8) == press.keys.map { .key($0) })
    #expect(decoder.patienceMilliseconds == nil)
  }

  /// Only clusters need to come in one piece.
  @Test(arguments: presses.filter { $0.bytes.count == $0.bytes.unicodeScalars.count })
  func bytesMayComeOneByOne(_ press: Press) {
    var decoder = KeyDecoder()
    var keys: [InputEvent] = []
    for byte in press.bytes.utf8 { keys += decoder.feed([byte]) }
    #expect(keys == press.keys.map { .key($0) })
  }

  @Test(arguments: [
    Press("\u{1B}", .escape), Press("\u{1B}\u{1B}", .escape, .escape), Press("\u{1B}[", .alt("[")),
    Press("\u{1B}O", .alt("O")), Press("\u{1B}]", .alt("]")), Press("\u{1B}P", .alt("P")),
    Press("\u{1B}[1;", .unknown), Press("\u{1B}]11;rgb:", .unknown), Press("\u{1B}[M!", .unknown),
    Press("q", .character("q")),
  ])
  func whenNothingMoreComes(_ press: Press) {
    var decoder = KeyDecoder()
    var keys = decoder.feed(press.bytes.utf8)
    #expect((decoder.patienceMilliseconds == nil) == (press.bytes == "q"))
    keys += decoder.flush()
    #expect(keys == press.keys.map { .key($0) })
    #expect(decoder.flush() == [])
    #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
  }

  @Test func aPasteEndsOnlyWhenTheTerminalSaysSo() {
    var decoder = KeyDecoder()
    #expect(decoder.feed("\u{1B}[200~approve".utf8) == [])
    #expect(decoder.patienceMilliseconds == nil)
    #expect(decoder.flush() == [])
    #expect(decoder.feed("\rall\u{1B}[201~".utf8) == [.key(.paste("approve\nall"))])
  }

  @Test func aHugePasteIsCutAndItsRestIsNoKey() {
    var decoder = KeyDecoder()
    var input = Array("\u{1B}[200~".utf8) + Array(repeating: UInt8(ascii: "a"), count: 3 << 20)
    input += Array("\u{1B}[201~d".utf8)
    let events = decoder.feed(input)
    guard events.count == 2, case .key(.paste(let text)) = events[0] else {
      Issue.record("\(events.count) events")
      return
    }
    #expect(text.utf8.count == 1 << 20)
    #expect(events[1] == .key(.character("d")))
  }

  @Test func brokenUTF8IsOneUnknownKey() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0xC3, UInt8(ascii: "q")]) == [.key(.unknown), .key(.character("q"))])
    #expect(decoder.feed([0x80]) == [.key(.unknown)])
    #expect(decoder.feed([0xED, 0xA0, 0x80]) == [.key(.unknown)])
    #expect(decoder.feed([0xE6]) == [])
    #expect(decoder.patienceMilliseconds == 500)
    #expect(decoder.flush() == [.key(.unknown)])
  }

  @Test func answersAreNotKeys() {
    var decoder = KeyDecoder()
    let white = InputEvent.background(red: 1, green: 1, blue: 1)
    #expect(decoder.feed("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\".utf8) == [white])
    #expect(decoder.feed("\u{1B}]11;rgb:ff/ff/ff\u{7}".utf8) == [white])
    #expect(decoder.feed("\u{1B}]11;rgb:ff/zz/ff\u{7}".utf8) == [])
    #expect(decoder.feed("\u{1B}]11;?\u{7}".utf8) == [])
    #expect(decoder.feed("\u{1B}[?62;22cx".utf8) == [.attributes, .key(.character("x"))])
  }

  @Test func randomBytesNeverTrapAndEndInTheGround() {
    var generator = SplitMix(state: 7)
    let pieces = Array("\u{1B}[]OP;0129~M\\".utf8)
    for _ in 0..<2000 {
      var decoder = KeyDecoder()
      let bytes = (0..<40).map { _ in
        let pick = generator.next()
        return pick % 3 == 0 ? pieces[Int(pick >> 8) % pieces.count] : UInt8(pick >> 16 & 0xFF)
      }
      _ = decoder.feed(bytes)
      _ = decoder.flush()
      _ = decoder.feed("\u{1B}[201~".utf8)
      _ = decoder.flush()
      #expect(decoder.patienceMilliseconds == nil)
      #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
    }
  }

  @Test(arguments: [
    (Key.character("a"), "a"), (.character(" "), "␣"), (.control("r"), "^R"), (.alt("x"), "M-x"),
    (.function(5), "F5"), (.enter, "⏎"), (.pageUp, "PgUp"), (.paste("x"), "paste"), (.unknown, "?"),
  ])
  func labels(_ key: Key, _ label: String) {
    #expect(key.label == label)
  }
}
