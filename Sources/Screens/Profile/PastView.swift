import Foundation
import Governance

/// A profile as it was at a moment that the operator went back to.
struct PastView: Hashable, Sendable {
  let key: IdentityKey
  let at: Date
  /// nil while it is being read.
  var answer: Result<Profile, HistoryRefusal>?
  private var isAsked = false

  init(key: IdentityKey, at: Date) {
    self.key = key
    self.at = at
  }

  var profile: Profile? { if case .success(let profile) = answer { profile } else { nil } }

  /// Whether it has to be read now; says so once.
  mutating func needsReading() -> Bool {
    defer { isAsked = true }
    return !isAsked
  }

  mutating func abandon() { if answer == nil { isAsked = false } }
}

/// The moments at which somebody's state changed, as far as the timelines that were read tell.
struct PastStops {
  /// Order: the oldest first.
  private let times: [Date]

  init(_ profiles: [Profile?]) {
    let recorded = profiles.compactMap { $0 }.flatMap(\.timeline).filter(\.isRecorded)
    times = Set(recorded.map(\.time)).sorted()
  }

  /// The moment before the last change that was done by then; nil when none is known.
  func earlier(than moment: Date) -> Date? {
    times.last { $0 <= moment }.map(Self.before)
  }

  /// The moment before the change after the next one; nil is now.
  func later(than moment: Date) -> Date? {
    let coming = times.filter { $0 > moment }
    return coming.count > 1 ? Self.before(coming[1]) : nil
  }

  /// What the next step forward brings. The history has whole seconds.
  func next(after moment: Date) -> Date? { times.first { $0 > moment } }

  private static func before(_ change: Date) -> Date { change.addingTimeInterval(-1) }
}
