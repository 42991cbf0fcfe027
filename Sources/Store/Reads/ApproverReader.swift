import Foundation
import GRDB
import Governance

/// Finds who may pass a step at this moment. One for a transaction: it remembers what it found.
final class ApproverReader {
  /// A step with its people, and with the names under which lists find it.
  struct Resolved {
    var audience = StepAudience()
    /// Shape: `person:KEY`, `group:SERVER/ID`, `anyone` or `nobody`, each with why.
    var names: [(name: String, why: String)] = []
  }

  static let anyone = "anyone"
  static let nobody = "nobody"

  private let database: Database
  private let priority: [String]
  private var members: [Approver: Group?] = [:]
  private var people: [String: PersonReference?] = [:]
  private var activity: [IdentityKey: Bool?] = [:]

  private struct Group {
    var id: String
    var server: String
    var people: [PersonReference]
  }

  init(_ database: Database, priority: [String]) {
    self.database = database
    self.priority = priority
  }

  /// Who may pass the step of the request, with the stand-ins where the others do not suffice.
  ///
  /// - Parameter level: how often the request was escalated.
  func resolve(
    _ step: RequestStep, of request: AccessRequest, owners: [EntitlementOwner] = [],
    time: TimeRules? = nil, level: Int = 0
  ) throws -> Resolved {
    var resolved = Resolved()
    for approver in step.approvers {
      try add(approver, "", step, request, owners, to: &resolved)
    }
    for fallback in step.fallbacks {
      let audience = resolved.audience
      if audience.isAnyone || audience.able.count >= step.quorum { break }
      let absent = audience.unable.first.map { "\($0.person.name), who \($0.why)" }
      let place = absent.map { ", in place of \($0)" } ?? ", because too few others can"
      try add(fallback, place, step, request, owners, to: &resolved)
    }
    if let time, level > 0 {
      try escalate(step, request, owners, time, level: level, to: &resolved)
    }
    if resolved.names.isEmpty { resolved.names = [(Self.nobody, "")] }
    return resolved
  }

