/// The tables of what terminals send.
enum KeySequences {
  /// Shift 1, Alt 2, Ctrl 4, as xterm counts them less one.
  struct Modifiers: OptionSet {
    let rawValue: Int
    static let shift = Modifiers(rawValue: 1)
    static let alt = Modifiers(rawValue: 2)
    static let control = Modifiers(rawValue: 4)
  }

  static func number(_ bytes: some Sequence<UInt8>) -> Int? {
    var value: Int?
    for byte in bytes {
      guard (0x30...0x39).contains(byte), (value ?? 0) < 1_000_000 else { return value }
      value = (value ?? 0) * 10 + Int(byte - 0x30)
    }
    return value
  }

  /// `ESC O x`, with a modifier between them on some.
  static func key(singleShift final: UInt8, modifier: Int?) -> Key {
    if let key = keypad[final] { return key }
    return key(letter: final, modifiers: Modifiers(rawValue: max(0, (modifier ?? 1) - 1)))
  }

  /// `ESC [ [ A` to `E`: F1 to F5 of the Linux console.
  static func key(console final: UInt8) -> Key {
    (0x41...0x45).contains(final) ? .function(Int(final) - 0x40) : .unknown
  }

  /// `ESC [ parameters final`.
  static func key(control parameters: [UInt8], final: UInt8) -> Key {
    if let first = parameters.first, first == 0x3C || first == 0x3F || first == 0x3E {
      return .unknown
    }
    let numbers = parameters.split(separator: 0x3B, omittingEmptySubsequences: false).map(number)
    let modifier = numbers.count > 1 ? (numbers[1] ?? 1) : 1
    let modifiers = Modifiers(rawValue: max(0, modifier - 1))
    let code = numbers.first.flatMap { $0 } ?? 1
    switch final {
    case UInt8(ascii: "~"):
      // xterm's modifyOtherKeys: 27 ; modifier ; code.
      if code == 27, numbers.count > 2 { return key(code: numbers[2] ?? 0, modifiers: modifiers) }
      return key(number: code, modifiers: modifiers)
    case UInt8(ascii: "u"): return key(code: code, modifiers: modifiers)
    case UInt8(ascii: "^"): return key(number: code, modifiers: .control)
    case UInt8(ascii: "$"): return key(number: code, modifiers: .shift)
    case UInt8(ascii: "@"): return key(number: code, modifiers: [.control, .shift])
    case 0x61...0x64: return key(letter: final - 0x20, modifiers: .shift)
    default: return key(letter: final, modifiers: modifiers)
    }
  }

  private static func key(letter: UInt8, modifiers: Modifiers) -> Key {
    guard let key = letters[letter] else { return .unknown }
    return modified(key, modifiers)
  }

  private static func key(number: Int, modifiers: Modifiers) -> Key {
    guard let key = numbers[number] else { return .unknown }
    return modified(key, modifiers)
  }

  private static func modified(_ key: Key, _ modifiers: Modifiers) -> Key {
    if modifiers.isDisjoint(with: [.alt, .control]) {
      guard modifiers.contains(.shift) else { return key }
      switch key {
      case .up: return .shiftUp
      case .down: return .shiftDown
      case .tab: return .backTab
      default: return key
      }
    }
    switch key {
    case .left: return .controlLeft
    case .right: return .controlRight
    default: return key
    }
  }

  /// A key by its character, as kitty's protocol and modifyOtherKeys send it.
  private static func key(code: Int, modifiers: Modifiers) -> Key {
    guard let scalar = Unicode.Scalar(UInt32(code)) else { return .unknown }
    if code < 0x20 || code == 0x7F {
      return modified(KeyDecoder.key(control: UInt8(code)), modifiers)
    }
    // Private use: keys of kitty's protocol that stand for nothing here.
    if (0xE000...0xF8FF).contains(scalar.value) { return .unknown }
    let character = Character(scalar)
    if modifiers.contains(.control) { return .control(Character(character.lowercased())) }
    if modifiers.contains(.alt) { return .alt(character) }
    return .character(character)
  }

  private static let letters: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
    UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4), UInt8(ascii: "Z"): .backTab,
  ]

  /// The keypad in application mode.
  private static let keypad: [UInt8: Key] = {
    var keys: [UInt8: Key] = [
      UInt8(ascii: "M"): .enter, UInt8(ascii: "I"): .tab, UInt8(ascii: "X"): .character("="),
    ]
    for (offset, character) in "*+,-./0123456789".enumerated() {
      keys[UInt8(ascii: "j") + UInt8(offset)] = .character(character)
    }
    // rxvt sends Ctrl with an arrow as `ESC O a`.
    keys[UInt8(ascii: "a")] = .up
    keys[UInt8(ascii: "b")] = .down
    keys[UInt8(ascii: "c")] = .controlRight
    keys[UInt8(ascii: "d")] = .controlLeft
    return keys
  }()

  private static let numbers: [Int: Key] = {
    var keys: [Int: Key] = [
      1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]
    let functions = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24]
    for (index, number) in functions.enumerated() { keys[number] = .function(index + 1) }
    return keys
  }()

  /// A paste as text: line ends as `\n` whatever the terminal sends.
  static func pasted(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
      .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }

  /// Answer to OSC 11. Shape: `11;rgb:1e1e/1e1e/1e1e`, one to four digits each.
  static func answer(_ bytes: [UInt8]) -> InputEvent? {
    let text = String(decoding: bytes.filter { $0 != 0x1B }, as: UTF8.self)
    guard let start = text.firstIndex(of: ":"), text.hasPrefix("11;rgb") else { return nil }
    let parts = text[text.index(after: start)...].split(separator: "/").map { part -> Double? in
      guard (1...4).contains(part.count), let value = Int(part, radix: 16) else { return nil }
      return Double(value) / Double((1 << (4 * part.count)) - 1)
    }
    guard parts.count >= 3, let red = parts[0], let green = parts[1], let blue = parts[2] else {
      return nil
    }
    return .background(red: red, green: green, blue: blue)
  }
}
