extension CanonicalJSON.FiniteNumber {
  /// The number as ECMAScript writes it: the fewest digits that read back as the same double.
  ///
  /// Source: RFC 8785 §3.2.2.3, ECMA-262 §7.1.12.1 (Number::toString).
  var text: String {
    if value == 0 { return "0" }
    let (digits, point) = Self.decimal(of: value.magnitude)
    return (value < 0 ? "-" : "") + Self.layout(digits: digits, point: point)
  }

  /// The significant digits, without zeros at either end, and where the decimal point stands
  /// counted from before the first digit.
  private static func decimal(of magnitude: Double) -> (digits: [Character], point: Int) {
    // Swift prints the shortest digits that round-trip, as ECMAScript wants; only the layout differs.
    let parts = magnitude.description.split(separator: "e")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 ? Array(mantissa[1]) : []
    var digits = Array(mantissa[0]) + fraction
    var point = mantissa[0].count + exponent
    while digits.first == "0" {
      digits.removeFirst()
      point -= 1
    }
    while digits.last == "0" { digits.removeLast() }
    return (digits, point)
  }

  /// Places the point. `k` and `n` of ECMA-262 are `digits.count` and `point`.
  private static func layout(digits: [Character], point: Int) -> String {
    let count = digits.count
    // > If k <= n <= 21: the digits, then n - k zeros.
    if count <= point && point <= 21 {
      return String(digits) + String(repeating: "0", count: point - count)
    }
    // > If 0 < n <= 21: the point within the digits.
    if 0 < point && point <= 21 {
      return String(digits[..<point]) + "." + String(digits[point...])
    }
    // > If -6 < n <= 0: "0." and -n zeros before the digits.
    if -6 < point && point <= 0 {
      return "0." + String(repeating: "0", count: -point) + String(digits)
    }
    // > Otherwise an exponent, with its sign.
    let exponent = point - 1
    let power = "e" + (exponent < 0 ? "-" : "+") + String(abs(exponent))
    if count == 1 { return String(digits) + power }
    return String(digits[0]) + "." + String(digits[1...]) + power
  }
}
