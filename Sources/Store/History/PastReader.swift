import Foundation
import GRDB
import Governance
import SCIM

/// Puts together what was known of one person at a moment.
struct PastReader {
  private let database: Database
  private let settings: StoreSettings
  private let moment: Date

  init(_ database: Database, settings: StoreSettings, at moment: Date) {
    self.database = database
    self.settings = settings
    self.moment = moment
  }

  func profile(_ person: PersonReference) throws -> Result<Profile, HistoryRefusal> {
    let starts = try HistoryReader(database).starts()
    let known = starts.filter { $0.begins.map { $0 <= moment } ?? false }
    guard !known.isEmpty else {
      return .failure(.beforeHistory(at: moment, begins: starts.compactMap(\.begins).min()))
    }
    let unknown = starts.filter { !known.contains($0) }
    let dark = Set(unknown.map(\.server))
    let accounts = try accounts(of: person.key).filter { !dark.contains($0.resource.server) }
    guard !accounts.isEmpty else {
      return .failure(.nobodyThen(name: person.name, at: moment))
    }
    var profile = try profile(person, accounts, known)
    profile.past = PastMark(at: moment, unknown: unknown)
    return .success(profile)
  }

  private func accounts(of key: IdentityKey) throws -> [PastAccount] {
    let reader = PastAccountReader(database, settings: settings)
    return try reader.accounts(of: key).compactMap { now, changes in
      var account = now
      account.goBack(to: moment, changes)
      let isTheirs = try reader.isTheirs(account.owner, key, now: now.owner)
      return account.exists && isTheirs ? account : nil
    }
  }

  private func profile(
    _ person: PersonReference, _ accounts: [PastAccount], _ known: [HistoryStart]
  ) throws -> Profile {
    let records = accounts.map(record)
    let order = FieldOrder(settings)
    var fields = SourcedFields(records, order: order).all
    let ranked = order.sorted(records, for: .manager, by: \.server, then: \.id)
    let manager = try manager(ranked)
    if let source = ranked.first(where: { $0.scanned.columns.managerValue != nil }) {
      fields.append(
        SourcedField(
          name: AccountValues.manager,
          value: manager?.name ?? source.scanned.columns.managerValue ?? "",
          server: source.server, readAt: moment, isRanked: order.isRanked(.manager)))
    }
    var profile = Profile(
      person: person, fields: fields, accounts: records.map(\.account),
      grants: try grants(person.key, accounts, known), managers: manager.map { [$0] } ?? [],
      reports: [], openRequests: [], timeline: [], findings: [])
    profile.extras = try accounts.flatMap(extras)
    profile.timeline = try TimelineReader(database, settings: settings)
      .timeline(of: person.key, [], until: moment)
    return profile
  }

  private func record(_ account: PastAccount) -> AccountRecord {
    let id = account.resource.id
    let (columns, _) = AccountValues.columns(account.values, id: id)
    let scanned = ScannedAccount(server: account.resource.server, id: id, columns: columns)
    return AccountRecord(
      rid: 0, ref: 0, serverID: 0, managerRef: nil, scanned: scanned, firstSeen: moment,
      account: Account(
        server: scanned.server, id: id, userName: columns.userName ?? "",
        displayName: scanned.name, isActive: columns.active, lastModified: nil, version: nil,
        readAt: moment), bytes: [])
  }

  /// Whoever is at that account now: people keep their accounts.
  private func manager(_ accounts: [AccountRecord]) throws -> PersonReference? {
    for account in accounts {
      guard let id = account.scanned.columns.managerValue else { continue }
      return try PersonFinder(database).find(server: account.server, userID: id)
    }
    return nil
  }

  private func extras(_ account: PastAccount) throws -> [ExtraField] {
    let server = account.resource.server
    let reader = ExtraFields(schemas: try SchemaRows.schemas(database, server: server))
    let (_, extras) = AccountValues.columns(account.values, id: account.resource.id)
    return extras.sorted { $0.key < $1.key }.map { path, value in
      let parsed = Self.path(path)
      return ExtraField(
        path: path, name: parsed.map(reader.name) ?? path, value: value, server: server,
        readAt: moment)
    }
  }

  private static func path(_ text: String) -> AttributePath? {
    do { return try AttributePath(parsing: text) } catch { return nil }
  }

