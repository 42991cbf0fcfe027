/// Shuffles 0..<count without a table, and back again.
///
/// A Feistel network over the next even number of bits; what falls outside walks on until it is
/// inside. Identifiers and orders come from it, so that 100,000 people need no dictionary of ids.
struct Permutation: Sendable {
  let count: Int
  private let halfBits: UInt64
  private let key: UInt64

  init(count: Int, key: UInt64) {
    self.count = max(count, 1)
    self.key = key
    let bits = Int.bitWidth - (self.count - 1).leadingZeroBitCount
    halfBits = UInt64(max(1, (bits + 1) / 2))
  }

  func callAsFunction(_ index: Int) -> Int {
    var value = index
    repeat { value = forward(value) } while value >= count
    return value
  }

  func inverse(_ image: Int) -> Int {
    var value = image
    repeat { value = backward(value) } while value >= count
    return value
  }

  private var mask: UInt64 { (1 << halfBits) - 1 }

  private func round(_ half: UInt64, _ number: UInt64) -> UInt64 {
    SplitMix.scrambled(half ^ key ^ (number << 56)) & mask
  }

  private func forward(_ value: Int) -> Int {
    var left = UInt64(value) >> halfBits
    var right = UInt64(value) & mask
    for number in UInt64(0)..<4 {
      (left, right) = (right, left ^ round(right, number))
    }
    return Int(left << halfBits | right)
  }

  private func backward(_ value: Int) -> Int {
    var left = UInt64(value) >> halfBits
    var right = UInt64(value) & mask
    for number in (UInt64(0)..<4).reversed() {
      (left, right) = (right ^ round(left, number), left)
    }
    return Int(left << halfBits | right)
  }
}
