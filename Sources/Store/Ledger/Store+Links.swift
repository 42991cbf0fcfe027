import Foundation
import GRDB
import Governance

extension Store {
  /// Records an operator's word on whose account an account is. Once another operator says the same
  /// it is put there, in one transaction with its audit record; it counts until two have said
  /// otherwise, and no sync changes it.
  ///
  /// What the ledger says of somebody whose last account it was is said of the new owner then, and
  /// what was pending is approved anew.
  public func link(
    _ account: AccountReference, to owner: AccountLink.Owner, actor: PersonReference,
    reason: String, now: Date
  ) throws(StoreError) -> LinkOutcome {
    try link(account, to: owner, actor: actor, reason: reason, needsSecond: true, now: now)
  }

  /// The same at once, for whoever has the second word already.
  func link(
    _ account: AccountReference, to owner: AccountLink.Owner, actor: PersonReference,
    reason: String, needsSecond: Bool, now: Date
  ) throws(StoreError) -> LinkOutcome {
    try writeDurably { database in
      let words = LinkWriter(
        database: database, settings: settings, actor: actor, reason: reason, now: now)
      return try words.write(account, owner, needsSecond: needsSecond)
    }
  }

  /// The account that a text names. Shape: `chat:ada`, `chat:2819c223-…`.
  ///
  /// Returns: nil for none; several where a user name is several accounts'.
  public func accounts(named text: String) throws(StoreError) -> [AccountReference] {
    guard let colon = text.firstIndex(of: ":") else { return [] }
    let server = String(text[..<colon])
    let name = String(text[text.index(after: colon)...])
    if let known = try account(server: server, id: name) {
      return [AccountReference(server: server, id: known.id, userName: known.userName)]
    }
    return try read { database in
      let reader = AccountReader(database, priority: settings.priority)
      return try PeopleSearch(database).candidates(forUserName: name).reduce(into: []) {
        found, pid in
        for account in try reader.accounts(of: pid).map(\.account)
        where account.server == server && account.userName.lowercased() == name.lowercased() {
          let one = AccountReference(
            server: server, id: account.id, userName: account.userName)
          if !found.contains(one) { found.append(one) }
        }
      }
    }
  }
}

/// Writes one word on one account.
private struct LinkWriter {
  let database: Database
  let settings: StoreSettings
  let actor: PersonReference
  let reason: String
  let now: Date

  func write(
    _ account: AccountReference, _ owner: AccountLink.Owner, needsSecond: Bool
  ) throws -> LinkOutcome {
    let tail = try MirrorTail(settled: database)
    var owners = try AccountOwners(
      database, tail: tail, settings: settings, now: now.timeIntervalSince1970)
    guard let member = try owners.member(account.server, account.id),
      let current = try person(pid: member.pid)
    else { return .refused(.accountUnknown(name: account.name)) }
    var target: PersonReference?
    if case .person(let key) = owner {
      guard let known = try person(key: key) else {
        return .refused(.personUnknown(name: key.rawValue))
      }
      target = known
    }
    if case .attributes = owner {
      let key = owners.personByAttributes(of: member.account).key
      target = try person(key: key) ?? PersonReference(key: key, name: current.name)
    }
    let hand = Operator(actor, kin: try Kinship(database).keys(of: actor.key))
    let refusal = LinkRule.refusal(operator: hand, owner: current, target: target)
    if let refusal { return .refused(refusal) }
    if let refusal = try already(account, owner, target) { return .refused(refusal) }
    var first: LinkProposal?
    if needsSecond {
      let said = try LinkProposalRows.find(database, account.server, account.id)
      let own = hand.kin.union([actor.key])
      guard let said, said.isCountersigned(saying: owner, by: own, at: now),
        // Whose the account is may have become a question about who asked it.
        try LinkRule.refusal(
          operator: Operator(said.by, kin: Kinship(database).keys(of: said.by.key)),
          owner: current, target: target) == nil
      else {
        return try propose(account, owner, target, after: said, own: own)
      }
      first = said
    }
    try save(account, owner, first)
    try LinkProposalRows.remove(database, account)
    // Once more: it knows the new word.
    owners = try AccountOwners(
      database, tail: tail, settings: settings, now: now.timeIntervalSince1970)
    let person = owners.person(of: member.account)
    try owners.move(member, to: person, isSaid: true)
    try owners.settle(person.key)
    try owners.settle(current.key)
    try tail.catchUp()
    try audit(account, owner, from: current, target, first)
    return .linked
  }

