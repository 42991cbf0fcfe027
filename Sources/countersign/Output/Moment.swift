import Foundation

/// Dates and spans of time as the shell's tables show them.
enum Moment {
  /// Shape: `2026-11-24 06:05`, in the zone of whoever reads it.
  static func text(_ date: Date, in zone: TimeZone) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
    func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
    return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
      + " \(two(parts.hour)):\(two(parts.minute))"
  }

  /// How long ago, or how long until. Shape: `12s`, `4m`, `3h`, `9d`; `-` before it when past.
  static func distance(from now: Date, to date: Date) -> String {
    let seconds = date.timeIntervalSince(now)
    return (seconds < 0 ? "-" : "") + span(seconds: abs(seconds))
  }

  /// Shape: `12s`, `4m`, `3h`, `9d`.
  static func span(seconds: Double) -> String {
    switch seconds {
    case ..<60: "\(Int(seconds))s"
    case ..<3600: "\(Int(seconds / 60))m"
    case ..<86400: "\(Int(seconds / 3600))h"
    default: "\(Int(min(seconds / 86400, 1e9)))d"
    }
  }
}
