/// Turns a terminal's bytes into keys. Pure: time comes in as `flush`.
///
/// Both encodings of the arrows, modifiers, Alt as a leading Escape, the Linux console and rxvt, and
/// answers to questions are understood; a sequence that means nothing is swallowed whole, so that
/// its tail is never taken for keys. Source: ECMA-48 §5.4, xterm control sequences.
struct KeyDecoder: Sendable {
  private enum State: Hashable, Sendable {
    case ground
    /// After Escape; `again` when there were two.
    case escape(again: Bool)
    /// `ESC O`.
    case singleShift
    /// `ESC [`.
    case control
    /// OSC, DCS, SOS, PM or APC: runs to BEL or `ESC \`.
    case string(UInt8)
    case paste
    /// Bytes of an X10 mouse report that are still to come.
    case mouse(Int)
  }

  private var state = State.ground
  private var bytes: [UInt8] = []
  private var text = String.UnicodeScalarView()
  private var utf8: [UInt8] = []
  private var isAlt = false
  private var events: [InputEvent] = []

  /// Longer ones are cut, and their rest swallowed. Units: bytes.
  private static let longestSequence = 4096
  private static let longestPaste = 1 << 20
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// How long the rest of a sequence may take before it is given up. Units: milliseconds; nil when
  /// nothing is half read, or when only the terminal can end it (a paste).
  var patienceMilliseconds: Int? {
    switch state {
    case .ground: utf8.isEmpty ? nil : 500
    case .escape: 25
    case .singleShift, .control: bytes.isEmpty ? 25 : 500
    case .string, .mouse: 500
    case .paste: nil
    }
  }

  /// Takes what was read.
  mutating func feed(_ input: some Sequence<UInt8>) -> [InputEvent] {
    for byte in input { take(byte) }
    return takeEvents()
  }

  /// Says that the patience is over: a lone Escape is the key, anything else half read is dropped.
  mutating func flush() -> [InputEvent] {
    switch state {
    case .ground where utf8.isEmpty: break
    case .escape(let again):
      if again { emit(.escape) }
      emit(.escape)
    case .singleShift where bytes.isEmpty: emit(.alt("O"))
    case .control where bytes.isEmpty: emit(.alt("["))
    case .string(let kind) where bytes.isEmpty: emit(.alt(Character(Unicode.Scalar(kind))))
    case .paste: return takeEvents()
    default: emit(.unknown)
    }
    reset()
    utf8 = []
    return takeEvents()
  }

  private mutating func takeEvents() -> [InputEvent] {
    endText()
    defer { events = [] }
    return events
  }

  private mutating func reset() {
    state = .ground
    bytes = []
    isAlt = false
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: takeGround(byte)
    case .escape(let again): takeEscape(byte, again: again)
    case .singleShift: takeSingleShift(byte)
    case .control: takeControl(byte)
    case .string(let kind): takeString(byte, kind: kind)
    case .paste: takePaste(byte)
    case .mouse(let left):
      if left > 1 { state = .mouse(left - 1) } else { reset() }
    }
  }
}

// Plain characters and what follows an Escape.
extension KeyDecoder {
  private mutating func takeGround(_ byte: UInt8) {
    if !utf8.isEmpty || byte >= 0x80 {
      takeUTF8(byte)
    } else if byte == 0x1B {
      endText()
      state = .escape(again: false)
    } else if byte < 0x20 || byte == 0x7F {
      emit(Self.key(control: byte))
    } else {
      text.append(Unicode.Scalar(byte))
    }
  }

  private mutating func takeUTF8(_ byte: UInt8) {
    guard byte >= 0x80 else {
      utf8 = []
      emit(.unknown)
      return take(byte)
    }
    utf8.append(byte)
    let expected = utf8[0] >= 0xF0 ? 4 : utf8[0] >= 0xE0 ? 3 : utf8[0] >= 0xC2 ? 2 : 1
    guard utf8.count >= expected else { return }
    let character = String(validating: utf8, as: UTF8.self)
    utf8 = []
    guard let scalar = character?.unicodeScalars.first else { return emit(.unknown) }
    if isAlt {
      emit(.alt(Character(scalar)))
      reset()
    } else {
      text.append(scalar)
    }
  }

  private mutating func takeEscape(_ byte: UInt8, again: Bool) {
    switch byte {
    case UInt8(ascii: "["): enter(.control)
    case UInt8(ascii: "O"): enter(.singleShift)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      enter(.string(byte))
    case 0x1B:
      if again { emit(.escape) }
      state = .escape(again: true)
    default:
      if again { emit(.escape) }
      reset()
      takeAlt(byte)
    }
  }

