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
  /// The sections that are folded, on every profile.
  var folded: Set<String> = []

  private static let capacity = 16

  subscript(key: IdentityKey) -> Entry? { entries[key] }

  mutating func expire() {
    for key in entries.keys { entries[key]?.isStale = true }
  }

  mutating func abandon() { asked = nil }

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
