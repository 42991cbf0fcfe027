import Foundation

/// Prints moments as the screens show them: absolute, so that nothing goes stale while the screen is
/// idle, unless the operator wants distances.
struct Moments: Hashable, Sendable {
  let now: Date
  let timeZone: TimeZone
  var style = TimeStyle.clock

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

  /// The parts of a moment on a wall clock.
  struct Parts: Hashable, Sendable {
    var year, month, day, hour, minute, second: Int
    /// Counted from 1 January 1970.
    var dayNumber: Int
  }

  /// As short as it can be without doubt: `14:02` today, `Wed 09:00` within six days, `1 Dec`,
  /// `1 Dec 2025` in another year. Never wider than 11 columns.
  ///
  /// In another style as that has it; never wider than its columns.
  func short(_ date: Date) -> String {
    switch style {
    case .clock: break
    case .relative: return distance(date)
    case .exact: return String(exact(date).dropLast(3))
    }
    let (it, today) = (parts(date), parts(now))
    let days = it.dayNumber - today.dayNumber
    if days == 0 { return Self.clock(it) }
    if abs(days) < 7 { return "\(Self.weekday(it)) \(Self.clock(it))" }
    let day = "\(it.day) \(Self.months[it.month - 1])"
    return it.year == today.year ? day : "\(day) \(it.year)"
  }

  /// `24 Nov 14:02`, with the year where it is another one.
  func long(_ date: Date) -> String {
    switch style {
    case .clock: break
    case .relative: return distance(date)
    case .exact: return exact(date)
    }
    let (it, today) = (parts(date), parts(now))
    let year = it.year == today.year ? "" : " \(it.year)"
    return "\(it.day) \(Self.months[it.month - 1])\(year) \(Self.clock(it))"
  }

  /// `3h ago`, `in 2d`, `now`.
  private func distance(_ date: Date) -> String {
    let seconds = date.timeIntervalSince(now)
    let minutes = Int((min(abs(seconds), 1e11) / 60).rounded(.down))
    if minutes == 0 { return "now" }
    let span =
      switch minutes {
      case ..<60: "\(minutes)m"
      case ..<(48 * 60): "\(minutes / 60)h"
      case ..<(730 * 24 * 60): "\(minutes / 1440)d"
      default: "\(minutes / 525_960)y"
      }
    return seconds < 0 ? "\(span) ago" : "in \(span)"
  }

  /// `2026-11-24 14:02:09`, for records.
  func exact(_ date: Date) -> String {
    let it = parts(date)
    return "\(it.year)-\(Self.two(it.month))-\(Self.two(it.day)) "
      + "\(Self.clock(it)):\(Self.two(it.second))"
  }

  /// `1 Dec` or `1 Dec 2025`.
  func day(_ date: Date) -> String {
    let (it, today) = (parts(date), parts(now))
    let day = "\(it.day) \(Self.months[it.month - 1])"
    return it.year == today.year ? day : "\(day) \(it.year)"
  }

  // > Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil from days.
  func parts(_ date: Date) -> Parts {
    let instant = max(-1e11, min(1e11, date.timeIntervalSince1970))
    let seconds = Int(instant.rounded(.down)) + timeZone.secondsFromGMT(for: date)
    let days = (Double(seconds) / 86_400).rounded(.down)
    let dayNumber = Int(days)
    let inDay = seconds - dayNumber * 86_400
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return Parts(
      year: year, month: month, day: day, hour: inDay / 3600, minute: inDay / 60 % 60,
      second: inDay % 60, dayNumber: dayNumber)
  }

  private static func clock(_ it: Parts) -> String { "\(two(it.hour)):\(two(it.minute))" }

  private static func weekday(_ it: Parts) -> String {
    weekdays[((it.dayNumber + 4) % 7 + 7) % 7]
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
