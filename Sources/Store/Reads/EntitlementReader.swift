import Foundation
import GRDB
import Governance
import SCIM

/// Reads what can be granted: groups, catalogued roles, values that somebody holds, accounts.
struct EntitlementReader {
  private let database: Database
  private let privileged: [Wildcard]

  init(_ database: Database, privileged: [String]) {
    self.database = database
    self.privileged = privileged.map(Wildcard.init)
  }

  func isPrivileged(display: String, value: String, type: EntitlementType) -> Bool {
    if type == .account { return false }
    return privileged.contains { $0.matches(display) || (type != .group && $0.matches(value)) }
  }

  func find(_ reference: EntitlementReference, counts: Bool = true) throws -> Entitlement? {
    guard let display = try display(of: reference) else { return nil }
    return Entitlement(
      reference: reference, display: display,
      isPrivileged: isPrivileged(
        display: display, value: reference.value, type: reference.type),
      holderCount: counts ? try HolderQuery(database, reference).count() : nil,
      terms: try terms(of: reference))
  }

  /// What the catalogue of the server says; nil where it lists no such thing.
  func terms(of reference: EntitlementReference) throws -> AssignmentTerms? {
    guard reference.type == .role || reference.type == .entitlement else { return nil }
    let bytes = try Data.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT r.json FROM mirror_entitlement e JOIN mirror_resource r ON r.rid = e.rid
          WHERE e.server = (SELECT id FROM mirror_server WHERE name = ?) AND e.type = ?
            AND e.value = ?
          """),
      arguments: [reference.server, reference.type.rawValue, reference.value])
    guard let bytes else { return nil }
    do { return AssignmentTerms(try JSON(parsing: [UInt8](bytes))) } catch { return nil }
  }

  /// nil when the mirror does not have it.
  private func display(of reference: EntitlementReference) throws -> String? {
    let arguments: StatementArguments = [
      reference.server, reference.type.rawValue, reference.value,
    ]
    switch reference.type {
    case .manual: return nil
    case .account:
      return try String.fetchOne(
        database, sql: "SELECT name FROM mirror_server WHERE name = ?",
        arguments: [reference.server]
      ).map { "account on \($0)" }
    case .group, .role, .entitlement:
      let catalogued = try String.fetchOne(
        database,
        sql: """
          SELECT display FROM mirror_entitlement
          WHERE server = (SELECT id FROM mirror_server WHERE name = ?) AND type = ? AND value = ?
          """, arguments: arguments)
      if let catalogued { return catalogued }
      return try String.fetchOne(
        database,
        sql: """
          SELECT v.display FROM mirror_value_holder h
          JOIN mirror_value v ON v.rid = h.rid AND v.type = h.type AND v.value = h.value
          WHERE h.server = (SELECT id FROM mirror_server WHERE name = ?) AND h.type = ?
            AND h.value = ?
          LIMIT 1
          """, arguments: arguments)
    }
  }

  // Values that people hold without a catalogue naming them come once each.
  private static let all = """
    SELECT s.name AS server, e.type, e.value, e.display FROM mirror_entitlement e
    JOIN mirror_server s ON s.id = e.server
    UNION ALL
    SELECT s.name, v.type, v.value, (
      SELECT w.display FROM mirror_value_holder h
      JOIN mirror_value w ON w.rid = h.rid AND w.type = h.type AND w.value = h.value
      WHERE h.server = v.server AND h.type = v.type AND h.value = v.value LIMIT 1)
    FROM (SELECT DISTINCT server, type, value FROM mirror_value_holder) v
    JOIN mirror_server s ON s.id = v.server
    WHERE NOT EXISTS (
      SELECT 1 FROM mirror_entitlement e
      WHERE e.server = v.server AND e.type = v.type AND e.value = v.value)
    UNION ALL
    SELECT name, 'account', '', 'account on ' || name FROM mirror_server
    """

  /// Every word must be in the name, the value, the type or the server. Order: by name.
  func search(_ text: String, server: String?) throws -> [Entitlement] {
    let words = text.split(whereSeparator: \.isWhitespace).map { TextFolding.folded(String($0)) }
    let rows = try Row.fetchCursor(
      database, sql: "SELECT * FROM (\(Self.all)) WHERE ?1 IS NULL OR server = ?1",
      arguments: [server])
    var found: [(order: String, entitlement: Entitlement)] = []
    while let row = try rows.next() {
      guard let entitlement = entitlement(row) else { continue }
      let reference = entitlement.reference
      let order = TextFolding.folded(entitlement.display)
      let whole =
        "\(order) \(TextFolding.folded(reference.value)) \(reference.type.rawValue) \(reference.server)"
      if words.allSatisfy(whole.contains) { found.append((order, entitlement)) }
    }
    return found.sorted { left, right in
      let (first, second) = (left.entitlement.reference, right.entitlement.reference)
      return (left.order, first.server, first.value) < (right.order, second.server, second.value)
    }.map(\.entitlement)
  }

  private func entitlement(_ row: Row) -> Entitlement? {
    guard let type = EntitlementType(rawValue: row["type"]) else { return nil }
    let reference = EntitlementReference(server: row["server"], type: type, value: row["value"])
    let display: String = row["display"]
    return Entitlement(
      reference: reference, display: display,
      isPrivileged: isPrivileged(display: display, value: reference.value, type: type))
  }
}

/// A pattern in which `*` stands for any text; compared without case.
struct Wildcard {
  private let parts: [String]

  init(_ pattern: String) {
    parts = pattern.lowercased().split(
      separator: "*", omittingEmptySubsequences: false
    ).map(String.init)
  }

  func matches(_ text: String) -> Bool {
    var rest = text.lowercased()[...]
    guard let first = parts.first, let last = parts.last else { return false }
    if parts.count == 1 { return rest == first }
    guard rest.hasPrefix(first) else { return false }
    rest = rest.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}

extension AssignmentTerms {
  /// Numbers and flags as servers send them: some as texts.
  init(_ json: JSON) {
    func flag(_ key: String) -> Bool? {
      json[key]?.bool ?? json[key]?.string.flatMap { Bool($0.lowercased()) }
    }
    func number(_ key: String) -> Int? {
      guard case .number(let number)? = json[key] else {
        return json[key]?.string.flatMap { Int($0) }
      }
      return Int(number.text)
    }
    func values(_ key: String) -> [String] {
      guard let found = json[key] else { return [] }
      return (found.array ?? [found]).prefix(50).compactMap { value in
        value.string ?? value["display"]?.string ?? value["value"]?.string
      }
    }
    self.init(
      isSupported: flag("supported"), isLimited: flag("limitedAssignmentsPermitted"),
      permitted: number("totalAssignmentsPermitted"), used: number("totalAssignmentsUsed"),
      contains: values("contains"), containedBy: values("containedBy"))
  }
}
