/// A 64-bit hash that is the same in every process: it is stored.
///
/// Not for proof: whoever finds something by it compares the text.
enum ContentHash {
  static func of(_ bytes: ArraySlice<UInt8>) -> Int64 {
    bytes.withUnsafeBytes { Int64(bitPattern: mix($0, seed: UInt64($0.count))) }
  }

  static func of(_ text: String, seed: Int64 = 0) -> Int64 {
    var text = text
    return text.withUTF8 { bytes in
      Int64(bitPattern: mix(UnsafeRawBufferPointer(bytes), seed: UInt64(bitPattern: seed)))
    }
  }

  // Odd numbers with well spread bits, so that every input bit reaches every output bit.
  private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let second: UInt64 = 0xC2B2_AE3D_27D4_EB4F

  private static func mix(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    var state = fold(seed ^ first, second)
    var offset = 0
    while offset + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      state = fold(state ^ UInt64(littleEndian: word), first)
      offset += 8
    }
    var tail: UInt64 = 0
    for byte in bytes[offset...] { tail = tail << 8 | UInt64(byte) }
    let length = UInt64(bytes.count - offset + 1) << 56
    return fold(fold(state ^ tail ^ length, second), first)
  }

  /// Multiplies to 128 bits and folds the halves into one.
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
