/// Writes values into URLs (RFC 3986 §2.1): everything but the unreserved characters is escaped.
public enum PercentEncoding {
  /// One segment of a path. An id can hold a slash, an at sign or anything else.
  ///
  /// `.` and `..` would be taken for steps in the path and are escaped too.
  public static func pathSegment(_ segment: String) -> String {
    if segment == "." || segment == ".." {
      return String(repeating: "%2E", count: segment.utf8.count)
    }
    return encode(segment)
  }

  /// A query without its question mark. Shape: `name=value&name=value`.
  public static func query(_ items: [(String, String)]) -> String {
    items.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
  }

  /// Nil when an escape is cut off or the bytes are not UTF-8. A plus sign stays one.
  public static func decode(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt8(Substring(digits), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Takes a query apart. Here a plus sign stands for a space, as forms write it.
  ///
  /// Nil when a part cannot be decoded. Order: as written.
  public static func parseQuery(_ query: String) -> [(name: String, value: String)]? {
    var items: [(name: String, value: String)] = []
    for part in query.split(separator: "&", omittingEmptySubsequences: true) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { String($0.map { $0 == "+" ? " " : $0 }) }
      guard let name = decode(sides[0]), let value = decode(sides.count > 1 ? sides[1] : "")
      else { return nil }
      items.append((name, value))
    }
    return items
  }

  private static func encode(_ text: String) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(text.utf8.count)
    let hex = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
      if isUnreserved(byte) {
        output.append(byte)
      } else {
        output += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