  // MARK: Grants

  private func grants(
    _ key: IdentityKey, _ accounts: [PastAccount], _ known: [HistoryStart]
  ) throws -> [Grant] {
    let causes = GrantCauses(database, of: key, at: moment)
    return try accounts.flatMap { account -> [Grant] in
      let server = account.resource.server
      let begins = known.first { $0.server == server }?.begins
      let changes = try HistoryReader(database).changes(of: account.resource)
      func grant(_ type: EntitlementType, _ value: String, _ holding: PastAccount.Holding) throws
        -> Grant
      {
        let lost = changes.first {
          $0.at <= moment.timeIntervalSince1970 && $0.isLoss(of: type, value)
        }
        let reference = EntitlementReference(server: server, type: type, value: value)
        let cause = try causes.cause(
          of: reference, since: holding.since, history: begins,
          lost: lost.map { Date(timeIntervalSince1970: $0.at) })
        return Grant(
          entitlement: entitlement(reference, holding.display), reason: cause.reason,
          firstSeen: holding.since ?? begins ?? moment)
      }
      var grants: [Grant] = []
      if account.values[AccountValues.active] != "false" {
        let done = changes.filter { $0.at <= moment.timeIntervalSince1970 }
        let since = RecordedChange.gained(.account, "", done)
        grants.append(
          try grant(.account, "", .init(display: "account on \(server)", since: since)))
      }
      let held = account.held.sorted {
        ($0.value.display.lowercased(), $0.key.value)
          < ($1.value.display.lowercased(), $1.key.value)
      }
      grants += try held.map { try grant($0.key.type, $0.key.value, $0.value) }
      return grants + (try nested(account, since: begins ?? moment))
    }
  }

  private func entitlement(_ reference: EntitlementReference, _ display: String) -> Entitlement {
    let reader = EntitlementReader(database, privileged: settings.privileged)
    return Entitlement(
      reference: reference, display: display,
      isPrivileged: reader.isPrivileged(
        display: display, value: reference.value, type: reference.type))
  }

  /// What groups of theirs brought with them, each group once.
  private func nested(_ account: PastAccount, since: Date) throws -> [Grant] {
    let groups = PastGroups(database, server: account.resource.server, at: moment)
    let own = account.held.filter { $0.key.type == .group }
      .sorted { $0.value.display < $1.value.display }
    var seen = Set(own.map(\.key.value))
    var next = own.map { (id: $0.key.value, through: $0.value.display) }
    var found: [Grant] = []
    while let (id, through) = next.popLast() {
      for parent in try groups.parents(of: id) where seen.insert(parent.id).inserted {
        next.append((parent.id, through))
        let reference = EntitlementReference(
          server: account.resource.server, type: .group, value: parent.id)
        found.append(
          Grant(
            entitlement: entitlement(reference, parent.display), reason: .through(group: through),
            firstSeen: since))
      }
    }
    return found.sorted { $0.entitlement.display < $1.entitlement.display }
  }
}

/// Which groups were members of which at a moment.
struct PastGroups {
  private let database: Database
  private let server: String
  private let moment: Date

  struct Parent {
    var id: String
    var display: String
  }

  init(_ database: Database, server: String, at moment: Date) {
    self.database = database
    self.server = server
    self.moment = moment
  }

  func parents(of group: String) throws -> [Parent] {
    var parents: [String: String] = [:]
    for row in try present(group) { parents[row["value"]] = row["display"] }
    let child = HistoryResource(server: server, type: Collection.groups, id: group)
    for change in try HistoryReader(database).changes(of: child)
    where change.kind == .subgroup && change.at > moment.timeIntervalSince1970 {
      parents[change.name] = change.old
    }
    return parents.map { Parent(id: $0.key, display: $0.value) }.sorted { $0.id < $1.id }
  }

  private func present(_ group: String) throws -> [Row] {
    guard let groups = try Collection.find(database, server: server, type: Collection.groups)
    else { return [] }
    return try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT e.value, e.display FROM mirror_subgroup s
          JOIN mirror_entitlement e ON e.rid = s.parent_rid
          WHERE s.child_ref = ? AND e.server = ?
          """), arguments: [groups.ref(group), groups.server])
  }
}
