/// Durations as people write and read them, for the ISO 8601 ones that requests carry.
enum Durations {
  private static let units: [(mark: Character, inTime: Bool, short: String, word: String)] = [
    ("Y", false, "y", "year"), ("M", false, "mo", "month"), ("W", false, "w", "week"),
    ("D", false, "d", "day"), ("H", true, "h", "hour"), ("M", true, "min", "minute"),
    ("S", true, "s", "second"),
  ]

  /// `P7D` as `7d`, `P1DT12H` as `1d12h`; what is no such duration, as it is.
  static func short(_ duration: String) -> String {
    guard let parts = parse(duration) else { return duration }
    return parts.map { "\($0.count)\(units[$0.unit].short)" }.joined()
  }

  /// `P7D` as `7 days`.
  static func words(_ duration: String) -> String {
    guard let parts = parse(duration) else { return duration }
    return parts.map { part in
      "\(part.count) \(units[part.unit].word)\(part.count == 1 ? "" : "s")"
    }.joined(separator: " ")
  }

  /// Reads what a person types: `7d`, `2w`, `8h`, or an ISO 8601 duration. nil when it is neither.
  static func reading(_ text: String) -> String? {
    let text = text.filter { $0 != " " }.uppercased()
    if text.hasPrefix("P") { return parse(text) == nil ? nil : text }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), count > 0, count <= 9999 else { return nil }
    switch text.dropFirst(digits.count) {
    case "D", "DAY", "DAYS": return "P\(count)D"
    case "W", "WEEK", "WEEKS": return "P\(count)W"
    case "H", "HOUR", "HOURS": return "PT\(count)H"
    default: return nil
    }
  }

  private static func parse(_ text: String) -> [(count: Int, unit: Int)]? {
    guard text.first == "P" else { return nil }
    var parts: [(count: Int, unit: Int)] = []
    var digits = ""
    var isInTime = false
    for character in text.dropFirst() {
      if character == "T" && !isInTime && digits.isEmpty {
        isInTime = true
      } else if character.isASCII && character.isNumber {
        digits.append(character)
      } else {
        let unit = units.firstIndex { $0.mark == character && $0.inTime == isInTime }
        guard let unit, let count = Int(digits), parts.last.map({ $0.unit < unit }) ?? true else {
          return nil
        }
        parts.append((count, unit))
        digits = ""
      }
    }
    return parts.isEmpty || !digits.isEmpty ? nil : parts
  }
}
