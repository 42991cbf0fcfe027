/// The first 100 bytes of a database file.
///
/// Source: <https://sqlite.org/fileformat.html>, section 1.3.
struct FileHeader {
  static let length = 100
  static let magic = Array("SQLite format 3\u{0}".utf8)

  /// Shape: at least ``length`` bytes.
  private(set) var bytes: [UInt8]

  /// nil when there are too few bytes for a header.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count >= Self.length else { return nil }
    self.bytes = Array(bytes.prefix(Self.length))
  }

  var isSQLite: Bool { bytes.starts(with: Self.magic) }
  var applicationID: Int32 { Int32(bitPattern: number(at: 68)) }
  var userVersion: Int { Int(Int32(bitPattern: number(at: 60))) }

  /// Units: bytes; nil for what no SQLite writes.
  var pageSize: Int? {
    // > The value 1 represents a page size of 65536.
    let stored = Int(bytes[16]) << 8 | Int(bytes[17])
    let size = stored == 1 ? 65_536 : stored
    return size >= 512 && size.nonzeroBitCount == 1 ? size : nil
  }

  /// Units: pages; nil where the number is not kept.
  var pageCount: Int? {
    // > The in-header size is only valid if the change counter matches the version-valid-for number.
    number(at: 24) == number(at: 92) && number(at: 28) > 0 ? Int(number(at: 28)) : nil
  }

  /// What never differs in a file that SQLite wrote.
  var isSound: Bool {
    isSQLite && pageSize != nil && (1...2).contains(bytes[18]) && (1...2).contains(bytes[19])
      && bytes[21...23].elementsEqual([64, 32, 32])
      // > Both are zero in a database that has no tables yet.
      && (0...4).contains(number(at: 44)) && (0...1).contains(number(at: 56))
  }

  private func number(at offset: Int) -> UInt32 { bytes.bigEndian(at: offset) }
}

extension Array where Element == UInt8 {
  /// The four bytes there; 0 where the array is shorter.
  func bigEndian(at offset: Int) -> UInt32 {
    guard offset >= 0, offset + 4 <= count else { return 0 }
    return self[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func setBigEndian(_ value: UInt32, at offset: Int) {
    for index in 0..<4 {
      self[offset + index] = UInt8(truncatingIfNeeded: value >> (24 - 8 * index))
    }
  }
}
