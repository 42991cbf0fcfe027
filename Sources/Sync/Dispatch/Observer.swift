import Foundation
import Governance
import SCIM
import Store

/// Looks at what facts are about, on the server or in a mirror that is fresh enough, and keeps in
/// the mirror what it read.
struct Observer {
  let server: String
  let client: SCIMClient
  let outbox: any Outbox
  let capabilities: Capabilities?
  let clock: @Sendable () -> Date

  /// What the mirror read this recently need not be read again. Units: seconds.
  static let freshSeconds: TimeInterval = 10

  var encoder: ActionEncoder { ActionEncoder(capabilities: capabilities) }

  /// Gathers the evidence for all the facts.
  ///
  /// - Parameters:
  ///   - isForced: read from the server even where the mirror is fresh.
  ///   - isWhole: all members of long groups are needed, not only those that the facts name.
  func observe(
    _ facts: [PresumedFact], isForced: Bool, isWhole: Bool = true
  ) async throws(DispatchError) -> Observation {
    var seen = Observation()
    seen.isForced = isForced
    let named = Self.members(facts)
    let note =
      isWhole || named.isEmpty
      ? nil
      : try storing { () throws(StoreError) in
        try outbox.memberNote(server: server)
      }
    let sieve = { (group: String) in
      note.map { MemberSieve(named: named[group] ?? [], note: $0) }
    }
    for fact in facts {
      switch fact.kind {
      case .member, .notMember:
        try await readGroup(fact.object, isForced, sieve(fact.object), into: &seen)
        try await readMembership(of: fact.subject, in: fact.object, into: &seen)
      case .groupExists:
        try await readGroup(fact.subject, isForced, sieve(fact.subject), into: &seen)
      case .hasRole, .lacksRole, .hasEntitlement, .lacksEntitlement, .active, .inactive:
        try await readUser(fact.subject, isForced, into: &seen)
      case .hasAccount, .noAccount:
        try await lookUp(userName: fact.subject, externalID: fact.object, into: &seen)
      }
    }
    return seen
  }

  /// By group, whom the facts name.
  private static func members(_ facts: [PresumedFact]) -> [String: Set<String>] {
    var members: [String: Set<String>] = [:]
    for fact in facts where [.member, .notMember].contains(fact.kind) {
      members[fact.object, default: []].insert(fact.subject)
    }
    return members
  }

  private func readUser(
    _ id: String, _ isForced: Bool, into seen: inout Observation
  ) async throws(DispatchError) {
    // A placeholder that is not resolved yet names nobody.
    guard seen.users[id] == nil, !id.hasPrefix(PlannedOperation.placeholderPrefix) else { return }
    let found = try await read("User", id, encoder.userPath(id), isForced, nil)
    seen.users[id] = .some(found?.json)
    seen.versions[encoder.userPath(id)] = found?.version
  }

  private func readGroup(
    _ id: String, _ isForced: Bool, _ sieve: MemberSieve?, into seen: inout Observation
  ) async throws(DispatchError) {
    guard seen.groups[id] == nil else { return }
    let found = try await read("Group", id, encoder.groupPath(id), isForced, sieve)
    seen.groups[id] = .some(found?.json)
    seen.versions[encoder.groupPath(id)] = found?.version
  }

  /// One resource; nil when the server does not have it.
  private func read(
    _ type: String, _ id: String, _ path: String, _ isForced: Bool, _ sieve: MemberSieve?
  ) async throws(DispatchError) -> (json: JSON, version: String?)? {
    if !isForced, let known = try fresh(type, id) { return known }
    do throws(SyncError) {
      let answer = try await client.get(path, sieve: sieve)
      let json = try JSON.parsed(answer, from: server)
      try keep(type, answer)
      return (json, answer.etag ?? json["meta"]?["version"]?.string)
    } catch {
      guard error.code == .notFound else { throw .server(error) }
      try storing { () throws(StoreError) in
        _ = try outbox.removeResource(server: server, type: type, id: id, now: clock())
      }
      return nil
    }
  }

