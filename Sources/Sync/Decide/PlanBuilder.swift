import Governance

/// Makes the plan of a request: the exact calls that approving it will send, from a snapshot of
/// facts. The same request and facts always make the same plan, to the byte.
struct PlanBuilder {
  let request: AccessRequest
  let facts: PlanFacts
  private(set) var operations: [PlannedOperation] = []
  private(set) var obstacles: [String] = []
  private(set) var notes: [String] = []
  private var endings: [PlannedOperation] = []
  /// The operation that creates or reactivates the beneficiary's account, by server.
  var accountOperation: [String: PlannedOperation] = [:]

  var person: String { request.beneficiary.name }

  static func plan(for request: AccessRequest, facts: PlanFacts) -> Plan {
    var builder = PlanBuilder(request: request, facts: facts)
    builder.build()
    return Plan(
      request: request.id, operations: builder.operations, obstacles: builder.obstacles,
      notes: builder.notes)
  }

  private init(request: AccessRequest, facts: PlanFacts) {
    self.request = request
    self.facts = facts
  }

  /// Accounts come before what hangs on them, and go after it; endings come last.
  private mutating func build() {
    let phases = Dictionary(grouping: request.items.filter(\.isPlanned), by: Phase.init)
    for phase in Phase.allCases {
      for item in phases[phase, default: []] { add(item) }
    }
    for ending in endings { append(ending) }
  }

  private enum Phase: CaseIterable {
    case accountGrants, access, accountRevocations

    init(_ item: RequestItem) {
      switch (item.entitlement.type, item.operation) {
      case (.account, .grant): self = .accountGrants
      case (.account, .revoke): self = .accountRevocations
      default: self = .access
      }
    }
  }

  private mutating func add(_ item: RequestItem) {
    if item.entitlement.type == .manual {
      append(
        manual(item, isGrant: item.operation == .grant), endedBy: manual(item, isGrant: false))
      return
    }
    let server = item.entitlement.server
    guard let known = facts.items[item.id], known.isServerConfigured else {
      obstruct("no server is called “\(server)” in the configuration.")
      return
    }
    guard known.isServerKnown else {
      obstruct("\(server) has never been synced: sync it first.")
      return
    }
    noteCapabilities(known, server: server)
    switch item.entitlement.type {
    case .account: addAccount(item, known)
    case .group: addMembership(item, known)
    case .role: addValue(item, known, attribute: "roles")
    case .entitlement: addValue(item, known, attribute: "entitlements")
    case .manual: break
    }
  }

  /// What a person does by hand, and says so.
  private func manual(_ item: RequestItem, isGrant: Bool) -> PlannedOperation {
    PlannedOperation(
      item: item.id, server: item.entitlement.server, call: nil, presumes: [], target: nil,
      effect: "by hand, \(isGrant ? "give" : "take away") for \(person): \(item.display)",
      before: isGrant ? "not given" : "given", after: isGrant ? "given" : "taken away",
      inverse: nil)
  }

  private mutating func noteCapabilities(_ known: ItemFacts, server: String) {
    if known.otherAccountCount > 0, let account = known.account {
      note(
        "\(person) has \(known.otherAccountCount + 1) accounts on \(server); this concerns"
          + " \(account.userName).")
    }
    if known.capabilities?.patch == .absent {
      note("\(server) says that it has no PATCH: it may refuse this plan.")
    }
  }

  // MARK: What the kinds of item use

  mutating func obstruct(_ sentence: String) {
    if !obstacles.contains(sentence) { obstacles.append(sentence) }
  }

  mutating func note(_ sentence: String) {
    if !notes.contains(sentence) { notes.append(sentence) }
  }

  /// Numbers the operation and puts it at the end of the plan.
  ///
  /// - Parameter ending: the way back, which a time-bound grant plans as well, counted from when
  ///   the grant took effect.
  @discardableResult
  mutating func append(
    _ operation: PlannedOperation, endedBy ending: PlannedOperation? = nil
  ) -> PlannedOperation {
    var numbered = operation
    numbered.number = nextNumber
    operations.append(numbered)
    if let ending { plan(ending, of: numbered) }
    return numbered
  }

  var nextNumber: Int { operations.count + 1 }

  private mutating func plan(_ ending: PlannedOperation, of grant: PlannedOperation) {
    guard let item = request.items.first(where: { $0.id == grant.item }),
      item.operation == .grant, let delay = item.duration
    else { return }
    guard ISODuration(iso: delay) != nil else {
      obstruct("“\(delay)” is no duration that “\(item.display)” could end after.")
      return
    }
    var ending = ending
    ending.presumes = ending.presumes.map(\.unread)
    ending.needs = [grant.number]
    ending.usesIDCreatedBy = grant.creates ? grant.number : grant.usesIDCreatedBy
    ending.ends = grant.number
    ending.delay = delay
    endings.append(ending)
  }
}

extension RequestItem {
  /// Withdrawn and denied items are no part of a plan.
  fileprivate var isPlanned: Bool { status == .open || status == .approved }
}

extension PlannedOperation {
  /// True for an operation that brings a resource whose id nobody knows yet.
  var creates: Bool { call?.method == "POST" }
}

extension PresumedFact {
  /// The fact without when it was read: what is to become true was never read.
  var unread: PresumedFact {
    var fact = self
    fact.readAt = nil
    fact.version = nil
    return fact
  }
}
