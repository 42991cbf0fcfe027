/// The ids of one kind of resource: a function of the slot, and back.
struct Identifiers: Sendable {
  enum Format: Sendable {
    case uuid
    /// Shape: 12 hexadecimal digits.
    case hexadecimal
    /// Shape: 8 decimal digits.
    case number
    /// Shape: `U` and 8 capital letters and digits.
    case handle
  }

  private let format: Format
  private let numbers: Permutation
  private let key: UInt64

  init(_ format: Format, key: UInt64) {
    self.format = format
    self.key = key
    let count =
      switch format {
      case .uuid, .hexadecimal: 1 << 48
      case .number: 90_000_000
      case .handle: 2_821_109_907_456
      }
    numbers = Permutation(count: count, key: key)
  }

  static func format(of tenant: TenantName) -> Format {
    switch tenant {
    case .hr: .hexadecimal
    case .idp: .uuid
    case .code: .number
    case .chat: .handle
    }
  }

  func id(_ slot: Int) -> String {
    let number = numbers(slot)
    switch format {
    case .hexadecimal: return padded(number, 12, radix: 16)
    case .number: return String(10_000_000 + number)
    case .handle: return "U" + padded(number, 8, radix: 36).uppercased()
    case .uuid: return uuid(number)
    }
  }

  /// The slot that an id stands for; nil when it is none of ours.
  func slot(_ id: String) -> Int? {
    let number: Int? =
      switch format {
      case .hexadecimal: Int(id, radix: 16)
      case .number: Int(id).map { $0 - 10_000_000 }
      case .handle: Int(id.dropFirst(), radix: 36)
      case .uuid: Int(id.suffix(12), radix: 16)
      }
    guard let number, number >= 0, number < numbers.count else { return nil }
    let slot = numbers.inverse(number)
    return self.id(slot) == id ? slot : nil
  }

  /// A version 4 UUID whose last twelve digits are the number and whose rest follows from it.
  private func uuid(_ number: Int) -> String {
    let rest = SplitMix.scrambled(UInt64(number) ^ key)
    let high = rest & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = UInt64(number) | (0x8000 | rest >> 40 & 0x3FFF) << 48
    return String(unsafeUninitializedCapacity: 36) { text in
      var place = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          text[place] = UInt8(ascii: "-")
          place += 1
        }
        let half = index < 16 ? high : low
        let digit = UInt8(half >> (60 - UInt64(index % 16) * 4) & 15)
        text[place] = digit < 10 ? digit + 48 : digit + 87
        place += 1
      }
      return 36
    }
  }

  private func padded(_ number: Int, _ width: Int, radix: Int) -> String {
    let digits = String(number, radix: radix)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