  private func fresh(
    _ type: String, _ id: String
  ) throws(DispatchError) -> (json: JSON, version: String?)? {
    let known = try storing { () throws(StoreError) in
      try outbox.resource(server: server, type: type, id: id)
    }
    guard let known, clock().timeIntervalSince(known.readAt) <= Self.freshSeconds,
      known.readAt <= clock(), let json = JSON.readable(known.bytes), !json.isPartial
    else { return nil }
    return (json, known.version)
  }

  /// Takes the answer into the mirror, so that screens show what was just read.
  func keep(_ type: String, _ answer: SCIMAnswer) throws(SyncError) {
    do throws(StoreError) {
      try outbox.saveResource(
        server: server, type: type, bytes: answer.bytes, rests: answer.rests,
        version: answer.etag, now: clock())
    } catch {
      throw SyncError(error, server: server)
    }
  }

  // MARK: Groups that do not list their members

  /// Asks in other ways where the group does not say (PROVIDERS rule 12): the user's own `groups`,
  /// else a filter over the group's members. On a server that lists members, a group without any
  /// is empty.
  private func readMembership(
    of user: String, in group: String, into seen: inout Observation
  ) async throws(DispatchError) {
    guard let document = seen.groups[group] ?? nil, document["members"] == nil,
      seen.memberships[group]?[user] == nil
    else { return }
    let isEmpty = try storing { () throws(StoreError) in
      try outbox.areMembersListed(server: server)
    }
    if isEmpty {
      seen.memberships[group, default: [:]][user] = false
      return
    }
    try await readUser(user, true, into: &seen)
    if let groups = (seen.users[user] ?? nil)?["groups"] {
      seen.memberships[group, default: [:]][user] = groups.holdsValue(group)
      return
    }
    guard capabilities?.equalityFilter != .refuted else { return }
    let filter = Filter.and(
      .equal(AttributePath("id"), group), .equal(AttributePath("members", "value"), user))
    do throws(SyncError) {
      let answer = try await client.get(
        encoder.groupsEndpoint, query: [("filter", filter.description)])
      let found = try JSON.listed(answer, from: server)
      // A filter that brings other groups was ignored, and proves nothing.
      guard found.allSatisfy({ $0["id"]?.idText == group }) else { return }
      seen.memberships[group, default: [:]][user] = !found.isEmpty
    } catch {
      guard error.code == .badRequest || error.code == .notSupported else {
        throw .server(error)
      }
    }
  }

  // MARK: Accounts by name

  /// Reads back the account that a creation said it made, without searching for it.
  func observe(
    _ operation: PlannedOperation, created id: String
  ) async throws(DispatchError) -> Observation {
    var seen = Observation()
    seen.mayBeOurs = true
    try await readUser(id, true, into: &seen)
    guard let fact = operation.establishes.first(where: { $0.kind == .hasAccount }) else {
      return seen
    }
    let document = seen.users[id] ?? nil
    let isNamed = document?["userName"]?.string?.lowercased() == fact.subject.lowercased()
    seen.lookup = AccountLookup.Result(
      isNamed ? document : nil, id: id, externalID: fact.object)
    return seen
  }

  private func lookUp(
    userName: String, externalID: String, into seen: inout Observation
  ) async throws(DispatchError) {
    guard seen.lookup == nil else { return }
    let lookup = AccountLookup(
      client: client, endpoint: encoder.usersEndpoint, capabilities: capabilities)
    do throws(SyncError) {
      seen.lookup = try await lookup.find(userName: userName, externalID: externalID)
    } catch {
      throw .server(error)
    }
  }

  func storing<Value>(
    _ work: () throws(StoreError) -> Value
  ) throws(DispatchError) -> Value {
    do throws(StoreError) { return try work() } catch { throw .store(error) }
  }
}

extension JSON {
  /// Whether it is a group whose text leaves members out (``SCIM/MemberSieve``).
  var isPartial: Bool { self[MemberRest.key] != nil }

  /// What the mirror holds; nil when it cannot be read, so that it is read again.
  fileprivate static func readable(_ bytes: [UInt8]) -> JSON? {
    do throws(JSONError) { return try JSON(parsing: bytes) } catch { return nil }
  }
}
