import Foundation
import Governance
import Terminal

/// Going back and forth in time on a profile.
enum HistoryCommands {
  static let table: [Command] = [
    Command(
      "earlier", [.character("(")], extra: "earlier",
      help: "Show the person as they were before the last change.", unless: nothingEarlier
    ) { state, call in
      step(&state, call.times) { stops, moment in stops.earlier(than: moment) }
    },
    Command(
      "later", [.character(")")], help: "Go forward again to the next change, up to now.",
      unless: isNow
    ) { state, call in
      step(&state, call.times) { stops, moment in stops.later(than: moment) ?? .distantFuture }
    },
    Command(
      "as-of", [.character("H")], extra: "as of a date",
      help: "Show the person as they were at a date, or as they are now.", argument: "DATE"
    ) { state, call in
      guard let text = call.argument else {
        state.prompt = Prompt(.moment)
        return []
      }
      return go(to: text, &state)
    },
  ]

  private static func step(
    _ state: inout AppState, _ times: Int, _ next: (PastStops, Date) -> Date?
  ) -> [Effect] {
    guard case .profile(let key) = state.place else { return [] }
    let stops = stops(key, state)
    var moment = state.past(key)?.at ?? state.now
    for _ in 0..<min(times, 200) {
      guard let found = next(stops, moment) else { break }
      moment = found
      if moment == .distantFuture { break }
    }
    show(key, at: moment, &state)
    return []
  }

  private static func show(_ key: IdentityKey, at moment: Date, _ state: inout AppState) {
    let isPast = moment < state.now
    state.profiles.past = isPast ? PastView(key: key, at: moment) : nil
    state.message =
      isPast ? .done("As of \(state.moments.exact(moment)).") : .done("As of now.")
  }

  /// Takes what was typed: a date, a date and a time, or `now`.
  static func go(to text: String, _ state: inout AppState) -> [Effect] {
    guard case .profile(let key) = state.place else { return [] }
    let words = text.filter { !$0.isWhitespace }.lowercased()
    guard let moment = words == "now" ? state.now : date(text, state.timeZone) else {
      state.message = .refusal("Write a date such as 2026-03-01, “2026-03-01 14:30”, or now.")
      return []
    }
    if moment > state.now {
      state.message = .refusal(
        HistoryRefusal.inTheFuture(moment).sentence(state.moments.long)
          + " Give a date of the past, or now.")
      return []
    }
    state.prompt = nil
    show(key, at: moment, &state)
    return []
  }

  /// Shape: `2026-03-01`, `2026-03-01 14:30`.
  private static func date(_ text: String, _ zone: TimeZone) -> Date? {
    guard
      let parts = text.wholeMatch(
        of: /\s*([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2}))?\s*/)
    else { return nil }
    let (_, year, month, day, hour, minute) = parts.output
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let wanted = DateComponents(
      year: Int(year), month: Int(month), day: Int(day), hour: hour.flatMap { Int($0) } ?? 0,
      minute: minute.flatMap { Int($0) } ?? 0)
    guard let date = calendar.date(from: wanted) else { return nil }
    // Calendars make another day of the 31st of April.
    let found = calendar.dateComponents([.month, .day, .hour, .minute], from: date)
    let isReal =
      found.month == wanted.month && found.day == wanted.day && found.hour == wanted.hour
      && found.minute == wanted.minute
    return isReal ? date : nil
  }

  static func stops(_ key: IdentityKey, _ state: AppState) -> PastStops {
    PastStops([state.profiles[key]?.profile, state.past(key)?.profile])
  }

  private static let nothingEarlier: @Sendable (AppState) -> String? = { state in
    guard case .profile(let key) = state.place, state.profiles[key]?.profile != nil else {
      return "The profile is still being read."
    }
    let moment = state.past(key)?.at ?? state.now
    if state.past(key).map({ $0.answer == nil }) == true {
      return "That moment is still being read."
    }
    if stops(key, state).earlier(than: moment) != nil { return nil }
    return state.past(key) == nil
      ? "Nothing has changed since their servers were first read."
      : "Nothing earlier is known: the history begins here."
  }

  private static let isNow: @Sendable (AppState) -> String? = { state in
    guard case .profile(let key) = state.place, state.past(key) != nil else {
      return "This is now: \(state.keys.label("earlier", state.place)) goes back in time."
    }
    return nil
  }
}

extension AppState {
  /// Where the operator went back to on somebody's profile; nil for now.
  func past(_ key: IdentityKey) -> PastView? {
    profiles.past.flatMap { $0.key == key ? $0 : nil }
  }
}

/// The lines of a profile of the past.
func pastLines(_ past: PastView, _ state: AppState, width: Int) -> [Line] {
  switch past.answer {
  case nil: return [Line("reading …", .placeholder)]
  case .failure(let refusal):
    var builder = LineBuilder(width: width)
    builder.wrap(refusal.sentence(state.moments.long), .warning)
    builder.wrap("\(state.keys.label("later", state.place)) goes forward in time.", .dim)
    return builder.lines
  case .success(let profile): return profileLines(profile, state, width: width)
  }
}

extension ProfilePage {
  /// Says that it shows what was, and what the next step forward changes.
  mutating func addPast(_ mark: PastMark) {
    builder.wrap(
      "Not now: as it was on \(moments.exact(mark.at)).", .warning, lead: [Run("◷ ", .warning)])
    let key = profile.person.key
    if let next = HistoryCommands.stops(key, state).next(after: mark.at),
      let entry = nextChange(at: next)
    {
      builder.wrap(
        "then, \(moments.long(next)): \(entry)", .notice, lead: [Run("  ", .notice)])
    }
    for sentence in mark.sentences(moments.long) { builder.wrap(sentence, .dim, lead: [Run("  ")]) }
  }

  private func nextChange(at time: Date) -> String? {
    let now = state.profiles[profile.person.key]?.profile
    let entries = (now?.timeline ?? []).filter { $0.isRecorded && $0.time == time }
    guard let first = entries.first else { return nil }
    let place = first.server.map { " · \($0)" } ?? ""
    return "\(first.sentence)\(place)"
      + (entries.count > 1 ? ", and \(entries.count - 1) more" : "")
  }
}
