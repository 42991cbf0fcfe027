import Foundation
import GRDB
import Governance
import SCIM

/// Finds what a policy means by an entitlement: its id, or else the name that one alone has.
final class EntitlementMatch {
  private let database: Database
  private var known: [EntitlementReference: EntitlementReference?] = [:]

  init(_ database: Database) { self.database = database }

  /// The entitlement as the mirror has it; nil for none, and for several of one name.
  func resolve(_ named: EntitlementReference) throws -> EntitlementReference? {
    if let known = known[named] { return known }
    let found = try look(named)
    known[named] = .some(found)
    return found
  }

  func matches(_ named: EntitlementReference, _ actual: EntitlementReference) throws -> Bool {
    if named == actual { return true }
    guard named.server == actual.server, named.type == actual.type else { return false }
    return try resolve(named) == actual
  }

  private func look(_ named: EntitlementReference) throws -> EntitlementReference? {
    if named.type == .account || named.type == .manual { return named }
    let values = try String.fetchAll(
      database,
      sql: """
        SELECT e.value FROM mirror_entitlement e JOIN mirror_server s ON s.id = e.server
        WHERE s.name = ?1 AND e.type = ?2
          AND (e.value = ?3 OR e.display = ?3 COLLATE NOCASE)
        UNION
        SELECT v.value FROM mirror_value_holder v JOIN mirror_server s ON s.id = v.server
        WHERE s.name = ?1 AND v.type = ?2 AND v.value = ?3
        """, arguments: [named.server, named.type.rawValue, named.value])
    var found = named
    if values.contains(named.value) { return named }
    guard values.count == 1 else { return nil }
    found.value = values[0]
    return found
  }
}

/// Reads who answers for a group, where its server says so.
///
/// SCIM has no such attribute: `owner` and `owners` are taken from the resource and from its
/// extensions, each with User ids in `value`.
struct OwnerReader {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Order: as the server has them.
  func owners(of reference: EntitlementReference) throws -> [PersonReference] {
    guard reference.type == .group,
      let groups = try Collection.find(
        database, server: reference.server, type: Collection.groups),
      let bytes = try Row.fetchOne(
        database.cachedStatement(
          sql: "SELECT json FROM mirror_resource r WHERE \(MirroredRows.isResource("r"))"),
        arguments: [groups.ref(reference.value), groups.id, reference.value]
      ).map({ row -> [UInt8] in [UInt8](row["json"] as Data) })
    else { return [] }
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch { return [] }
    let finder = PersonFinder(database)
    return try Self.ids(json).compactMap { try finder.find(server: reference.server, userID: $0) }
  }

  static func ids(_ json: JSON) -> [String] {
    var places = [json]
    for member in json.object?.members ?? [] where member.key.hasPrefix("urn:") {
      places.append(member.value)
    }
    var ids: [String] = []
    for place in places {
      for name in ["owner", "owners"] {
        guard let value = place[name] else { continue }
        for owner in value.array ?? [value] {
          let id = owner.string ?? owner["value"]?.string
          if let id, !id.isEmpty, !ids.contains(id) { ids.append(id) }
        }
      }
    }
    return ids
  }
}
