/// Where a string stands in the text, without its quotes.
struct StringToken {
  var range: Range<Int>
  var hasEscape: Bool
}

/// Walks JSON text (RFC 8259) once, checks it, and hands out where things stand.
///
/// The only code that reads raw input: the tree parser and the fast scanners are built on it, so that
/// they accept the same texts. Every access is bounds-checked.
struct JSONReader {
  static let depthLimit = 128

  let bytes: [UInt8]
  let end: Int
  private(set) var position: Int
  private(set) var depth = 0
  private let depthLimit: Int

  /// Reads without having checked the encoding: for text that came from a `String`.
  init(_ bytes: [UInt8], depthLimit: Int = Self.depthLimit) {
    self.bytes = bytes
    self.end = bytes.count
    self.position = 0
    self.depthLimit = depthLimit
  }

  /// Checks that the range is UTF-8 and skips a byte order mark, as RFC 8259 §8.1 allows.
  init(
    checking bytes: [UInt8], in range: Range<Int>, depthLimit: Int = Self.depthLimit
  ) throws(JSONError) {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
      throw JSONError(.unexpectedEnd, offset: bytes.count)
    }
    do {
      _ = try UTF8Span(validating: bytes.span.extracting(range))
    } catch {
      throw JSONError(.badUTF8, offset: range.lowerBound + error.byteOffsets.lowerBound)
    }
    self.bytes = bytes
    self.end = range.upperBound
    self.position = range.lowerBound
    self.depthLimit = depthLimit
    if range.count >= 3, bytes[range.lowerBound..<range.lowerBound + 3] == [0xEF, 0xBB, 0xBF] {
      position += 3
    }
  }

  /// The next byte that is not white space, which stays unread. Throws: at the end of the text.
  @inline(__always)
  mutating func peek() throws(JSONError) -> UInt8 {
    skipSpace()
    guard position < end else { throw JSONError(.unexpectedEnd, offset: end) }
    return bytes[position]
  }

  @inline(__always)
  mutating func skipSpace() {
    while position < end {
      let byte = bytes[position]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
        return
      }
      position += 1
    }
  }

  /// Throws: when anything but white space follows.
  mutating func finish() throws(JSONError) {
    skipSpace()
    guard position == end else { throw JSONError(.trailingText, offset: position) }
  }

  /// Throws: when there is no value at all.
  mutating func start() throws(JSONError) {
    skipSpace()
    guard position < end else { throw JSONError(.empty, offset: position) }
  }
}

// Objects and arrays: `begin`, then `nextKey` or `nextElement` until they say that it is over.
extension JSONReader {
  mutating func beginObject() throws(JSONError) { try begin(UInt8(ascii: "{")) }

  mutating func beginArray() throws(JSONError) { try begin(UInt8(ascii: "[")) }

  private mutating func begin(_ opening: UInt8) throws(JSONError) {
    guard try peek() == opening else { throw JSONError(.wrongShape, offset: position) }
    depth += 1
    guard depth <= depthLimit else { throw JSONError(.tooDeep, offset: position) }
    position += 1
  }

  /// The next member's name, with its colon read; nil when the object is over.
  @inline(__always)
  mutating func nextKey(isFirst: inout Bool) throws(JSONError) -> StringToken? {
    guard try hasNext(closing: UInt8(ascii: "}"), isFirst: &isFirst) else { return nil }
    guard try peek() == UInt8(ascii: "\"") else {
      throw JSONError(.unexpectedByte, offset: position)
    }
    let key = try string()
    guard try peek() == UInt8(ascii: ":") else {
      throw JSONError(.unexpectedByte, offset: position)
    }
    position += 1
    return key
  }

  /// Whether another element stands before the array's end.
  @inline(__always)
  mutating func nextElement(isFirst: inout Bool) throws(JSONError) -> Bool {
    try hasNext(closing: UInt8(ascii: "]"), isFirst: &isFirst)
  }

  @inline(__always)
  private mutating func hasNext(
    closing: UInt8, isFirst: inout Bool
  ) throws(JSONError) -> Bool {
    let byte = try peek()
    if byte == closing {
      position += 1
      depth -= 1
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard byte == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, offset: position) }
    position += 1
    return true
  }
}

// Scalars.
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

  /// Marks with its high bit each byte that is a quote, a backslash or below 0x20. The lowest mark is
  /// exact, the ones above it may be false: only the lowest is used.
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
