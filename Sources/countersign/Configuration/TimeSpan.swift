/// Reads the spans of time of the configuration: `90s`, `15m`, `8h`, `7d`.
enum TimeSpan {
  private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]

  /// Units: seconds. nil when it is no such span, or longer than a century.
  static func seconds(_ text: String) -> Int? {
    guard let last = text.last, let unit = units[last],
      text.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(text.dropLast()),
      count > 0
    else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow || seconds > 3_155_760_000 ? nil : seconds
  }
}
