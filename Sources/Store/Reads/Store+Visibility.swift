import Foundation
import GRDB
import Governance

extension Store {
  /// What somebody may see and do by the roles of a policy.
  public func visibility(
    of person: PersonReference?, by roles: [OperatorRole]
  ) throws(StoreError) -> Visibility {
    if roles.isEmpty { return .unlimited }
    return try read { database in
      let own = try roles.filter { role in
        if role.members.contains(.anyone) { return true }
        guard let person else { return false }
        return try isAmong(role.members, person.key, database)
      }
      return Visibility(roles: own)
    }
  }

  /// Why somebody may not look another up; nil when they may.
  public func refusal(
    of visibility: Visibility, toSee other: PersonReference, by person: PersonReference?
  ) throws(StoreError) -> VisibilityRefusal? {
    if visibility.isUnlimited { return nil }
    return try read { database in
      try refusal(of: visibility, toSee: other, by: person, database)
    }
  }

  func refusal(
    of visibility: Visibility, toSee other: PersonReference, by person: PersonReference?,
    _ database: Database
  ) throws -> VisibilityRefusal? {
    let managers = try managers(of: other.key, database).map(\.key)
    let units = try [person?.key, other.key].map { key in
      try key.flatMap { try Self.department(of: $0, database) }
    }
    return visibility.refusal(
      ofPerson: other.name, isSelf: other.key == person?.key,
      isReport: person.map { managers.contains($0.key) } ?? false,
      isColleague: units[0] != nil && units[0] == units[1])
  }

  private func managers(
    of key: IdentityKey, _ database: Database
  ) throws -> [PersonReference] {
    let priority = settings.priority(for: .manager)
    guard let pid = try PersonFinder(database).pid(key) else { return [] }
    let accounts = try AccountReader(database, priority: priority).accounts(of: pid)
    return try ReportingLine(database, priority: priority).managers(of: pid, accounts)
  }

  static func department(of key: IdentityKey, _ database: Database) throws -> String? {
    let unit = try String.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT department FROM mirror_person
          WHERE pid IN (SELECT pid FROM mirror_person_key WHERE key_hash = ?) AND key = ?
          """),
      arguments: [ContentHash.of(key.rawValue), key.rawValue])
    return unit.flatMap { $0.isEmpty ? nil : $0 }
  }
}
