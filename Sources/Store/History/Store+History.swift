import Foundation
import GRDB
import Governance

extension Store {
  /// What was known of a person at a moment: the state that the servers showed when they were last
  /// read before it, and why each grant was held by then.
  ///
  /// - Parameter now: a later moment is refused.
  public func profile(
    _ person: PersonReference, at moment: Date, now: Date
  ) throws(StoreError) -> Result<Profile, HistoryRefusal> {
    if moment > now { return .failure(.inTheFuture(moment)) }
    return try read { database in
      try PastReader(database, settings: settings, at: moment).profile(person)
    }
  }

  /// What became of a person between two moments; nil for `to` is now.
  public func difference(
    of person: PersonReference, from: Date, to: Date?, now: Date
  ) throws(StoreError) -> Result<ProfileDiff, HistoryRefusal> {
    let end = to ?? now
    guard from < end else { return .failure(.backwards(from: from, to: end)) }
    let old: Profile
    switch try profile(person, at: from, now: now) {
    case .success(let profile): old = profile
    case .failure(.nobodyThen): old = try nobody(person, at: from)
    case .failure(let refusal): return .failure(refusal)
    }
    switch try profile(person, at: end, now: now) {
    case .success(let new): return .success(ProfileDiff(from: old, at: from, to: new, at: end))
    case .failure(.nobodyThen) where !old.accounts.isEmpty:
      let new = try nobody(person, at: end)
      return .success(ProfileDiff(from: old, at: from, to: new, at: end))
    case .failure(let refusal): return .failure(refusal)
    }
  }

  /// Who has no account yet, or none any more.
  private func nobody(_ person: PersonReference, at moment: Date) throws(StoreError) -> Profile {
    var profile = Profile(
      person: person, fields: [], accounts: [], grants: [], managers: [], reports: [],
      openRequests: [], timeline: [], findings: [])
    let starts = try historyStarts()
    profile.past = PastMark(
      at: moment, unknown: starts.filter { $0.begins.map { $0 > moment } ?? true })
    return profile
  }

  /// When the history of each server begins. Order: by name.
  public func historyStarts() throws(StoreError) -> [HistoryStart] {
    try read { database in try HistoryReader(database).starts() }
  }

  /// Everything that is known to have happened to a person. Order: newest first.
  public func log(
    of key: IdentityKey, from: Date?, to: Date?
  ) throws(StoreError) -> [TimelineEntry] {
    try read { database in
      let accounts = try AccountReader(database, priority: settings.priority).accounts(of: key)
      return try TimelineReader(database, settings: settings, most: .max)
        .timeline(of: key, accounts, until: to)
        .filter { entry in from.map { entry.time >= $0 } ?? true }
    }
  }

  /// Somebody who has no account any more: by a key, or by the value in it.
  ///
  /// - Parameter text: Shape: `mail:ada@example.com`, `ada@example.com`.
  public func formerPerson(named text: String) throws(StoreError) -> PersonReference? {
    try read { database in
      guard let key = try HistoryReader(database).former(named: text) else { return nil }
      let reader = PastAccountReader(database, settings: settings)
      var name: String?
      for (_, changes) in try reader.accounts(of: key) {
        let last = changes.first { $0.kind == .field && $0.name == "displayName" }
        name = name ?? last?.old ?? last?.new
      }
      return PersonReference(key: key, name: name ?? text)
    }
  }
}
