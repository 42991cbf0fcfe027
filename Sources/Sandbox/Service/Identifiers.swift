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
    let first = padded(Int(rest & 0xFFFF_FFFF), 8, radix: 16)
    let second = padded(Int(rest >> 32 & 0xFFFF), 4, radix: 16)
    let third = padded(Int(0x4000 | rest >> 48 & 0x0FFF), 4, radix: 16)
    let fourth = padded(Int(0x8000 | rest >> 40 & 0x3FFF), 4, radix: 16)
    return "\(first)-\(second)-\(third)-\(fourth)-\(padded(number, 12, radix: 16))"
  }

  private func padded(_ number: Int, _ width: Int, radix: Int) -> String {
    let digits = String(number, radix: radix)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
