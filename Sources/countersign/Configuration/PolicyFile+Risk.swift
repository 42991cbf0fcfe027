import Foundation
import Governance

extension PolicyFile {
  private static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// The one table `[name]`; nil where there is none.
  func table(_ name: String) throws(ConfigurationError) -> SettingsReader? {
    guard let node = document.members[name] else { return nil }
    guard case .table(let members) = node else {
      throw document.error(
        .badValue, at: name, "“\(name)” is \(node.kind).",
        advice: "Start it with a line [\(name)], in one pair of brackets.")
    }
    return SettingsReader(document: document, prefix: name, members: members)
  }

  /// The weights of the reasons of a risk; what is not named keeps its weight.
  func weights() throws(ConfigurationError) -> Risk.Weights {
    var weights = Risk.Weights()
    guard let table = try table("risk") else { return weights }
    try table.refuseUnknown(known: PolicyTables.risk.keys)
    for field in Risk.Weights.fields {
      if let number = try table.whole(field.name, within: field.range) {
        weights[keyPath: field.path] = number
      }
    }
    return weights
  }

  func hours() throws(ConfigurationError) -> WorkingTime? {
    guard let table = try table("hours") else { return nil }
    try table.refuseUnknown(known: PolicyTables.hours.keys)
    let usual = WorkingTime()
    let from = try clock("from", table) ?? usual.start
    let to = try clock("to", table) ?? usual.end
    guard from < to else {
      throw document.error(
        .contradiction, at: table.path("to"), "The hours end before they begin.",
        advice: "Write from = \"09:00\" and to = \"17:00\".")
    }
    return WorkingTime(
      timeZone: try zone(table) ?? usual.timeZone, days: try days(table) ?? usual.days,
      start: from, end: to, holidays: try holidays(table))
  }

  private func zone(_ table: SettingsReader) throws(ConfigurationError) -> String? {
    guard let name = try table.text("timezone") else { return nil }
    guard TimeZone(identifier: name) != nil else {
      throw document.error(
        .badValue, at: table.path("timezone"), "“\(name)” is no time zone.",
        advice: "Write its IANA name, such as \"Europe/Berlin\" or \"UTC\".")
    }
    return name
  }

  private func days(_ table: SettingsReader) throws(ConfigurationError) -> [Int]? {
    guard let names = try table.texts("days") else { return nil }
    var days: Set<Int> = []
    for name in names {
      guard let index = Self.dayNames.firstIndex(of: name) else {
        throw table.notAChoice("days", name, Self.dayNames)
      }
      days.insert(index + 1)
    }
    guard !days.isEmpty else {
      throw document.error(
        .badValue, at: table.path("days"), "Nobody ever works.",
        advice: "Write days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"].")
    }
    return days.sorted()
  }

  private func holidays(_ table: SettingsReader) throws(ConfigurationError) -> [String] {
    let texts = try table.texts("holidays") ?? []
    for text in texts where !Self.isDay(text) {
      throw document.error(
        .badValue, at: table.path("holidays"), "“\(text)” is no day.",
        advice: "Write year, month and day: \"2026-12-25\".")
    }
    return texts
  }

  private static func isDay(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], let month = Int(parts[1]), let day = Int(parts[2]) else {
      return false
    }
    return Int(parts[0]) != nil && (1...12).contains(month) && (1...31).contains(day)
  }

  /// Units: minutes after midnight.
  private func clock(
    _ key: String, _ table: SettingsReader
  ) throws(ConfigurationError) -> Int? {
    guard let text = try table.text(key) else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
      let minute = Int(parts[1]), (0...24).contains(hour), (0...59).contains(minute),
      hour * 60 + minute <= 24 * 60
    else {
      throw document.error(
        .badValue, at: table.path(key), "“\(text)” is no time of day.",
        advice: "Write hours and minutes: \"09:00\".")
    }
    return hour * 60 + minute
  }
}
