import Foundation

/// Reads and writes `dateTime` values (RFC 7643 §2.3.5, which is xsd:dateTime).
public enum SCIMDate {
  /// Nil when the text is no date with a time. A time without a zone counts as UTC.
  ///
  /// Shape: `2011-05-13T04:42:34.123Z`, `…+02:00`.
  public static func parse(_ text: String) -> Date? {
    var digits = DateDigits(text)
    guard let year = digits.number(4), digits.take("-"), let month = digits.number(2),
      digits.take("-"), let day = digits.number(2), digits.take("T") || digits.take("t"),
      let hour = digits.number(2), digits.take(":"), let minute = digits.number(2),
      digits.take(":"), let second = digits.number(2),
      (1...12).contains(month), (1...daysInMonth(year: year, month: month)).contains(day),
      hour < 24 || (hour == 24 && minute == 0 && second == 0), minute < 60, second <= 60,
      let fraction = digits.fraction(), let offset = digits.zone(), digits.isAtEnd
    else { return nil }
    let days = daysSince1970(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
    return Date(timeIntervalSince1970: Double(seconds) + fraction)
  }

  /// The date in UTC, with milliseconds unless they are 0.
  ///
  /// Shape: `2011-05-13T04:42:34Z`, `2011-05-13T04:42:34.120Z`.
  public static func print(_ date: Date) -> String {
    let bounded = min(max(date.timeIntervalSince1970, -62_135_596_800), 253_402_300_799)
    let milliseconds = Int((bounded * 1000).rounded())
    let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
    let rest = milliseconds - days * 86_400_000
    let civil = civil(daysSince1970: days)
    let date = "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
    let seconds = rest / 1000
    let time =
      "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    let fraction = rest % 1000 == 0 ? "" : "." + padded(rest % 1000, 3)
    return "\(date)T\(time)\(fraction)Z"
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  private static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Counts in years that begin in March, so that the leap day is their last.
  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let leapDays = shifted.floor(by: 4) - shifted.floor(by: 100) + shifted.floor(by: 400)
    return shifted * 365 + leapDays + dayOfYear - 719_468
  }

  private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted.floor(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = (monthFromMarch + 2) % 12 + 1
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}

extension Int {
  /// Divides and rounds down, below 0 too.
  fileprivate func floor(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
  }
}

/// Takes a date's text apart from left to right.
private struct DateDigits {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == mark.value else { return false }
    rest.removeFirst()
    return true
  }

  /// A number of exactly that many digits.
  mutating func number(_ count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private mutating func digit() -> Int? {
    guard let byte = rest.first, byte &- UInt8(ascii: "0") < 10 else { return nil }
    rest.removeFirst()
    return Int(byte) - 48
  }

  /// 0 when there is none; nil when a point has no digits. Digits beyond nanoseconds are dropped.
  mutating func fraction() -> Double? {
    guard take(".") else { return 0 }
    var value = 0
    var scale = 1
    var count = 0
    while let digit = digit() {
      count += 1
      guard count <= 9 else { continue }
      value = value * 10 + digit
      scale *= 10
    }
    return count == 0 ? nil : Double(value) / Double(scale)
  }

  /// Units: seconds east of UTC. Nil when it is malformed.
  mutating func zone() -> Int? {
    if rest.isEmpty || take("Z") || take("z") { return 0 }
    let sign = take("+") ? 1 : (take("-") ? -1 : 0)
    guard sign != 0, let hours = number(2), take(":"), let minutes = number(2), hours <= 14,
      minutes < 60
    else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
