import Foundation
import Governance
import SCIM

// Memberships, and the values of `roles` and `entitlements`: what hangs on an account.
extension PlanBuilder {
  /// The account that an operation concerns, which may be one that the plan creates.
  struct Holder {
    var id: String
    /// What the plan must have done to the account first.
    var needs: [Int] = []
    var usesIDCreatedBy: Int?
    var presumes: [PresumedFact] = []
  }

  /// Both directions of one change on an account.
  struct Change {
    var held: PresumedFact
    var lacking: PresumedFact
    var give: (call: Call, effect: String)
    var take: (call: Call, effect: String)
    var words: (lacking: String, held: String)
    var target: String
    var isHeld: Bool
    /// When an earlier decision takes it away by itself; nil for never.
    var endsAt: Date?
  }

  mutating func addMembership(_ item: RequestItem, _ known: ItemFacts) {
    guard let holder = holder(for: item, known) else { return }
    let group = item.entitlement.value
    let name = known.entitlement?.display ?? item.display
    guard let membership = known.membership else {
      obstruct("\(item.entitlement.server) has no group “\(name)” (\(group)).")
      return
    }
    func fact(_ kind: PresumedFact.Kind, _ verb: String) -> PresumedFact {
      PresumedFact(
        kind: kind, subject: holder.id, object: group,
        sentence: "\(person) \(verb) a member of \(name)", readAt: membership.readAt,
        version: membership.version)
    }
    let encoder = ActionEncoder(capabilities: known.capabilities)
    add(
      Change(
        held: fact(.member, "is"), lacking: fact(.notMember, "is not"),
        give: (encoder.addMember(holder.id, to: group), "add \(person) to \(name)"),
        take: (encoder.removeMember(holder.id, from: group), "remove \(person) from \(name)"),
        words: (lacking: "not a member", held: "member"), target: encoder.groupPath(group),
        isHeld: holder.usesIDCreatedBy == nil && membership.value, endsAt: known.endsAt),
      for: item, holder: holder)
  }

  /// - Parameter attribute: `roles` or `entitlements`.
  mutating func addValue(_ item: RequestItem, _ known: ItemFacts, attribute: String) {
    guard let holder = holder(for: item, known) else { return }
    let value = item.entitlement.value
    let type = item.entitlement.type.rawValue
    let name = "the \(type) “\(known.entitlement?.display ?? item.display)”"
    if known.entitlement == nil && item.operation == .grant {
      note("\(item.entitlement.server) lists no \(type) “\(value)”, and nobody there has it.")
    }
    let isHeld = known.values?.value.contains { $0.value == value } ?? false
    if item.operation == .grant && !isHeld { checkTerms(known.entitlement, item, name) }
    func fact(_ kind: PresumedFact.Kind, _ verb: String) -> PresumedFact {
      PresumedFact(
        kind: kind, subject: holder.id, object: value, sentence: "\(person) \(verb) \(name)",
        readAt: known.values?.readAt, version: known.values?.version)
    }
    let encoder = ActionEncoder(capabilities: known.capabilities)
    let isRole = item.entitlement.type == .role
    add(
      Change(
        held: fact(isRole ? .hasRole : .hasEntitlement, "has"),
        lacking: fact(isRole ? .lacksRole : .lacksEntitlement, "does not have"),
        give: (encoder.addValue(value, to: attribute, of: holder.id), "give \(person) \(name)"),
        take: (
          encoder.removeValue(value, from: attribute, of: holder.id), "take \(name) from \(person)"
        ),
        words: (lacking: "without it", held: "with it"), target: encoder.userPath(holder.id),
        isHeld: isHeld,
        endsAt: known.endsAt),
      for: item, holder: holder)
  }

  /// What the server's own catalogue says against it, before anybody decides.
  ///
  /// Source: draft-ietf-scim-roles-entitlements-01.
  private mutating func checkTerms(
    _ entitlement: Entitlement?, _ item: RequestItem, _ name: String
  ) {
    guard let entitlement, let terms = entitlement.terms else { return }
    let server = item.entitlement.server
    if terms.isSupported == false {
      obstruct("\(server) lists \(name) as not supported: nobody can be given it.")
    }
    if let free = terms.free(holders: entitlement.holderCount), free < 1, let all = terms.permitted
    {
      obstruct("\(server) permits \(name) \(all) times, and all are used.")
    }
    if !terms.contains.isEmpty {
      note("It brings \(terms.contains.joined(separator: ", ")) with it on \(server).")
    }
  }

  /// Gives or takes, unless it is so already.
  private mutating func add(_ change: Change, for item: RequestItem, holder: Holder) {
    let isGrant = item.operation == .grant
    if change.isHeld == isGrant {
      note("\((isGrant ? change.held : change.lacking).sentence) already: nothing to send.")
      if isGrant { noteEnding(change.endsAt, item) }
      return
    }
    append(
      operation(change, gives: isGrant, item, holder),
      endedBy: operation(change, gives: false, item, holder))
  }

  /// What is so already may not stay so: an earlier decision still ends it.
  mutating func noteEnding(_ date: Date?, _ item: RequestItem) {
    guard let date else { return }
    if let duration = item.duration, let length = ISODuration(iso: duration) {
      note(
        "It ends by itself on \(SCIMDate.print(date)): approving this lets it end"
          + " \(length.human) after the approval, if that is later.")
      return
    }
    note("It ends by itself on \(SCIMDate.print(date)): this request does not keep it.")
  }

  private func operation(
    _ change: Change, gives: Bool, _ item: RequestItem, _ holder: Holder
  ) -> PlannedOperation {
    let words = change.words
    return PlannedOperation(
      item: item.id, server: item.entitlement.server,
      call: gives ? change.give.call : change.take.call,
      presumes: gives ? [change.lacking] + holder.presumes : [change.held],
      establishes: [(gives ? change.held : change.lacking).unread], target: change.target,
      effect: gives ? change.give.effect : change.take.effect,
      before: gives ? words.lacking : words.held, after: gives ? words.held : words.lacking,
      inverse: gives ? change.take.call : change.give.call, needs: holder.needs,
      usesIDCreatedBy: holder.usesIDCreatedBy)
  }

  /// The account to change; nil, with an obstacle or a note, when there is none to change.
  private mutating func holder(for item: RequestItem, _ known: ItemFacts) -> Holder? {
    let server = item.entitlement.server
    let isGrant = item.operation == .grant
    guard let account = known.account else {
      return isGrant ? holderCreated(on: server) : holderMissing(on: server)
    }
    var holder = Holder(id: account.id)
    guard isGrant else { return holder }
    if let reactivation = accountOperation[server] {
      holder.needs = [reactivation.number]
    } else if account.isActive == false {
      obstruct(
        "\(person)'s account on \(server) is inactive: ask for \(server):account in the same"
          + " request, and it comes first.")
      return nil
    } else {
      holder.presumes = [activeFact(account)]
    }
    return holder
  }

  private mutating func holderCreated(on server: String) -> Holder? {
    guard let creation = accountOperation[server], creation.creates else {
      obstruct(
        "\(person) has no account on \(server): ask for \(server):account in the same request,"
          + " and it comes first.")
      return nil
    }
    return Holder(
      id: PlannedOperation.createdPlaceholder(creation.number), needs: [creation.number],
      usesIDCreatedBy: creation.number)
  }

  private mutating func holderMissing(on server: String) -> Holder? {
    note("\(person) has no account on \(server): there is nothing to take away.")
    return nil
  }
}
