/// The escapes of JSON strings (RFC 8259 §7), read and written.
enum JSONEscape {
  /// The character that a backslash and this byte stand for; nil when they stand for none.
  static func plain(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// Reads `\uXXXX`, or the two of a surrogate pair, which starts at the offset.
  ///
  /// Half a pair stands for no character and is refused: keeping it would need a replacement, and
  /// then the value read is not the value that the server holds.
  static func unicode(
    _ bytes: [UInt8], at start: Int, end: Int
  ) throws(JSONError) -> (scalar: Unicode.Scalar, length: Int) {
    let first = try unit(bytes, at: start, end: end)
    if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
    guard first < 0xDC00, start + 7 < end, bytes[start + 6] == UInt8(ascii: "\\"),
      bytes[start + 7] == UInt8(ascii: "u")
    else { throw JSONError(.badEscape, offset: start) }
    let second = try unit(bytes, at: start + 6, end: end)
    guard second >= 0xDC00, second < 0xE000,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw JSONError(.badEscape, offset: start) }
    return (scalar, 12)
  }

  private static func unit(
    _ bytes: [UInt8], at start: Int, end: Int
  ) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for index in start + 2..<start + 6 {
      guard index < end else { throw JSONError(.unexpectedEnd, offset: end) }
      guard let digit = hexDigit(bytes[index]) else { throw JSONError(.badEscape, offset: start) }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Writes a string with its quotes, escaping only what RFC 8259 says must be.
  static func write(_ string: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    if string.utf8.contains(where: needsEscape) {
      for byte in string.utf8 { write(byte, to: &output) }
    } else {
      output.append(contentsOf: string.utf8)
    }
    output.append(UInt8(ascii: "\""))
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func write(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
    case 0x08: output += [UInt8(ascii: "\\"), UInt8(ascii: "b")]
    case 0x0C: output += [UInt8(ascii: "\\"), UInt8(ascii: "f")]
    case 0x0A: output += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
    case 0x0D: output += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
    case 0x09: output += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
    case 0..<0x20:
      let hex = String(byte, radix: 16)
      output += Array("\\u00\(hex.count == 1 ? "0" : "")\(hex)".utf8)
    default: output.append(byte)
    }
  }
}
