/// Finds which of a few names stands in the text, without making a string of it.
struct KeyTable<Key: CaseIterable & RawRepresentable & Sendable>: Sendable
where Key.RawValue == String {
  private struct Entry: Sendable {
    let name: [UInt8]
    let key: Key
  }

  /// The names, in small letters, at the place of their length.
  private let entries: [[Entry]]

  init() {
    var entries: [[Entry]] = []
    for key in Key.allCases {
      let name = key.rawValue.utf8.map(AttributeName.fold)
      while entries.count <= name.count { entries.append([]) }
      entries[name.count].append(Entry(name: name, key: key))
    }
    self.entries = entries
  }

  /// The name in any case; nil for any other name. Throws: never for a token of that reader's.
  @inline(__always)
  func key(_ token: StringToken, in reader: JSONReader) throws(JSONError) -> Key? {
    guard !token.hasEscape else {
      let name = Array(try reader.decode(token).utf8)
      return key(name.span, in: 0..<name.count)
    }
    return key(reader.bytes.span, in: token.range)
  }

  @inline(__always)
  private func key(_ bytes: Span<UInt8>, in range: Range<Int>) -> Key? {
    let count = range.count
    guard count < entries.count else { return nil }
    next: for entry in entries[count] {
      let name = entry.name.span
      for index in 0..<count
      where AttributeName.fold(bytes[range.lowerBound + index]) != name[index] {
        continue next
      }
      return entry.key
    }
    return nil
  }
}

extension JSONReader {
  /// Goes through an object and hands out the members that the table knows, to be read; skips the
  /// others, and anything that is no object.
  @inline(__always)
  mutating func members<Key>(
    _ table: KeyTable<Key>, read: (inout JSONReader, Key) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard try peek() == UInt8(ascii: "{") else { return try skipValue() }
    var isFirst = true
    try beginObject()
    while let token = try nextKey(isFirst: &isFirst) {
      if let key = try table.key(token, in: self) {
        try read(&self, key)
      } else {
        try skipValue()
      }
    }
  }

  /// Goes through an array and hands out its elements, to be read; skips anything that is no array.
  @inline(__always)
  mutating func elements(
    read: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard try peek() == UInt8(ascii: "[") else { return try skipValue() }
    var isFirst = true
    try beginArray()
    while try nextElement(isFirst: &isFirst) { try read(&self) }
  }

  /// A string, or a number as it is written, as some servers send ids; nil for anything else.
  mutating func lenientText() throws(JSONError) -> String? {
    switch try peek() {
    case UInt8(ascii: "\""): return try decode(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return try text(try number())
    default:
      try skipValue()
      return nil
    }
  }

  /// A boolean, also as a string in any case, as Entra ID sends it; nil for anything else.
  mutating func lenientBool() throws(JSONError) -> Bool? {
    switch try peek() {
    case UInt8(ascii: "t"):
      try literal("true")
      return true
    case UInt8(ascii: "f"):
      try literal("false")
      return false
    default:
      guard let text = try lenientText() else { return nil }
      if AttributeName.isSame(text, "true") { return true }
      return AttributeName.isSame(text, "false") ? false : nil
    }
  }

  /// An integer, also as a string; nil for anything else.
  mutating func lenientInt() throws(JSONError) -> Int? {
    guard let text = try lenientText() else { return nil }
    return Int(text) ?? JSONNumber(text)?.int
  }
}
