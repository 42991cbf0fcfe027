/// Where a string stands in the text, without its quotes.
struct StringToken {
  var range: Range<Int>
  var hasEscape: Bool
}

/// Walks JSON text (RFC 8259) once, checks it, and hands out where things stand.
///
/// The only code that reads raw input: the tree parser and the fast scanners are built on it, so
/// that they accept the same texts. Every access is bounds-checked.
struct JSONReader {
  static let depthLimit = 128
  static let valueLimit = 1_000_000

  let bytes: [UInt8]
  let end: Int
  var position: Int
  private(set) var depth = 0
  /// How many values of a tree were made.
  var valueCount = 0
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
