// Scalars, and values of any kind.
extension JSONReader {
  /// Reads a string that begins at the next byte.
  mutating func string() throws(JSONError) -> StringToken {
    guard try peek() == UInt8(ascii: "\"") else { throw JSONError(.wrongShape, offset: position) }
    position += 1
    let start = position
    var hasEscape = false
    while true {
      let found = firstSpecial(from: position)
      position = found
      guard found < end else { throw JSONError(.unexpectedEnd, offset: end) }
      let byte = bytes[found]
      if byte == UInt8(ascii: "\"") {
        position = found + 1
        return StringToken(range: start..<found, hasEscape: hasEscape)
      }
      guard byte == UInt8(ascii: "\\") else {
        throw JSONError(.controlCharacter, offset: found)
      }
      hasEscape = true
      try skipEscape()
    }
  }

  /// The next quote, backslash or control character, or the end: eight bytes a step.
  @inline(__always)
  private func firstSpecial(from start: Int) -> Int {
    var at = start
    let words = bytes.span.bytes
    while at + 8 <= end {
      let word = UInt64(
        littleEndian: words.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
      let found = Self.specials(in: word)
      if found != 0 { return at + found.trailingZeroBitCount >> 3 }
      at += 8
    }
    while at < end {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      at += 1
    }
    return at
  }

  /// Marks with its high bit each byte that is a quote, a backslash or below 0x20. The lowest mark
  /// is exact, the ones above it may be false: only the lowest is used.
  @inline(__always)
  private static func specials(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    let isQuote = (quotes &- ones) & ~quotes
    let isSlash = (slashes &- ones) & ~slashes
    let isControl = (word &- (ones &* 0x20)) & ~word
    return (isQuote | isSlash | isControl) & (ones &* 0x80)
  }

  private mutating func skipEscape() throws(JSONError) {
    let start = position
    guard start + 1 < end else { throw JSONError(.unexpectedEnd, offset: end) }
    guard bytes[start + 1] == UInt8(ascii: "u") else {
      guard JSONEscape.plain(bytes[start + 1]) != nil else {
        throw JSONError(.badEscape, offset: start)
      }
      position += 2
      return
    }
    position += try JSONEscape.unicode(bytes, at: start, end: end).length
  }

  /// Reads a number and says where it stood.
  mutating func number() throws(JSONError) -> Range<Int> {
    skipSpace()
    let start = position
    skip(UInt8(ascii: "-"))
    if !skip(UInt8(ascii: "0")) { try digits(of: start) }
    if skip(UInt8(ascii: ".")) { try digits(of: start) }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { skip(UInt8(ascii: "-")) }
      try digits(of: start)
    }
    return start..<position
  }

  @discardableResult
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func digits(of start: Int) throws(JSONError) {
    let first = position
    while position < end, bytes[position] &- 0x30 < 10 { position += 1 }
    guard position > first else {
      throw JSONError(position == end ? .unexpectedEnd : .badNumber, offset: position)
    }
  }

  /// Reads `true`, `false` or `null`.
  mutating func literal(_ text: StaticString) throws(JSONError) {
    let count = text.utf8CodeUnitCount
    for index in 0..<count {
      guard position + index < end else { throw JSONError(.unexpectedEnd, offset: end) }
      guard bytes[position + index] == text.utf8Start[index] else {
        throw JSONError(.unexpectedByte, offset: position + index)
      }
    }
    position += count
  }

  /// Reads over one value of any kind and checks it.
  mutating func skipValue() throws(JSONError) {
    var isFirst = true
    switch try peek() {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "{"):
      try beginObject()
      while try nextKey(isFirst: &isFirst) != nil { try skipValue() }
    case UInt8(ascii: "["):
      try beginArray()
      while try nextElement(isFirst: &isFirst) { try skipValue() }
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
    default: throw JSONError(.unexpectedByte, offset: position)
    }
  }
}
