import Foundation
import GRDB
import Governance
import SCIM

extension Store {
  /// The policy that was taken for a request; nil when none was.
  public func policy(for id: RequestID) throws(StoreError) -> RequestPolicy? {
    try read { database in try PolicyRows.current(database, id)?.policy }
  }

  /// Takes the policy for pending requests that have none yet, as it is for each of them now.
  ///
  /// One transaction, with an audit record for each that asks for more than one approval.
  public func takePolicy(
    _ policy: Policy, for requests: [(id: RequestID, risk: Int)], now: Date
  ) throws(StoreError) {
    let missing = try read { database in
      try requests.filter { try Self.lacksPolicy($0.id, database) }
    }
    if missing.isEmpty { return }
    try writeDurably { database in
      for (id, risk) in missing where try Self.lacksPolicy(id, database) {
        guard let request = try RequestRows.find(database, id), request.status == .pending else {
          continue
        }
        let taken = try taken(policy, request, risk: risk, database, now: now)
        try PolicyRows.insert(database, taken, for: id, now: now)
        if taken.isPlain { continue }
        try AuditWriter.append(
          database, "policy.taken", subject: id.rawValue,
          detail: try PolicyRows.detail(taken),
          now: now)
      }
    }
  }

  private static func lacksPolicy(_ id: RequestID, _ database: Database) throws -> Bool {
    try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT NOT EXISTS (SELECT 1 FROM ledger_policy WHERE request = ? AND is_current)
          """), arguments: [id.rawValue]) ?? false
  }

  /// What a policy would ask of a request, whatever was taken for it.
  public func preview(
    _ policy: Policy, for request: AccessRequest, risk: Int, now: Date
  ) throws(StoreError) -> RequestPolicy {
    try read { database in try taken(policy, request, risk: risk, database, now: now) }
  }

  /// Where the request stands with its policy, for the operator.
  ///
  /// - Parameters:
  ///   - planDigest: of the plan as it is now, or as it was decided.
  ///   - untaken: what counts while no policy was taken for it.
  ///   - together: the pending requests that separations count; nil for all of them.
  public func policyStanding(
    of request: AccessRequest, planDigest: String, operator person: PersonReference?,
    untaken: RequestPolicy = .standard, together: Set<RequestID>? = nil,
    now: Date
  ) throws(StoreError) -> (standing: PolicyStanding, refusal: DecisionRefusal?) {
    try read { database in
      let reader = PolicyReader(database, settings: settings, together: together)
      let judged = try reader.judge(request, planDigest: planDigest, untaken: untaken)
      var standing = PolicyStanding(
        policy: judged.policy, progress: judged.progress, ownStep: nil, reason: "",
        conflicts: judged.conflicts)
      guard let person, request.status == .pending else { return (standing, nil) }
      if try reader.isInactive(person.key) { return (standing, .operatorInactive) }
      let place = try reader.admission(of: person, request, judged, now: now)
      switch place.admission {
      case .step(let index):
        let step = judged.progress.steps[index]
        let lender = place.authority.key == person.key ? nil : place.authority
        standing.ownStep = step.step.name
        standing.authority = lender
        standing.reason =
          (lender.map { "in place of \($0.name), " } ?? "")
          + (step.audience.reason(for: place.authority.key) ?? "")
        return (standing, nil)
      case .refused(let refusal):
        standing.reason = refusal.sentence
        return (standing, refusal)
      }
    }
  }

  /// Keeps for whom pending requests wait, each with the digest of its plan as it is now.
  public func keepWaiting(_ digests: [(id: RequestID, plan: String)]) throws(StoreError) {
    if digests.isEmpty { return }
    let isNeeded = try read { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM ledger_policy WHERE is_current)") ?? false
    }
    guard isNeeded else { return }
    try write { database in
      let reader = PolicyReader(database, settings: settings)
      for (id, plan) in digests {
        guard let request = try RequestRows.find(database, id), request.status == .pending,
          let current = try PolicyRows.current(database, id),
          !current.policy.isPlain || !current.policy.separations.isEmpty
        else { continue }
        try reader.keepWaiting(request, try reader.judge(request, planDigest: plan))
      }
    }
  }

  /// The steps that a pending request waits for. Order: by name.
  public func waitingSteps(of id: RequestID) throws(StoreError) -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT DISTINCT step FROM ledger_waiting WHERE request = ? ORDER BY step",
        arguments: [id.rawValue])
    }
  }

  /// How many different people who are not inactive an approver means at this moment.
  ///
  /// Returns: nil where that depends on the request.
  public func reach(of approver: Approver) throws(StoreError) -> Int? {
    try read { database in
      let nobody = PersonReference(key: IdentityKey(rawValue: ""), name: "")
      let request = AccessRequest(
        id: RequestID(rawValue: ""), origin: .local, requester: nobody, beneficiary: nobody,
        items: [], justification: "", submitted: .distantPast)
      switch approver {
      case .anyone, .manager, .managersManager, .owner: return nil
      case .members, .person:
        let step = RequestStep(name: "", approvers: [approver], because: "")
        return try ApproverReader(database, priority: settings.priority(for: .manager))
          .resolve(step, of: request).audience.able.count
      }
    }
  }

  /// The entitlement that a policy means; nil for none, and for several of one name.
  public func meant(by named: EntitlementReference) throws(StoreError) -> EntitlementReference? {
    try read { database in
      guard let found = try EntitlementMatch(database).resolve(named) else { return nil }
      let exists = try EntitlementReader(database, privileged: []).find(found) != nil
      return exists || found.type == .manual ? found : nil
    }
  }

  /// What is wrong with a condition of a policy; nil when it can be asked of a request.
  public static func mistake(inCondition text: String) -> StoreError? {
    do throws(StoreError) {
      _ = try RequestCondition(text)
      return nil
    } catch { return error }
  }

  func taken(
    _ policy: Policy, _ request: AccessRequest, risk: Int, _ database: Database, now: Date
  ) throws -> RequestPolicy {
    var conditions: [String: RequestCondition] = [:]
    for text in policy.steps.compactMap(\.condition) + policy.rules.map(\.condition) {
      conditions[text] = try RequestCondition(text)
    }
    let names = conditions.values.reduce(into: Set<String>()) { $0.formUnion($1.personNames) }
    let document = try Self.document(
      request, risk: risk, settings, database, names: names, now: now)
    return try policy.taken(for: request) { text throws(any Error) in
      conditions[text]?.holds(of: document) ?? false
    }
  }
}
