import Testing

@testable import Terminal

struct KeyNameTests {
  static let names: [(String, Key)] = [
    ("a", .character("a")), ("G", .character("G")), ("?", .character("?")),
    ("space", .character(" ")), ("␣", .character(" ")), ("Enter", .enter), ("⏎", .enter),
    ("ESC", .escape), ("S-Tab", .backTab), ("^R", .control("r")), ("ctrl-r", .control("r")),
    ("M-x", .alt("x")), ("alt-1", .alt("1")), ("F5", .function(5)), ("f12", .function(12)),
    ("PgDn", .pageDown), ("^", .character("^")), ("F", .character("F")), ("é", .character("é")),
  ]

  @Test(arguments: names) func isUnderstood(_ name: String, _ key: Key) {
    #expect(Key(named: name) == key)
  }

  @Test(arguments: ["", " ", "F13", "F0", "hyper-x", "^rr", "ctrl-", "M-", "nonsense", "\n"])
  func isNoKey(_ name: String) { #expect(Key(named: name) == nil) }

  @Test(arguments: names) func aNameLeadsBack(_ name: String, _ key: Key) throws {
    #expect(Key(named: try #require(key.name)) == key)
  }

  @Test func whatHasNoNameHasNone() {
    #expect(Key.unknown.name == nil)
    #expect(Key.paste("x").name == nil)
    #expect(Key.control(" ").name == "ctrl-space")
  }
}