  /// The first word: nothing counts yet.
  private func propose(
    _ account: AccountReference, _ owner: AccountLink.Owner, _ target: PersonReference?,
    after said: LinkProposal?, own: Set<IdentityKey>
  ) throws -> LinkOutcome {
    if let said, said.owner == owner, said.isOpen(at: now), own.contains(said.by.key) {
      return .refused(.proposedAlready(name: account.name))
    }
    try LinkProposalRows.insert(
      database,
      LinkProposal(account: account, owner: owner, by: actor, reason: reason, since: now))
    try AuditWriter.append(
      database, "account.linkProposed", subject: account.name,
      detail: [
        "server": .string(account.server), "id": .string(account.id),
        "to": .optional(target?.key.rawValue), "toName": .optional(target?.name),
        "reason": .string(reason),
      ], actor: actor, now: now)
    return .proposed
  }

  private func person(pid: Int64) throws -> PersonReference? {
    try Row.fetchOne(
      database, sql: "SELECT key, name FROM mirror_person WHERE pid = ?", arguments: [pid]
    ).map(PersonReference.init)
  }

  private func person(key: IdentityKey) throws -> PersonReference? {
    try PersonFinder(database).pid(key).flatMap(person(pid:))
  }

  private func already(
    _ account: AccountReference, _ owner: AccountLink.Owner, _ target: PersonReference?
  ) throws -> LinkRefusal? {
    let said = try LinkRows.find(database, account.server, account.id)
    switch owner {
    case .person where said?.owner == owner:
      return .alreadySo(sentence: "\(account.name) is linked to \(target?.name ?? "") already.")
    case .nobodyElse where said?.owner == owner:
      return .alreadySo(sentence: "\(account.name) is kept apart already.")
    case .attributes where said == nil:
      return .alreadySo(sentence: "Nobody linked \(account.name) or kept it apart.")
    default: return nil
    }
  }

  /// It stays the word of whoever said it first.
  private func save(
    _ account: AccountReference, _ owner: AccountLink.Owner, _ first: LinkProposal?
  ) throws {
    let identity: IdentityKey
    switch owner {
    case .person(let key): identity = key
    case .nobodyElse:
      identity = Correlation.accountKey(server: account.server, id: account.id)
    case .attributes:
      try database.execute(
        sql: "DELETE FROM ledger_link WHERE server = ? AND resource = ?",
        arguments: [account.server, account.id])
      return
    }
    try database.execute(
      sql: "INSERT OR REPLACE INTO ledger_link VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        account.server, account.id, identity.rawValue, (first?.by ?? actor).key.rawValue,
        (first?.by ?? actor).name, first?.reason ?? reason,
        now.timeIntervalSince1970,
      ])
  }

  private func audit(
    _ account: AccountReference, _ owner: AccountLink.Owner, from old: PersonReference,
    _ target: PersonReference?, _ first: LinkProposal?
  ) throws {
    let event =
      switch owner {
      case .person: "account.linked"
      case .nobodyElse: "account.unlinked"
      case .attributes: "account.left"
      }
    try AuditWriter.append(
      database, event, subject: account.name,
      detail: [
        "server": .string(account.server), "id": .string(account.id),
        "userName": .string(account.userName), "from": .string(old.key.rawValue),
        "fromName": .string(old.name), "to": .optional(target?.key.rawValue),
        "toName": .optional(target?.name), "reason": .string(reason),
        "proposedBy": .optional(first?.by.key.rawValue),
        "proposal": .optional(first?.reason),
      ], actor: actor, now: now)
  }
}

/// The words on accounts, between their rows and their values.
enum LinkRows {
  static func find(_ database: Database, _ server: String, _ id: String) throws -> AccountLink? {
    try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT * FROM ledger_link WHERE server = ? AND resource = ?"),
      arguments: [server, id]
    ).map { row in
      let key = IdentityKey(rawValue: row["identity"])
      return AccountLink(
        owner: key == Correlation.accountKey(server: server, id: id) ? .nobodyElse : .person(key),
        by: PersonReference(
          key: IdentityKey(rawValue: row["actor_key"]), name: row["actor_name"]),
        since: Date(timeIntervalSince1970: row["since"]), reason: row["reason"])
    }
  }
}
