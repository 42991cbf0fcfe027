/// A gzip stream without end: a few bytes that unpack to two thousand, again and again.
///
/// Made by hand, since nothing here packs: RFC 1951 with the fixed codes of §3.2.6.
public enum GzipBomb {
  /// The gzip header (RFC 1952 §2.3), the block's start, and a space.
  public static let start: [UInt8] = {
    var bits = BitWriter(bytes: [31, 139, 8, 0, 0, 0, 0, 0, 2, 255])
    // > §3.2.3: not the last block; the fixed codes.
    bits.write(0, count: 1)
    bits.write(1, count: 2)
    // > §3.2.6: a literal's code is 0x30 and its value; codes stand with their high bit first.
    bits.writeCode(0x30 + 0x20, count: 8)
    for _ in 0..<8 { bits.writeMatch() }
    // Up to a whole byte, so that the rest can follow: three bits of eleven are over.
    while !bits.isWhole { bits.writeMatch() }
    return bits.bytes
  }()

  /// May follow the start, and itself, any number of times. Unpacks to 2,064 bytes each 13.
  public static let more: [UInt8] = {
    var bits = BitWriter(bytes: [])
    for _ in 0..<40_000 { bits.writeMatch() }
    return bits.bytes
  }()
}

private struct BitWriter {
  var bytes: [UInt8]
  private var used = 8

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isWhole: Bool { used == 8 }

  mutating func write(_ value: Int, count: Int) {
    for index in 0..<count { writeBit(value >> index & 1) }
  }

  mutating func writeCode(_ value: Int, count: Int) {
    for index in (0..<count).reversed() { writeBit(value >> index & 1) }
  }

  /// 258 bytes, as the one before: length code 285, distance code 0.
  mutating func writeMatch() {
    writeCode(0b1100_0101, count: 8)
    writeCode(0, count: 5)
  }

  private mutating func writeBit(_ bit: Int) {
    if used == 8 {
      bytes.append(0)
      used = 0
    }
    bytes[bytes.count - 1] |= UInt8(bit << used)
    used += 1
  }
}
