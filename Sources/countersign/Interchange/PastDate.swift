import ArgumentParser
import Foundation
import SCIM

/// A moment of the past as people write it: `2026-03-01`, `2026-03-01 14:30`,
/// `2026-03-01T14:30:00Z`, `now`.
struct PastDate: ExpressibleByArgument, Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case now
    case exact(Date)
    /// A day and a time in the zone of whoever asks. Units: hours and minutes.
    case local(year: Int, month: Int, day: Int, hour: Int, minute: Int)
  }

  var kind: Kind

  init?(argument: String) {
    let text = argument.trimmingCharacters(in: .whitespaces)
    if text.lowercased() == "now" {
      kind = .now
    } else if let local = Self.local(text) {
      kind = local
    } else if let exact = SCIMDate.parse(text) {
      kind = .exact(exact)
    } else {
      return nil
    }
  }

  private static func local(_ text: String) -> Kind? {
    guard
      let parts = text.wholeMatch(
        of: /([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2}))?/)
    else { return nil }
    let (_, year, month, day, hour, minute) = parts.output
    guard let year = Int(year), let month = Int(month), let day = Int(day) else { return nil }
    let local = Kind.local(
      year: year, month: month, day: day, hour: hour.flatMap { Int($0) } ?? 0,
      minute: minute.flatMap { Int($0) } ?? 0)
    return date(local, in: .gmt) == nil ? nil : local
  }

  /// nil for a day that no calendar has.
  private static func date(_ kind: Kind, in zone: TimeZone) -> Date? {
    guard case .local(let year, let month, let day, let hour, let minute) = kind else {
      return nil
    }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let components = DateComponents(
      timeZone: zone, year: year, month: month, day: day, hour: hour, minute: minute)
    guard hour < 24, minute < 60, let date = calendar.date(from: components),
      calendar.component(.day, from: date) == day, calendar.component(.month, from: date) == month
    else { return nil }
    return date
  }

  func date(now: Date, in zone: TimeZone = .current) -> Date {
    switch kind {
    case .now: now
    case .exact(let date): date
    case .local: Self.date(kind, in: zone) ?? now
    }
  }

  static let help = "2026-03-01, “2026-03-01 14:30”, 2026-03-01T14:30:00Z or now"
}
