/// A JSON number as it was written, so that no digit is lost.
///
/// Equality is that of the text; ``compare(to:)`` compares the values.
public struct JSONNumber: Hashable, Sendable, CustomStringConvertible {
  /// Shape: the `number` of RFC 8259 §6.
  public let text: String

  /// Nil when the text is not a JSON number.
  public init?(_ text: String) {
    var reader = JSONReader(Array(text.utf8))
    do {
      guard try reader.number() == 0..<text.utf8.count else { return nil }
      self.text = text
    } catch {
      return nil
    }
  }

  public init(_ value: Int) { text = String(value) }

  /// Nil for infinities and not-a-number, which JSON cannot say.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = value.description
  }

  /// For text that a reader has checked.
  init(checked text: String) { self.text = text }

  /// Nil when it has a fraction or does not fit. `1.0` and `1e2` are integers here.
  public var int: Int? {
    if let plain = Int(text) { return plain }
    return decimal.int
  }

  /// The nearest binary number; infinite when it is too large.
  public var double: Double { Double(text) ?? .nan }

  public var description: String { text }

  /// Compares by value and without rounding. Returns a negative number, 0 or a positive number.
  public func compare(to other: JSONNumber) -> Int {
    if let left = Int(text), let right = Int(other.text) {
      return left < right ? -1 : (left == right ? 0 : 1)
    }
    return decimal.compare(to: other.decimal)
  }

  private var decimal: DecimalDigits { DecimalDigits(text) }
}

/// A number taken apart: 0.d₁d₂d₃… × 10^exponent, without leading or trailing zeros.
private struct DecimalDigits {
  var isNegative = false
  var digits: [UInt8] = []
  var exponent = 0

  init(_ text: String) {
    var point: Int?
    var power = 0
    scan: for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): point = digits.count
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        power = Self.power(text.utf8.dropFirst(index + 1))
        break scan
      default: digits.append(byte - UInt8(ascii: "0"))
      }
    }
    exponent = (point ?? digits.count) + power
    normalise()
  }

  /// Clamped far beyond any number of digits, so that sums cannot overflow.
  private static func power(_ text: Substring.UTF8View) -> Int {
    let bound = Int(Int32.max)
    let unsigned = Substring(text.drop { $0 == UInt8(ascii: "+") })
    if let value = Int(unsigned) { return max(-bound, min(bound, value)) }
    return unsigned.hasPrefix("-") ? -bound : bound
  }

  private mutating func normalise() {
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty {
      exponent = 0
      isNegative = false
    }
  }

  var int: Int? {
    if digits.isEmpty { return 0 }
    guard exponent >= digits.count, exponent <= 19 else { return nil }
    let zeros = Array(repeating: UInt8(0), count: exponent - digits.count)
    let text = (digits + zeros).map(String.init).joined()
    return Int((isNegative ? "-" : "") + text)
  }

  func compare(to other: DecimalDigits) -> Int {
    if isNegative != other.isNegative { return isNegative ? -1 : 1 }
    let size = compareSize(to: other)
    return isNegative ? -size : size
  }

  private func compareSize(to other: DecimalDigits) -> Int {
    if digits.isEmpty || other.digits.isEmpty {
      return digits.count == other.digits.count ? 0 : (digits.isEmpty ? -1 : 1)
    }
    if exponent != other.exponent { return exponent < other.exponent ? -1 : 1 }
    if digits == other.digits { return 0 }
    return digits.lexicographicallyPrecedes(other.digits) ? -1 : 1
  }
}