  /// The names under which a person's steps are found.
  static func names(of key: IdentityKey, _ database: Database) throws -> [String] {
    let groups = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT 'group:' || s.name || '/' || e.value FROM mirror_account a
        JOIN mirror_person p ON p.pid = a.pid JOIN mirror_server s ON s.id = a.server
        JOIN mirror_member m ON m.member_ref = a.ref
        JOIN mirror_entitlement e ON e.rid = m.group_rid AND e.server = a.server
          AND e.type = 'group'
        WHERE p.pid IN (SELECT pid FROM mirror_person_key WHERE key_hash = ?) AND p.key = ?
        """, arguments: [ContentHash.of(key.rawValue), key.rawValue])
    return [anyone, "person:\(key.rawValue)"] + groups
  }

  /// Adds whom a late request goes to besides.
  private func escalate(
    _ step: RequestStep, _ request: AccessRequest, _ owners: [EntitlementOwner],
    _ time: TimeRules, level: Int, to resolved: inout Resolved
  ) throws {
    let place = ", because the request is late"
    if time.isChain {
      for (index, manager) in try managers(of: request.beneficiary.key).prefix(level + 1)
        .enumerated()
      where index > 0 {
        let why = "as a manager \(index == 1 ? "one step" : "\(index) steps") further up\(place)"
        try add(manager, why, request, to: &resolved)
      }
      return
    }
    for approver in time.escalateTo {
      try add(approver, place, step, request, owners, to: &resolved)
    }
  }

  // MARK: One approver

  private func add(
    _ approver: Approver, _ place: String, _ step: RequestStep, _ request: AccessRequest,
    _ owners: [EntitlementOwner], to resolved: inout Resolved
  ) throws {
    let beneficiary = request.beneficiary.key
    switch approver {
    case .anyone:
      resolved.audience.isAnyone = true
      resolved.names.append((Self.anyone, "as somebody whom it does not concern\(place)"))
    case .manager:
      let manager = try managers(of: beneficiary).first
      try add(manager, "as the manager\(place)", request, to: &resolved)
    case .managersManager:
      let manager = try managers(of: beneficiary).dropFirst().first
      try add(manager, "as the manager's manager\(place)", request, to: &resolved)
    case .person(let name):
      try add(try person(name), "as named by the policy\(place)", request, to: &resolved)
    case .members(let server, let name):
      guard let group = try group(approver, server, name) else { return }
      let why = "as a member of \(name) on \(server)\(place)"
      for person in group.people { try add(person, why, request, to: &resolved, isNamed: false) }
      resolved.names.append(("group:\(group.server)/\(group.id)", why))
    case .owner:
      guard let item = request.items.first(where: { $0.id == step.item }) else { return }
      try addOwners(of: item, place, step, request, owners, to: &resolved)
    }
  }

  private func addOwners(
    of item: RequestItem, _ place: String, _ step: RequestStep, _ request: AccessRequest,
    _ owners: [EntitlementOwner], to resolved: inout Resolved
  ) throws {
    let reader = EntitlementMatch(database)
    let named = try owners.first { try reader.matches($0.entitlement, item.entitlement) }
    if let named {
      let tail = " for the owner of \(item.display)\(place)"
      // An owner of an owner would never end.
      for owner in named.owners where owner != .owner {
        try add(owner, tail, step, request, [], to: &resolved)
      }
      return
    }
    for owner in try OwnerReader(database).owners(of: item.entitlement) {
      try add(owner, "as the owner of \(item.display)\(place)", request, to: &resolved)
    }
  }

  private func add(
    _ person: PersonReference?, _ why: String, _ request: AccessRequest,
    to resolved: inout Resolved, isNamed: Bool = true
  ) throws {
    guard let person else { return }
    let isKnown =
      resolved.audience.able.contains { $0.person.key == person.key }
      || resolved.audience.unable.contains { $0.person.key == person.key }
    if let obstacle = try obstacle(person, request) {
      if !isKnown { resolved.audience.unable.append(Candidate(person: person, why: obstacle)) }
      return
    }
    if !isKnown { resolved.audience.able.append(Candidate(person: person, why: why)) }
    if isNamed { resolved.names.append(("person:\(person.key.rawValue)", why)) }
  }

  /// Shape: follows "who"; nil when they may.
  private func obstacle(
    _ person: PersonReference, _ request: AccessRequest
  ) throws -> String? {
    if person.key == request.beneficiary.key { return "would decide for themselves" }
    if person.key == request.requester.key { return "asked for it" }
    if person.key == request.submitter?.key { return "brought it in" }
    return try isActive(person.key) == true ? nil : "is inactive"
  }

  // MARK: Looking people up

  private func managers(of key: IdentityKey) throws -> [PersonReference] {
    guard let pid = try PersonFinder(database).pid(key) else { return [] }
    let accounts = try AccountReader(database, priority: priority).accounts(of: pid)
    return try ReportingLine(database, priority: priority).managers(of: pid, accounts)
  }

  /// nil for somebody whom no server knows.
  func isActive(_ key: IdentityKey) throws -> Bool? {
    if let known = activity[key] { return known }
    let found = try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT max(ifnull(a.is_active, 1)) FROM mirror_account a
          JOIN mirror_person p ON p.pid = a.pid
          WHERE p.pid IN (SELECT pid FROM mirror_person_key WHERE key_hash = ?) AND p.key = ?
          """), arguments: [ContentHash.of(key.rawValue), key.rawValue])
    activity[key] = .some(found)
    return found
  }

  /// By key or address, else by a userName that one person alone has: what people are called proves
  /// nothing, anybody may be called so on some server.
  private func person(_ name: String) throws -> PersonReference? {
    if let known = people[name] { return known }
    var found: PersonReference?
    for key in [IdentityKey(rawValue: name), Correlation.mailKey(name)].compactMap({ $0 }) {
      guard found == nil, let pid = try PersonFinder(database).pid(key) else { continue }
      found = try PersonRows(database, priority: priority).fetch([pid]).first?.person
    }
    if found == nil {
      let rows = try PersonRows(database, priority: priority)
        .fetch(PeopleSearch(database).find(name))
        .filter { $0.userName.lowercased() == name.lowercased() }
      if rows.count == 1 { found = rows[0].person }
    }
    people[name] = found
    return found
  }

  private func group(_ approver: Approver, _ server: String, _ name: String) throws -> Group? {
    if let known = members[approver] { return known }
    let wanted = EntitlementReference(server: server, type: .group, value: name)
    var group: Group?
    if let found = try EntitlementMatch(database).resolve(wanted) {
      let pids = try HolderQuery(database, found).window(offset: 0, count: Int(Int32.max))
      let rows = try PersonRows(database, priority: priority).fetch(pids)
      group = Group(id: found.value, server: server, people: rows.map(\.person))
    }
    members[approver] = .some(group)
    return group
  }
}
