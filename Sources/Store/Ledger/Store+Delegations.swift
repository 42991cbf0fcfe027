import Foundation
import GRDB
import Governance

extension Store {
  /// Lets somebody decide in the maker's place. Returns: nil when it was recorded, else why not.
  ///
  /// Throws: `invalidLimit` for a scope that is no filter.
  public func delegate(_ delegation: Delegation, now: Date) throws(StoreError) -> String? {
    if let problem = delegation.problem(now: now) { return problem }
    if let scope = delegation.scope, let mistake = Self.mistake(inCondition: scope) {
      throw mistake
    }
    return try writeDurably { database in
      let people = ApproverReader(database, priority: settings.priority(for: .manager))
      for person in [delegation.from, delegation.to] where try people.isActive(person.key) != true {
        return "\(person.name) is not active on any server."
      }
      try database.execute(
        sql: """
          INSERT INTO ledger_delegation
            (from_key, from_name, to_key, to_name, starts, ends, scope, reason)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          delegation.from.key.rawValue, delegation.from.name, delegation.to.key.rawValue,
          delegation.to.name, delegation.starts.timeIntervalSince1970,
          delegation.ends.timeIntervalSince1970, delegation.scope, delegation.reason,
        ])
      try AuditWriter.append(
        database, "delegation.made", subject: "delegation/\(database.lastInsertedRowID)",
        detail: Self.detail(delegation), actor: delegation.from, now: now)
      return nil
    }
  }

  /// Ends a delegation before its time, by either of the two. Returns: nil when it was recorded.
  public func revokeDelegation(
    _ id: Int64, by person: PersonReference, now: Date
  ) throws(StoreError) -> String? {
    try writeDurably { database in
      let row = try Row.fetchOne(
        database, sql: "SELECT * FROM ledger_delegation WHERE id = ?", arguments: [id])
      guard let delegation = row.map(DelegationRows.delegation),
        [delegation.from.key, delegation.to.key].contains(person.key)
      else { return "You have no delegation \(id)." }
      if delegation.revoked != nil { return "Delegation \(id) was ended before." }
      try database.execute(
        sql: "UPDATE ledger_delegation SET revoked = ? WHERE id = ?",
        arguments: [now.timeIntervalSince1970, id])
      try AuditWriter.append(
        database, "delegation.ended", subject: "delegation/\(id)", detail: Self.detail(delegation),
        actor: person, now: now)
      return nil
    }
  }

  /// Those that somebody made or was given, or all of them. Order: newest first.
  public func delegations(of key: IdentityKey? = nil) throws(StoreError) -> [Delegation] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM ledger_delegation WHERE ?1 IS NULL OR from_key = ?1 OR to_key = ?1
          ORDER BY id DESC
          """, arguments: [key?.rawValue]
      ).map(DelegationRows.delegation)
    }
  }

  private static func detail(_ delegation: Delegation) -> CanonicalJSON {
    [
      "from": .string(delegation.from.key.rawValue), "to": .string(delegation.to.key.rawValue),
      "starts": .milliseconds(delegation.starts), "ends": .milliseconds(delegation.ends),
      "scope": .optional(delegation.scope), "reason": .string(delegation.reason),
    ]
  }

  /// For whom the person may decide the request now: for themselves, or in whose place.
  public func authority(
    of person: PersonReference, for request: AccessRequest, planDigest: String, now: Date
  ) throws(StoreError) -> PersonReference {
    try read { database in
      let lent = try DelegationRows.active(database, to: person.key, now: now)
      if lent.isEmpty { return person }
      let reader = PolicyReader(database, settings: settings)
      let judged = try reader.judge(request, planDigest: planDigest)
      return try reader.admission(of: person, request, judged, now: now).authority
    }
  }
}

extension PolicyReader {
  /// Where somebody's word counts, and whose word it then is: their own goes first.
  func admission(
    of person: PersonReference, _ request: AccessRequest, _ judged: Judged, now: Date
  ) throws -> (admission: PolicyProgress.Admission, authority: PersonReference) {
    let own = judged.progress.admission(of: person)
    if case .step = own { return (own, person) }
    for delegation in try delegations(to: person, for: request, now: now)
    where !request.concerned.contains(delegation.from.key)
      && !request.concerned.contains(person.key)
    {
      guard try !isInactive(delegation.from.key) else { continue }
      let lent = judged.progress.admission(of: delegation.from, hand: person)
      if case .step = lent { return (lent, delegation.from) }
    }
    return (own, person)
  }
}
