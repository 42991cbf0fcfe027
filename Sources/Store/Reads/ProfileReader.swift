import Foundation
import GRDB
import Governance
import SCIM

extension Store {
  /// Everything about one person; nil when no server knows the key.
  ///
  /// Order of the timeline: newest first, at most 200 entries.
  public func profile(_ key: IdentityKey, now: Date) throws(StoreError) -> Profile? {
    try read { database in
      try ProfileReader(database, settings: settings, now: now).profile(key)
    }
  }
}

/// Puts together all that is known of one person.
struct ProfileReader {
  private let database: Database
  private let settings: StoreSettings
  private let now: Date

  init(_ database: Database, settings: StoreSettings, now: Date) {
    self.database = database
    self.settings = settings
    self.now = now
  }

  func profile(_ key: IdentityKey) throws -> Profile? {
    guard let pid = try PersonFinder(database).pid(key) else { return nil }
    let accounts = try AccountReader(database, priority: settings.priority).accounts(of: pid)
    guard let best = accounts.first else { return nil }
    let order = FieldOrder(settings)
    let named = order.sorted(accounts, for: .displayName, by: \.server, then: \.id).first ?? best
    let person = PersonReference(key: key, name: named.scanned.name)
    let grants = try GrantReader(database, privileged: settings.privileged)
      .grants(of: key, accounts)
    let line = ReportingLine(database, priority: settings.priority(for: .manager))
    let managers = try line.managers(
      of: pid, order.sorted(accounts, for: .manager, by: \.server, then: \.id))
    let fields =
      SourcedFields(accounts, order: order).all + managerField(accounts, managers, order)
    var profile = Profile(
      person: person, fields: fields, accounts: accounts.map(\.account), grants: grants,
      managers: managers, reports: try line.reports(to: pid, accounts),
      openRequests: try openRequests(key), timeline: [], findings: [])
    profile.extras = try extras(accounts)
    profile.devices = try DeviceReader(database).devices(of: accounts)
    profile.timeline = try TimelineReader(database, settings: settings)
      .timeline(of: key, accounts)
    profile.findings = try FindingReader(database, settings: settings)
      .findings(of: profile, accounts)
    return profile
  }

  private func extras(_ accounts: [AccountRecord]) throws -> [ExtraField] {
    try accounts.flatMap { account -> [ExtraField] in
      let schemas = try SchemaRows.schemas(database, server: account.server)
      let json: JSON
      do { json = try JSON(parsing: account.bytes) } catch { return [] }
      return ExtraFields(schemas: schemas)
        .fields(in: json, server: account.server, readAt: account.account.readAt)
    }
  }

  private func openRequests(_ key: IdentityKey) throws -> [QueueEntry] {
    let ids = try String.fetchAll(
      database,
      sql: """
        SELECT id FROM ledger_request WHERE beneficiary_key = ? AND status = 'pending'
        ORDER BY submitted
        """, arguments: [key.rawValue])
    return try QueueReader(database, settings, now: now).entries(ids, operator: nil)
  }

  /// The manager as a field, where a server names one.
  private func managerField(
    _ accounts: [AccountRecord], _ managers: [PersonReference], _ order: FieldOrder
  ) -> [SourcedField] {
    let ranked = order.sorted(accounts, for: .manager, by: \.server, then: \.id)
    guard let source = ranked.first(where: { $0.managerRef != nil }) else { return [] }
    let columns = source.scanned.columns
    let name = managers.first?.name ?? columns.managerDisplay ?? columns.managerValue ?? ""
    return [
      SourcedField(
        name: "enterprise.manager", value: name, server: source.server,
        readAt: source.account.readAt, isRanked: order.isRanked(.manager))
    ]
  }
}
