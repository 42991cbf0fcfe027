/// Says of a number that it was surely never put in, or that it may have been.
///
/// It grows: twice as large a part is added when the last one is full, so that it is mistaken of one
/// number in a hundred at most and takes a byte and a half for each.
struct BloomFilter: Sendable {
  private var parts = [Part(bitCount: 1 << 20)]

  /// `hash`: from `ContentHash`, for its bits are taken as they are.
  mutating func insert(_ hash: Int64) {
    let last = parts.count - 1
    if parts[last].isFull { parts.append(Part(bitCount: parts[last].bitCount * 2)) }
    parts[parts.count - 1].insert(UInt64(bitPattern: hash))
  }

  func mayContain(_ hash: Int64) -> Bool {
    for part in parts where part.mayContain(UInt64(bitPattern: hash)) { return true }
    return false
  }

  private struct Part {
    let bitCount: UInt64
    private var words: [UInt64]
    private var count: UInt64 = 0

    init(bitCount: UInt64) {
      self.bitCount = bitCount
      words = [UInt64](repeating: 0, count: Int(bitCount / 64))
    }

    var isFull: Bool { count >= bitCount / 10 }

    mutating func insert(_ hash: UInt64) {
      for place in 0..<3 as Range<UInt64> {
        let bit = bit(hash, place)
        words[Int(bit >> 6)] |= 1 << (bit & 63)
      }
      count += 1
    }

    func mayContain(_ hash: UInt64) -> Bool {
      for place in 0..<3 as Range<UInt64> {
        let bit = bit(hash, place)
        if words[Int(bit >> 6)] & (1 << (bit & 63)) == 0 { return false }
      }
      return true
    }

    private func bit(_ hash: UInt64, _ place: UInt64) -> UInt64 {
      (hash >> (place * 20)) & (bitCount - 1)
    }
  }
}
