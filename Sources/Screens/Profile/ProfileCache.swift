import Foundation
import Governance

/// The profile that is shown and the ones before it, so that going back shows something at once.
struct ProfileCache: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    /// nil when no server knows the person any more.
    var profile: Profile?
    var isStale: Bool
  }

  private var entries: [IdentityKey: Entry] = [:]
  private var asked: IdentityKey?
  /// Where the operator went back to; nil for now.
  var past: PastView?
  /// The sections that are folded, on every profile.
  var folded: Set<String> = []

  private static let capacity = 16

  subscript(key: IdentityKey) -> Entry? { entries[key] }

  mutating func expire() {
    for key in entries.keys { entries[key]?.isStale = true }
  }

  mutating func abandon() {
    asked = nil
    past?.abandon()
  }

  /// What has to be read of the past now; says so once.
  mutating func pastToRead(_ key: IdentityKey) -> (person: PersonReference, at: Date)? {
    guard let past, past.key == key, let person = entries[key]?.profile?.person,
      self.past?.needsReading() == true
    else { return nil }
    return (person, past.at)
  }

  mutating func accept(
    _ key: IdentityKey, at moment: Date, _ answer: Result<Profile, HistoryRefusal>
  ) {
    guard past?.key == key, past?.at == moment else { return }
    past?.answer = answer
  }

  /// Whether the profile has to be read now; says so once.
  mutating func needs(_ key: IdentityKey) -> Bool {
    if let entry = entries[key], !entry.isStale { return false }
    if asked == key { return false }
    asked = key
    return true
  }

  mutating func accept(_ key: IdentityKey, _ profile: Profile?) {
    if asked == key { asked = nil }
    if entries.count >= Self.capacity, entries[key] == nil { entries.removeAll() }
    entries[key] = Entry(profile: profile, isStale: false)
  }
}
