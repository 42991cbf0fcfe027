/// Takes a filter or a PATCH path apart into names, words, values and marks.
struct FilterLexer {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { position == bytes.count }

  /// Units: characters, for errors.
  var offset: Int { offset(of: position) }

  private func offset(of position: Int) -> Int {
    String(decoding: bytes[..<position], as: UTF8.self).count
  }

  mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Takes one mark if it stands next.
  mutating func take(_ mark: Character) -> Bool {
    guard let byte = peek, byte == mark.asciiValue else { return false }
    position += 1
    return true
  }

  /// Takes a keyword if it stands next and no name goes on after it, whatever its case.
  mutating func takeWord(_ word: String) -> Bool {
    let end = position + word.utf8.count
    guard end <= bytes.count, end == bytes.count || !Self.isNameByte(bytes[end]),
      AttributeName.isSame(String(decoding: bytes[position..<end], as: UTF8.self), word)
    else { return false }
    position = end
    return true
  }

  /// Takes letters only; empty when none stand next.
  mutating func letters() -> String {
    let start = position
    while let byte = peek, Self.isLetter(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  static func isNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}

// Attribute paths.
extension FilterLexer {
  /// `[URI ":"] ATTRNAME *1subAttr`. The URI ends at the last colon.
  mutating func path() throws(FilterError) -> AttributePath {
    let start = position
    guard let lastColon = lastColonOfPath() else { return try names(schema: nil) }
    let schema = String(decoding: bytes[start..<lastColon], as: UTF8.self)
    guard AttributeName.folded(schema).hasPrefix("urn:") else {
      throw FilterError(.badPath, offset: offset(of: start))
    }
    position = lastColon + 1
    return try names(schema: schema)
  }

  private func lastColonOfPath() -> Int? {
    var last: Int?
    for index in position..<bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: ":") { last = index }
      if byte <= 0x20 || "()[]\"".utf8.contains(byte) { break }
    }
    return last
  }

  private mutating func names(schema: String?) throws(FilterError) -> AttributePath {
    let attribute = try name()
    let subAttribute: String? = take(".") ? try name() : nil
    return AttributePath(schema: schema, attribute, subAttribute)
  }

  /// A letter, then letters, digits, hyphens and underscores; `$ref` is a name too (RFC 7643 §2.4).
  mutating func name() throws(FilterError) -> String {
    let start = position
    _ = take("$")
    guard let first = peek, Self.isLetter(first) else {
      throw FilterError(.badPath, offset: offset(of: start))
    }
    while let byte = peek, Self.isNameByte(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }
}

// Values.
extension FilterLexer {
  /// `false / null / true / number / string`, as JSON has them.
  mutating func value() throws(FilterError) -> JSON {
    let start = position
    while let byte = peek, !isEndOfValue(byte, start: start) { position += 1 }
    do {
      let value = try JSON(parsing: bytes[start..<position])
      guard value.array == nil, value.object == nil else {
        throw FilterError(.badValue, offset: offset(of: start))
      }
      return value
    } catch {
      throw FilterError(.badValue, offset: offset(of: start))
    }
  }

  /// A string ends behind its closing quote, anything else before white space or a closing mark.
  private func isEndOfValue(_ byte: UInt8, start: Int) -> Bool {
    guard bytes[start] == UInt8(ascii: "\"") else {
      return byte <= 0x20 || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
    }
    guard position > start + 1, bytes[position - 1] == UInt8(ascii: "\"") else { return false }
    let slashes = bytes[(start + 1)..<(position - 1)].reversed()
      .prefix { $0 == UInt8(ascii: "\\") }.count
    return slashes.isMultiple(of: 2)
  }
}