  private mutating func enter(_ next: State) {
    bytes = []
    state = next
  }

  private mutating func takeAlt(_ byte: UInt8) {
    if byte >= 0x80 {
      isAlt = true
      takeUTF8(byte)
    } else if byte < 0x20 || byte == 0x7F {
      // Alt with Enter, Backspace or Ctrl means the same as without Alt.
      emit(Self.key(control: byte))
    } else {
      emit(.alt(Character(Unicode.Scalar(byte))))
    }
  }

  static func key(control byte: UInt8) -> Key {
    switch byte {
    case 0x00: .control(" ")
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0D: .enter
    case 0x1B: .escape
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    default: .control(Character(Unicode.Scalar(byte + 0x40)))
    }
  }
}

// Sequences.
extension KeyDecoder {
  private mutating func takeSingleShift(_ byte: UInt8) {
    if (0x30...0x39).contains(byte), bytes.count < 4 {
      bytes.append(byte)
      return
    }
    // A control or an Escape is the next key, not the end of this one.
    guard (0x40...0x7E).contains(byte) else { return abandon(byte) }
    emit(KeySequences.key(singleShift: byte, modifier: KeySequences.number(bytes)))
    reset()
  }

  private mutating func takeControl(_ byte: UInt8) {
    if bytes.isEmpty, byte == UInt8(ascii: "[") {
      bytes.append(byte)
      return
    }
    // The Linux console sends `ESC [ [ A` for F1.
    if bytes == [UInt8(ascii: "[")] {
      emit(KeySequences.key(console: byte))
      return reset()
    }
    guard (0x20...0x7E).contains(byte) else { return abandon(byte) }
    // rxvt ends Shift with a dollar, which elsewhere is not an end.
    let isShifted = byte == UInt8(ascii: "$") && bytes.allSatisfy { (0x30...0x39).contains($0) }
    if byte < 0x40, !isShifted || bytes.isEmpty {
      if bytes.count < Self.longestSequence { bytes.append(byte) }
      return
    }
    endControl(byte)
  }

  private mutating func endControl(_ final: UInt8) {
    let parameters = bytes
    reset()
    if final == UInt8(ascii: "~"), parameters == Array("200".utf8) {
      state = .paste
    } else if final == UInt8(ascii: "M"), parameters.isEmpty {
      state = .mouse(3)
    } else if parameters.first == UInt8(ascii: "<") {
      if let action = MouseAction(parameters: parameters, final: final) { add(.mouse(action)) }
    } else if final == UInt8(ascii: "c"), parameters.first == UInt8(ascii: "?") {
      add(.attributes)
    } else {
      emit(KeySequences.key(control: parameters, final: final))
    }
  }

  private mutating func abandon(_ byte: UInt8) {
    emit(.unknown)
    reset()
    take(byte)
  }

  private mutating func takeString(_ byte: UInt8, kind: UInt8) {
    let isEnd = byte == 0x07 || (byte == UInt8(ascii: "\\") && bytes.last == 0x1B)
    guard isEnd else {
      if bytes.count < Self.longestSequence || byte == 0x1B { bytes.append(byte) }
      return
    }
    if kind == UInt8(ascii: "]"), let event = KeySequences.answer(bytes) { add(event) }
    reset()
  }

  private mutating func takePaste(_ byte: UInt8) {
    bytes.append(byte)
    if byte == UInt8(ascii: "~"), bytes.suffix(Self.pasteEnd.count) == Self.pasteEnd[...] {
      let pasted = bytes.dropLast(Self.pasteEnd.count).prefix(Self.longestPaste)
      emit(.paste(KeySequences.pasted(pasted)))
      reset()
    } else if bytes.count > Self.longestPaste * 2 {
      // Keeps the start, and enough at the end to recognise where it stops.
      bytes.removeSubrange(Self.longestPaste..<bytes.count - Self.pasteEnd.count)
    }
  }
}

// What comes out.
extension KeyDecoder {
  private mutating func emit(_ key: Key) { add(.key(key)) }

  private mutating func add(_ event: InputEvent) {
    endText()
    events.append(event)
  }

  /// Characters that came in one piece are joined into clusters: an emoji is one key.
  private mutating func endText() {
    guard !text.isEmpty else { return }
    for character in String(text) { events.append(.key(.character(character))) }
    text = String.UnicodeScalarView()
  }
}
