import Foundation
import GRDB
import Governance
import SCIM

/// Finds what a person would hold together and may not: what servers show, what is approved and on
/// its way, what is pending, nested groups included.
final class SeparationReader {
  typealias Part = SeparationConflict.Part

  private let database: Database
  private let match: EntitlementMatch

  init(_ database: Database) {
    self.database = database
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
    let arguments: StatementArguments = [ContentHash.of(key.rawValue), key.rawValue]
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT s.name AS server, e.type, e.value, e.display FROM mirror_person p
        JOIN mirror_account a ON a.pid = p.pid JOIN mirror_member m ON m.member_ref = a.ref
        JOIN mirror_entitlement e ON e.rid = m.group_rid AND e.server = a.server
        JOIN mirror_server s ON s.id = e.server WHERE p.key_hash = ?1 AND p.key = ?2
        UNION ALL
        SELECT s.name, v.type, v.value, v.display FROM mirror_person p
        JOIN mirror_account a ON a.pid = p.pid JOIN mirror_value v ON v.rid = a.rid
        JOIN mirror_server s ON s.id = v.server WHERE p.key_hash = ?1 AND p.key = ?2
        UNION ALL
        SELECT s.name, 'account', '', 'account' FROM mirror_person p
        JOIN mirror_account a ON a.pid = p.pid AND ifnull(a.is_active, 1)
        JOIN mirror_server s ON s.id = a.server WHERE p.key_hash = ?1 AND p.key = ?2
        """, arguments: arguments)
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
        for parent in try parents(entitlement.server)[child] ?? []
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

  private var parentsByServer: [String: [String: [Parent]]] = [:]

  /// Which groups each group is a member of. Members that are groups stand in the resource alone.
  private func parents(_ server: String) throws -> [String: [Parent]] {
    if let known = parentsByServer[server] { return known }
    var parents: [String: [Parent]] = [:]
    if let groups = try Collection.find(database, server: server, type: Collection.groups) {
      let ids = Set(
        try String.fetchAll(
          database, sql: "SELECT id FROM mirror_resource WHERE collection = ?",
          arguments: [groups.id]))
      let rows = try Row.fetchCursor(
        database, sql: "SELECT id, json FROM mirror_resource WHERE collection = ?",
        arguments: [groups.id])
      while let row = try rows.next() {
        let id: String = row["id"]
        guard let columns = Self.columns(row["json"]) else { continue }
        for member in columns.members where ids.contains(member.value) && member.value != id {
          if let type = member.type, type.lowercased() != "group" { continue }
          parents[member.value, default: []].append(
            Parent(id: id, name: columns.displayName ?? id))
        }
      }
    }
    parentsByServer[server] = parents
    return parents
  }

  /// nil for bytes that today's scanner cannot read, though an earlier one took them.
  private static func columns(_ data: Data) -> ResourceScanner.GroupColumns? {
    let bytes = [UInt8](data)
    do { return try ResourceScanner.group(bytes, 0..<bytes.count) } catch { return nil }
  }
}
