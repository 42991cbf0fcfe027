import Foundation

/// A length of time in calendar units.
///
/// Source: ISO 8601 §5.5.2 (`P1Y2M10DT2H30M`, `P2W`); whole numbers only, and no sign.
public struct ISODuration: Hashable, Sendable {
  public var years = 0
  public var months = 0
  public var weeks = 0
  public var days = 0
  public var hours = 0
  public var minutes = 0
  public var seconds = 0

  /// A duration of nothing.
  public init() {}

  /// Reads `P7D`; nil for anything that is not a duration longer than nothing.
  public init?(iso text: String) {
    guard text.first == "P" else { return nil }
    let halves = text.dropFirst().split(
      separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard read(halves[0], units: Self.dateUnits) else { return nil }
    if halves.count == 2 {
      guard !halves[1].isEmpty, read(halves[1], units: Self.timeUnits) else { return nil }
    }
    if self == ISODuration() { return nil }
  }

  /// Reads what a person types: `7d`, `8h`, `2w`, `1mo`, `1y 6mo`, or the ISO form.
  public init?(human text: String) {
    let text = text.filter { !$0.isWhitespace }.lowercased()
    if text.hasPrefix("p") {
      self.init(iso: text.uppercased())
      return
    }
    self.init()
    guard !text.isEmpty, read(text[...], units: Self.humanUnits), self != ISODuration() else {
      return nil
    }
  }

  /// A length of so many seconds, in days and less; nil for nothing, and for more than a century.
  public init?(seconds: Int) {
    guard (1...Self.longestSeconds).contains(seconds) else { return nil }
    days = seconds / 86_400
    hours = seconds / 3_600 % 24
    minutes = seconds / 60 % 60
    self.seconds = seconds % 60
  }

  private static let longestSeconds = 36_525 * 86_400

  /// How long it is; nil where months or years make that hang on the calendar. Units: seconds.
  public var fixedSeconds: Int? {
    guard years == 0, months == 0 else { return nil }
    return (weeks * 7 + days) * 86_400 + hours * 3_600 + minutes * 60 + seconds
  }

  /// The ISO form, without units that are zero.
  public var iso: String {
    let date = Self.text(of: self, units: Self.dateUnits)
    let time = Self.text(of: self, units: Self.timeUnits)
    return time.isEmpty ? "P" + (date.isEmpty ? "0D" : date) : "P\(date)T\(time)"
  }

  /// A short form for people: `7d`, `1mo 2d`.
  public var human: String {
    let parts = Self.humanUnits.compactMap { unit in
      self[keyPath: unit.field] == 0 ? nil : "\(self[keyPath: unit.field])\(unit.symbol)"
    }
    return parts.isEmpty ? "0d" : parts.joined(separator: " ")
  }

  /// The moment this much after `date`, counted on the calendar in UTC: a month after 31 January
  /// is the last of February. nil when it lies beyond what the calendar can express.
  public func end(from date: Date) -> Date? {
    var components = DateComponents()
    components.year = years
    components.month = months
    components.day = weeks * 7 + days
    components.hour = hours
    components.minute = minutes
    components.second = seconds
    return Self.calendar.date(byAdding: components, to: date)
  }

  /// The calendar that all durations count on: Gregorian, UTC.
  static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()
}

extension ISODuration {
  private struct Unit: Sendable {
    var symbol: String
    var field: any WritableKeyPath<ISODuration, Int> & Sendable
  }

  // Order: as a text must bring them.
  private static let dateUnits = [
    Unit(symbol: "Y", field: \.years), Unit(symbol: "M", field: \.months),
    Unit(symbol: "W", field: \.weeks), Unit(symbol: "D", field: \.days),
  ]
  private static let timeUnits = [
    Unit(symbol: "H", field: \.hours), Unit(symbol: "M", field: \.minutes),
    Unit(symbol: "S", field: \.seconds),
  ]
  private static let humanUnits = [
    Unit(symbol: "y", field: \.years), Unit(symbol: "mo", field: \.months),
    Unit(symbol: "w", field: \.weeks), Unit(symbol: "d", field: \.days),
    Unit(symbol: "h", field: \.hours), Unit(symbol: "m", field: \.minutes),
    Unit(symbol: "s", field: \.seconds),
  ]

  // Six digits are 2,700 years of days: more is a slip of the finger, and would overflow sums.
  private static let maximumDigits = 6

  private mutating func read(_ text: Substring, units: [Unit]) -> Bool {
    var rest = text
    var remaining = units[...]
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let symbol = rest.prefix { $0.isASCII && $0.isLetter }
      let isISO = units[0].symbol == units[0].symbol.uppercased()
      let name = isISO ? symbol.prefix(1) : symbol
      guard digits.count <= Self.maximumDigits, let number = Int(digits),
        let index = remaining.firstIndex(where: { $0.symbol == name })
      else { return false }
      self[keyPath: remaining[index].field] = number
      remaining = remaining[(index + 1)...]
      rest = rest.dropFirst(name.count)
    }
    return true
  }

  private static func text(of duration: ISODuration, units: [Unit]) -> String {
    units.map { unit in
      let number = duration[keyPath: unit.field]
      return number == 0 ? "" : "\(number)\(unit.symbol)"
    }.joined()
  }
}
