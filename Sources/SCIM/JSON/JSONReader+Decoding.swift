extension JSONReader {
  /// The characters of a string. Throws: never for a token of this reader's.
  func decode(_ token: StringToken) throws(JSONError) -> String {
    token.hasEscape ? try unescape(token.range) : try text(token.range)
  }

  /// The bytes of a range as they stand.
  @inline(__always)
  func text(_ range: Range<Int>) throws(JSONError) -> String {
    do {
      return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
    } catch {
      throw JSONError(.badUTF8, offset: range.lowerBound + error.byteOffsets.lowerBound)
    }
  }

  private func unescape(_ range: Range<Int>) throws(JSONError) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(range.count)
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      if byte != UInt8(ascii: "\\") {
        output.append(byte)
        at += 1
      } else if let plain = JSONEscape.plain(bytes[at + 1]) {
        output.append(plain)
        at += 2
      } else {
        let escape = try JSONEscape.unicode(bytes, at: at, end: range.upperBound)
        output += Array(String(escape.scalar).utf8)
        at += escape.length
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Reads one value of any kind into a tree.
  mutating func value() throws(JSONError) -> JSON {
    valueCount += 1
    guard valueCount <= Self.valueLimit else { throw JSONError(.tooMany, offset: position) }
    switch try peek() {
    case UInt8(ascii: "\""): return .string(try decode(try string()))
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "t"):
      try literal("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try literal("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try literal("null")
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(JSONNumber(checked: try text(try number())))
    default: throw JSONError(.unexpectedByte, offset: position)
    }
  }

  private mutating func object() throws(JSONError) -> JSONObject {
    var object = JSONObject()
    var isFirst = true
    try beginObject()
    while let key = try nextKey(isFirst: &isFirst) {
      object.append(try decode(key), try value())
    }
    return object
  }

  private mutating func array() throws(JSONError) -> [JSON] {
    var elements: [JSON] = []
    var isFirst = true
    try beginArray()
    while try nextElement(isFirst: &isFirst) { elements.append(try value()) }
    return elements
  }
}
