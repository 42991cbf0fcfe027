import Foundation

/// The days and hours in which people work: what happens outside of them is unusual, and clocks that
/// count working time stand still.
public struct WorkingTime: Hashable, Sendable, Codable {
  /// Shape: the IANA name, `Europe/Berlin`.
  public var timeZone: String
  /// Shape: 1 for Monday to 7 for Sunday. Order: ascending.
  public var days: [Int]
  /// Units: minutes after midnight.
  public var start: Int
  /// Units: minutes after midnight; after ``start``.
  public var end: Int
  /// Shape: `2026-12-25`. Order: ascending.
  public var holidays: [String]

  public init(
    timeZone: String = "UTC", days: [Int] = Array(1...5), start: Int = 9 * 60, end: Int = 17 * 60,
    holidays: [String] = []
  ) {
    self.timeZone = timeZone
    self.days = days.sorted()
    self.start = start
    self.end = end
    self.holidays = holidays.sorted()
  }

  /// Whether people work at that moment.
  public func isWorking(at date: Date) -> Bool {
    guard let day = hours(of: date) else { return false }
    return day.start <= date && date < day.end
  }

  /// The moment when this much working time has passed. Units: seconds.
  ///
  /// nil when there are too few working hours within the next ten years.
  public func moment(after seconds: TimeInterval, from date: Date) -> Date? {
    let calendar = calendar
    var rest = max(0, seconds)
    var day = calendar.startOfDay(for: date)
    for _ in 0..<Self.mostDays {
      if let hours = hours(of: day) {
        let from = max(hours.start, date)
        let length = hours.end.timeIntervalSince(from)
        if length > 0, rest <= length { return from.addingTimeInterval(rest) }
        rest -= max(0, length)
      }
      guard let next = calendar.date(byAdding: .day, value: 1, to: day) else { return nil }
      day = calendar.startOfDay(for: next)
    }
    return nil
  }

  private static let mostDays = 3_653

  /// When people work on the day of that moment; nil when they do not.
  private func hours(of date: Date) -> (start: Date, end: Date)? {
    let calendar = calendar
    let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
    // The calendar counts Sunday as 1.
    let weekday = ((parts.weekday ?? 1) + 5) % 7 + 1
    guard days.contains(weekday), !holidays.contains(Self.name(parts)) else { return nil }
    func moment(_ minutes: Int) -> Date? {
      var parts = parts
      parts.weekday = nil
      parts.hour = minutes / 60
      parts.minute = minutes % 60
      return calendar.date(from: parts)
    }
    guard let from = moment(start), let to = moment(end), from < to else { return nil }
    return (from, to)
  }

  private static func name(_ parts: DateComponents) -> String {
    func padded(_ number: Int?, _ width: Int) -> String {
      let text = String(number ?? 0)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
  }

  private var calendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
    return calendar
  }

  /// For a sentence. Shape: `Mon Tue Wed Thu Fri 09:00-17:00 Europe/Berlin, but 2 holidays`.
  public var words: String {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let shown = days.filter((1...7).contains).map { names[$0 - 1] }.joined(separator: " ")
    let but = holidays.isEmpty ? "" : ", but \(holidays.count) holidays"
    return "\(shown) \(Self.clock(start))-\(Self.clock(end)) \(timeZone)\(but)"
  }

  private static func clock(_ minutes: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }

  var canonical: CanonicalJSON {
    [
      "timeZone": .string(timeZone), "days": .array(days.map { .number(.init($0)) }),
      "start": .number(.init(start)), "end": .number(.init(end)),
      "holidays": .array(holidays.map { .string($0) }),
    ]
  }
}
