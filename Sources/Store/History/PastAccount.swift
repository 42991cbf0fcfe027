import Foundation
import GRDB
import Governance

/// An account at a moment of the past: as the mirror has it, with every later change put back.
struct PastAccount {
  struct Held: Hashable {
    var type: EntitlementType
    var value: String
  }

  struct Holding {
    var display: String
    /// When it was first seen; nil for as long as the server is known.
    var since: Date?
  }

  let resource: HistoryResource
  /// Whose it was.
  var owner: IdentityKey?
  var exists: Bool
  /// Empty while it did not exist.
  var values: [String: String] = [:]
  var held: [Held: Holding] = [:]

  /// - Parameters:
  ///   - moment: what was noted within this second counts as done.
  ///   - changes: order: the newest first.
  mutating func goBack(to moment: Date, _ changes: [RecordedChange]) {
    let limit = moment.timeIntervalSince1970
    for change in changes where change.at > limit { undo(change) }
    let past = changes.filter { $0.at <= limit }
    for (key, holding) in held {
      let seen = holding.since.flatMap { $0 <= moment ? $0 : nil }
      held[key]?.since = [seen, RecordedChange.gained(key.type, key.value, past)]
        .compactMap { $0 }.max()
    }
  }

  private mutating func undo(_ change: RecordedChange) {
    switch change.kind {
    case .field: values[change.name] = change.old
    case .group, .goneGroup, .role, .entitlement:
      guard let type = change.kind.held else { return }
      held[Held(type: type, value: change.name)] = change.old.map { Holding(display: $0) }
    case .account:
      exists = change.old != nil
      if change.old == nil { (values, held) = ([:], [:]) }
    case .owner: owner = change.old.map(IdentityKey.init(rawValue:))
    case .subgroup: break
    }
  }
}

/// Finds the accounts that somebody had at a moment.
struct PastAccountReader {
  private let database: Database
  private let settings: StoreSettings
  private let history: HistoryReader

  init(_ database: Database, settings: StoreSettings) {
    self.database = database
    self.settings = settings
    history = HistoryReader(database)
  }

  /// Every account that is or was theirs, each with what changed about it. Order: by server
  /// priority, then id.
  func accounts(of key: IdentityKey) throws -> [(now: PastAccount, changes: [RecordedChange])] {
    let present = try AccountReader(database, priority: settings.priority).accounts(of: key)
      .map { HistoryResource.user($0.server, $0.id) }
    let former = try history.accounts(formerlyOf: key).filter { !present.contains($0) }
    return try ServerPriority(settings.priority)
      .sorted(present + former, by: \.server, then: \.id)
      .map { (try now($0), try history.changes(of: $0)) }
  }

  /// A key that nobody has any more was the same person's whose account it is now.
  func isTheirs(_ owner: IdentityKey?, _ key: IdentityKey, now: IdentityKey?) throws -> Bool {
    guard let owner else { return false }
    if owner == key { return true }
    return try now == key && PersonFinder(database).pid(owner) == nil
  }

  private func now(_ resource: HistoryResource) throws -> PastAccount {
    let reader = AccountReader(database, priority: settings.priority)
    guard let record = try reader.account(server: resource.server, id: resource.id) else {
      return PastAccount(resource: resource, owner: nil, exists: false)
    }
    let owner = try PersonFinder(database).find(server: resource.server, userID: resource.id)?.key
    let values = try AccountValues(database, server: resource.server)
      .values(record.bytes, server: resource.server, id: resource.id)
    return PastAccount(
      resource: resource, owner: owner, exists: true, values: values, held: try held(record))
  }

  private func held(_ account: AccountRecord) throws -> [PastAccount.Held: PastAccount.Holding] {
    var held: [PastAccount.Held: PastAccount.Holding] = [:]
    for row in try GrantReader.held(database, account) {
      guard let type = EntitlementType(rawValue: row["type"]) else { continue }
      held[PastAccount.Held(type: type, value: row["value"])] = PastAccount.Holding(
        display: row["display"], since: row.date("first_seen"))
    }
    return held
  }
}
