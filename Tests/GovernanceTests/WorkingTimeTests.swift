import Foundation
import Testing

@testable import Governance

@Suite("Working time")
struct WorkingTimeTests {
  /// Tuesday, 24 November 2026, 09:00 UTC.
  private static let tuesday = Date(timeIntervalSince1970: 1_795_510_800)
  private static let hour: TimeInterval = 3600
  private static let hours = WorkingTime(holidays: ["2026-11-26"])

  static let moments: [(offset: Double, isWorking: Bool)] = [
    (-0.01, false), (0, true), (7.99, true), (8, false), (24, true),
    // Thursday is a holiday, Saturday is not worked.
    (48, false), (72, true), (96, false),
  ]

  @Test("From the first minute to the last, not on holidays and weekends", arguments: moments)
  func isWorking(offset: Double, isWorking: Bool) {
    let moment = Self.tuesday.addingTimeInterval(offset * Self.hour)
    #expect(Self.hours.isWorking(at: moment) == isWorking)
  }

  static let spans: [(from: Double, hours: Double, to: Double)] = [
    (0, 0, 0), (0, 1, 1), (0, 8, 8), (0, 9, 25), (7, 2, 25),
    // Before the hours, and after them.
    (-2, 1, 1), (10, 1, 25),
    // Wednesday's last hour, then Friday, then Monday.
    (31, 2, 73), (79, 2, 145),
  ]

  @Test("A clock of working time stands still outside of it", arguments: spans)
  func advance(from: Double, hours: Double, to: Double) {
    let start = Self.tuesday.addingTimeInterval(from * Self.hour)
    let end = Self.hours.moment(after: hours * Self.hour, from: start)
    let wanted = from < 0 && hours == 0 ? 0 : to
    #expect(end == Self.tuesday.addingTimeInterval(wanted * Self.hour))
  }

  @Test("Where nobody ever works, no moment comes")
  func never() {
    #expect(WorkingTime(days: []).moment(after: 1, from: Self.tuesday) == nil)
    #expect(!WorkingTime(days: []).isWorking(at: Self.tuesday))
  }

  @Test("Hours are those of their place, summer time included")
  func zones() {
    let berlin = WorkingTime(timeZone: "Europe/Berlin")
    #expect(berlin.isWorking(at: Self.tuesday.addingTimeInterval(-Self.hour)))
    #expect(!berlin.isWorking(at: Self.tuesday.addingTimeInterval(-1.1 * Self.hour)))
    // Friday before the clocks go forward, to Monday after: one hour less passes between.
    let friday = Date(timeIntervalSince1970: 1_774_627_200)
    let monday = berlin.moment(after: Self.hour, from: friday)
    #expect(monday == friday.addingTimeInterval((24 * 3 - 8 - 1 + 1) * Self.hour))
  }
}
