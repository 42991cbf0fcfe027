import Foundation
import GRDB
import Governance

/// Finds what a person would hold together and may not: what servers show, what is approved and on
/// its way, what is pending, nested groups included.
final class SeparationReader {
  typealias Part = SeparationConflict.Part

  private let database: Database
  private let match: EntitlementMatch
  private let together: Set<RequestID>?

  /// - Parameter together: the pending requests that count; nil for all of them.
  init(_ database: Database, together: Set<RequestID>? = nil) {
    self.database = database
    self.together = together
    match = EntitlementMatch(database)
  }

  /// Order: as the policy has the sets. Only sets that the request itself adds to.
  func conflicts(
    of request: AccessRequest, _ separations: [Separation]
  ) throws -> [SeparationConflict] {
    if separations.isEmpty { return [] }
    let grants = request.items.filter { $0.operation == .grant }
    if grants.isEmpty { return [] }
    var conflicts: [SeparationConflict] = []
    var others: [Part]?
    for separation in separations {
      var asked: [Part] = []
      for item in grants where try isMember(item.entitlement, of: separation) != nil {
        asked.append(Part(entitlement: item.entitlement, display: item.display, standing: .asked))
      }
      // What is asked for may lead into the set by way of a group that is nested in one of it.
      for item in grants {
        for part in try nested(above: item.entitlement, display: item.display)
        where try isMember(part.entitlement, of: separation) != nil {
          asked.append(part)
        }
      }
      if asked.isEmpty { continue }
      let known = try others ?? parts(besides: request)
      others = known
      let fitting = try known.filter { try isMember($0.entitlement, of: separation) != nil }
      let parts = try distinct(fitting + asked, in: separation)
      if parts.count > 1 {
        conflicts.append(
          SeparationConflict(set: separation.name, remedy: separation.remedy, parts: parts))
      }
    }
    return conflicts
  }

  /// The place of an entitlement in the set; nil when it is not of it.
  private func isMember(
    _ entitlement: EntitlementReference, of separation: Separation
  ) throws -> Int? {
    try separation.members.firstIndex { try match.matches($0, entitlement) }
  }

  /// One part for each member of the set: holding one twice is no conflict.
  private func distinct(_ parts: [Part], in separation: Separation) throws -> [Part] {
    var seen: Set<Int> = []
    return try parts.filter { part in
      guard let place = try isMember(part.entitlement, of: separation) else { return false }
      return seen.insert(place).inserted
    }
  }

  // MARK: What the person comes to besides

  /// Order: held, nested, approved, pending. What the request takes away is left out.
  private func parts(besides request: AccessRequest) throws -> [Part] {
    let taken = Set(
      request.items.filter { $0.operation == .revoke }.map(\.entitlement))
    let held = try held(by: request.beneficiary.key).filter { !taken.contains($0.entitlement) }
    var parts = held
    for part in held {
      parts += try nested(above: part.entitlement, display: part.display)
    }
    let asked = try asked(for: request)
    parts += asked
    for part in asked {
      parts += try nested(above: part.entitlement, display: part.display)
    }
    return parts.filter { !taken.contains($0.entitlement) }
  }

  private func held(by key: IdentityKey) throws -> [Part] {
    guard let pid = try PersonFinder(database).pid(key) else { return [] }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT s.name AS server, e.type, e.value, e.display FROM mirror_account a
        JOIN mirror_member m ON m.member_ref = a.ref
        JOIN mirror_entitlement e ON e.rid = m.group_rid AND e.server = a.server
        JOIN mirror_server s ON s.id = e.server WHERE a.pid = ?1
        UNION ALL
        SELECT s.name, v.type, v.value, v.display FROM mirror_account a
        JOIN mirror_value v ON v.rid = a.rid
        JOIN mirror_server s ON s.id = v.server WHERE a.pid = ?1
        UNION ALL
        SELECT s.name, 'account', '', 'account' FROM mirror_account a
        JOIN mirror_server s ON s.id = a.server WHERE a.pid = ?1 AND ifnull(a.is_active, 1)
        """, arguments: [pid])
    return rows.compactMap { part($0, .held) }
  }

  /// What other requests for the same person give: approved and not yet seen, or pending.
  private func asked(for request: AccessRequest) throws -> [Part] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT i.server, i.type, i.value, i.display, r.id, r.status FROM ledger_request r
        JOIN ledger_item i ON i.request = r.id AND i.operation = 'grant'
        WHERE r.beneficiary_key = ?1 AND r.id <> ?2 AND (r.status = 'pending'
          OR (r.status = 'approved' AND EXISTS (
            SELECT 1 FROM ledger_action a WHERE a.request = r.id AND a.item = i.id
              AND NOT a.is_ending AND a.status IN ('queued', 'sending', 'waiting', 'failed'))))
        ORDER BY r.status, r.submitted, r.id
        """, arguments: [request.beneficiary.key.rawValue, request.id.rawValue])
    return rows.compactMap { row in
      let other = RequestID(rawValue: row["id"])
      if row["status"] == "pending", let together, !together.contains(other) { return nil }
      return part(
        row,
        row["status"] == "approved"
          ? .approved(request: other)
          : .pending(request: other))
    }
  }

  private func part(_ row: Row, _ standing: Part.Standing) -> Part? {
    guard let type = EntitlementType(rawValue: row["type"]) else { return nil }
    return Part(
      entitlement: EntitlementReference(server: row["server"], type: type, value: row["value"]),
      display: row["display"], standing: standing)
  }

  // MARK: Nested groups

  /// The groups that a group is a member of, and those that these are members of.
  private func nested(
    above entitlement: EntitlementReference, display: String
  ) throws -> [Part] {
    guard entitlement.type == .group else { return [] }
    var found: [Part] = []
    var seen: Set<String> = [entitlement.value]
    var level = [entitlement.value]
    while !level.isEmpty {
      var next: [String] = []
      for child in level {
        for parent in try parents(of: child, on: entitlement.server)
        where seen.insert(parent.id).inserted {
          let above = EntitlementReference(
            server: entitlement.server, type: .group, value: parent.id)
          found.append(
            Part(entitlement: above, display: parent.name, standing: .nested(through: display)))
          next.append(parent.id)
        }
      }
      level = next
    }
    return found
  }

  private struct Parent {
    var id: String
    var name: String
  }

  /// The groups that have this one as a member. Order: by id.
  private func parents(of child: String, on server: String) throws -> [Parent] {
    guard let groups = try Collection.find(database, server: server, type: Collection.groups) else {
      return []
    }
    return try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT p.id, e.display FROM mirror_subgroup s
          JOIN mirror_resource p ON p.rid = s.parent_rid AND p.collection = ?2
          JOIN mirror_entitlement e ON e.rid = p.rid WHERE s.child_ref = ?1 ORDER BY p.id
          """), arguments: [groups.ref(child), groups.id]
    ).map { Parent(id: $0["id"], name: $0["display"]) }
  }
}
