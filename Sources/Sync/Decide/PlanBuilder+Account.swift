import Governance

// Accounts: created, reactivated, deactivated.
extension PlanBuilder {
  mutating func addAccount(_ item: RequestItem, _ known: ItemFacts) {
    let server = item.entitlement.server
    guard let account = known.account else {
      if item.operation == .grant {
        create(item, known)
      } else {
        note("\(person) has no account on \(server): there is nothing to take away.")
      }
      return
    }
    // A server that does not say has it active (RFC 7643 §4.1.1 leaves it open).
    let isActive = account.isActive ?? true
    if isActive == (item.operation == .grant) {
      let state = isActive ? "active" : "inactive"
      note("\(person)'s account on \(server) is \(state) already: nothing to send.")
      if isActive { noteEnding(known.endsAt, item) }
      return
    }
    let encoder = ActionEncoder(capabilities: known.capabilities)
    let switches = Switch(id: account.id, userName: account.userName, account: account)
    let change = append(
      operation(switches, activates: !isActive, item, encoder),
      endedBy: operation(switches, activates: false, item, encoder))
    if item.operation == .grant { accountOperation[server] = change }
  }

  /// An account whose `active` is turned on or off.
  struct Switch {
    var id: String
    var userName: String
    /// As the mirror has it; nil for one that the plan creates.
    var account: Account?
  }

  func activeFact(_ account: Account) -> PresumedFact {
    fact(
      .active, Switch(id: account.id, userName: account.userName, account: account))
  }

  private func fact(_ kind: PresumedFact.Kind, _ account: Switch) -> PresumedFact {
    PresumedFact(
      kind: kind, subject: account.id,
      sentence: "\(person)'s account \(account.userName) is \(kind.rawValue)",
      readAt: account.account?.readAt, version: account.account?.version)
  }

  private func operation(
    _ account: Switch, activates: Bool, _ item: RequestItem, _ encoder: ActionEncoder
  ) -> PlannedOperation {
    let states: (before: PresumedFact.Kind, after: PresumedFact.Kind) =
      activates ? (.inactive, .active) : (.active, .inactive)
    return PlannedOperation(
      item: item.id, server: item.entitlement.server,
      call: encoder.setActive(activates, of: account.id), presumes: [fact(states.before, account)],
      establishes: [fact(states.after, account).unread], target: encoder.userPath(account.id),
      effect: "\(activates ? "reactivate" : "deactivate") \(person)'s account \(account.userName)",
      before: states.before.rawValue, after: states.after.rawValue,
      inverse: encoder.setActive(!activates, of: account.id))
  }

  private mutating func create(_ item: RequestItem, _ known: ItemFacts) {
    let server = item.entitlement.server
    guard let document = known.document else {
      obstruct("nothing is known of \(person) to make an account on \(server) from.")
      return
    }
    let name = document.userName
    if let holder = known.userNameHolder {
      obstruct("the user name \(name) on \(server) belongs to \(holder).")
      return
    }
    let encoder = ActionEncoder(capabilities: known.capabilities)
    let created = Switch(id: PlannedOperation.createdPlaceholder(nextNumber), userName: name)
    func fact(_ kind: PresumedFact.Kind, _ verb: String) -> PresumedFact {
      PresumedFact(
        kind: kind, subject: name, object: document.externalID,
        sentence: "there \(verb) \(name) on \(server)")
    }
    accountOperation[server] = append(
      PlannedOperation(
        item: item.id, server: server, call: encoder.createUser(document),
        presumes: [fact(.noAccount, "is no account")],
        establishes: [fact(.hasAccount, "is an account"), self.fact(.active, created)],
        target: nil, effect: "create the account \(name) for \(person)", before: "no account",
        after: "active account", inverse: encoder.setActive(false, of: created.id)),
      endedBy: operation(created, activates: false, item, encoder))
  }
}
