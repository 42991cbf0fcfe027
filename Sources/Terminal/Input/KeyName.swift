extension Key {
  /// The key that a configuration names. Shape: a character (`a`, `G`, `?`), `^r` or `ctrl-r`, `M-x`
  /// or `alt-x`, `F5`, or a word: `space`, `enter`, `esc`, `tab`, `s-tab`, `up`, `pgdn` …, in any case.
  /// Labels such as `⏎` and `␣` count as well. nil for anything else.
  public init?(named name: String) {
    if let key = Self.words[name.lowercased()] ?? Self.byLabel[name] {
      self = key
      return
    }
    if name.count == 1, let character = name.first, !character.isWhitespace {
      self = .character(character)
      return
    }
    for (prefix, make) in Self.prefixes where name.lowercased().hasPrefix(prefix) {
      let rest = name.dropFirst(prefix.count)
      guard rest.count == 1, let character = rest.first, character.isASCII else { return nil }
      self = make(character)
      return
    }
    guard name.first == "F" || name.first == "f", let number = Int(name.dropFirst()),
      (1...12).contains(number)
    else { return nil }
    self = .function(number)
  }

  /// A name that `init(named:)` understands; nil for pasted text and for what has no name.
  public var name: String? {
    switch self {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .control(" "): "ctrl-space"
    case .control(let character): "^\(character)"
    case .alt(let character): "M-\(character)"
    case .function(let number): "F\(number)"
    case .paste, .unknown: nil
    default: Self.words.filter { $0.value == self }.keys.min()
    }
  }

  private static let prefixes: [(String, @Sendable (Character) -> Key)] = [
    ("^", { .control(Character($0.lowercased())) }),
    ("ctrl-", { .control(Character($0.lowercased())) }), ("m-", { .alt($0) }),
    ("alt-", { .alt($0) }),
  ]

  private static let words: [String: Key] = [
    "space": .character(" "), "enter": .enter, "esc": .escape, "tab": .tab, "s-tab": .backTab,
    "backspace": .backspace, "del": .delete, "ins": .insert, "up": .up, "down": .down,
    "left": .left, "right": .right, "home": .home, "end": .end, "pgup": .pageUp,
    "pgdn": .pageDown, "s-up": .shiftUp, "s-down": .shiftDown, "ctrl-left": .controlLeft,
    "ctrl-right": .controlRight, "ctrl-space": .control(" "),
  ]

  private static let byLabel = Dictionary(
    words.values.map { ($0.label, $0) }, uniquingKeysWith: { first, _ in first })
}
