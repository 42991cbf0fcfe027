import Foundation
import GRDB
import Governance

extension Store {
  /// Records what an approver said, in one transaction with its audit record: their word on the step
  /// that is theirs, and, once no step is missing, the decision with its actions, once.
  ///
  /// `plan` is the plan as it stands now; the decision names the one that was shown. The rules and
  /// the request's policy are asked here, within the transaction, whatever the caller has checked.
  /// `addresses` says where the servers are that it was decided for: what is due is sent nowhere
  /// else. `judgement` is what it was judged by, kept with it.
  /// Returns: nil when it was recorded, else why not.
  public func decide(
    _ decision: Decision, plan: Plan, addresses: [String: ServerAddress] = [:],
    judgement: Judgement? = nil, now: Date
  ) throws(StoreError) -> DecisionRefusal? {
    try writeDurably {
      try decide(
        decision, plan: plan, addresses: addresses, judgement: judgement, now: now, $0)
    }
  }

  /// The same within a transaction.
  func decide(
    _ decision: Decision, plan: Plan, addresses: [String: ServerAddress], judgement: Judgement?,
    now: Date, _ database: Database
  ) throws -> DecisionRefusal? {
    // People are looked for by their keys.
    _ = try MirrorTail(settled: database)
    guard let request = try RequestRows.find(database, decision.request) else {
      return .requestUnknown(id: decision.request.rawValue)
    }
    // The time of a request does not run back: what has lapsed stays so.
    let latest = try max(now, ClockRows.latest(database, request.id) ?? now)
    if let refusal = try refusal(database, decision, request, plan, latest) { return refusal }
    let reader = PolicyReader(database, settings: settings)
    var judged = try reader.judge(request, planDigest: decision.planDigest)
    // The policy that it had counts no more, and another was not taken yet.
    if judged.current == nil, decision.outcome == .approved,
      try PolicyRows.wasTaken(database, request.id)
    {
      return .noStepOpen
    }
    if let refusal = Self.refusal(decision, request, judged) { return refusal }
    var vote: Vote?
    if decision.authority.key != AuditWriter.program.key {
      for person in [decision.authority, decision.hand]
      where try reader.isInactive(person.key) { return .operatorInactive }
      let kin = try Kinship(database).expanded([decision.authority.key, decision.hand.key])
      if let voted = judged.progress.step(votedBy: kin) { return .alreadyVoted(step: voted) }
      if decision.hand.key != decision.authority.key {
        let lent = try reader.delegations(to: decision.hand, for: request, now: latest)
        guard lent.contains(where: { $0.from.key == decision.authority.key }) else {
          return .notDelegated(from: decision.authority.name)
        }
      }
      let index: Int
      switch judged.progress.admission(of: decision.authority, hand: decision.hand) {
      case .refused(let refusal): return refusal
      case .step(let open): index = open
      }
      let cast = Vote(decision, step: judged.progress.steps[index].step.name)
      judged.progress.record(cast, at: index)
      if let current = judged.current {
        try PolicyRows.insert(database, cast, for: request.id, under: current.id)
      }
      vote = cast
    }
    let risk = try JudgementRows.insert(database, judgement, of: decision, step: vote?.step)
    if let vote, decision.outcome == .approved, !judged.progress.isPassed {
      try keepVote(database, vote, request, judged, reader, risk: risk, now: now)
      return nil
    }
    try take(database, decision, request, plan, addresses, risk: risk, now: now)
    return nil
  }

  /// One step of several: nothing takes effect yet.
  private func keepVote(
    _ database: Database, _ vote: Vote, _ request: AccessRequest, _ judged: PolicyReader.Judged,
    _ reader: PolicyReader, risk: CanonicalJSON, now: Date
  ) throws {
    try reader.keepWaiting(request, judged)
    let missing = judged.progress.steps.filter { $0.missing > 0 }.map(\.step.name)
    try AuditWriter.append(
      database, "step.approved", subject: request.id.rawValue,
      detail: PolicyRows.detail(vote, missing: missing).adding("risk", risk), actor: vote.hand,
      now: now)
  }

  /// The last word: the request ends, and what was approved goes into the outbox.
  private func take(
    _ database: Database, _ decision: Decision, _ request: AccessRequest, _ plan: Plan,
    _ addresses: [String: ServerAddress], risk: CanonicalJSON, now: Date
  ) throws {
    let origin = request.origin.server
    try DecisionRows.insert(
      database, decision, plan: plan, isShared: origin != nil,
      address: origin.flatMap { addresses[$0] })
    let status: RequestStatus = decision.outcome == .approved ? .approved : .denied
    try RequestStatusRow.move(
      database, request.id, to: status, by: decision.authority.name, at: decision.decided)
    try PolicyRows.endWaiting(database, request.id)
    try ConversationRows.close(database, request.id, as: .superseded)
    if decision.outcome == .approved,
      let rules = try PolicyRows.current(database, request.id)?.policy.breakGlass
    {
      try ReviewRows.open(database, request.id, rules, now: now)
    }
    var actions: [Int64] = []
    if decision.outcome == .approved {
      actions = try ActionRows.insert(
        database, plan, digest: decision.planDigest, addresses: addresses, now: now)
      // Until its server has the decision, somebody else's may count.
      if origin == nil {
        try GrantExtension(database: database, request: request, now: now).run(
          actor: decision.hand)
      }
    }
    try AuditWriter.append(
      database, "decision.\(decision.outcome.rawValue)", subject: request.id.rawValue,
      detail: DecisionRows.detail(decision, plan: plan, actions: actions).adding("risk", risk),
      actor: decision.hand, now: now)
  }

  /// What the policy itself forbids: a separation of duties, or a rule that does not say so.
  private static func refusal(
    _ decision: Decision, _ request: AccessRequest, _ judged: PolicyReader.Judged
  ) -> DecisionRefusal? {
    let isProgram = decision.authority.key == AuditWriter.program.key
    if isProgram {
      // The program decides what a rule of the request's own policy says, and nothing else.
      let wanted: PolicyRule.Effect = decision.outcome == .approved ? .approve : .deny
      guard judged.policy.verdict?.effect == wanted.word else { return .noStepOpen }
    }
    guard decision.outcome == .approved else { return nil }
    if let time = judged.policy.time {
      for item in request.items where item.status == .open {
        guard let most = time.excess(of: item, now: decision.decided) else { continue }
        return .tooLong(item: item.display, most: most)
      }
    }
    if let refusal = SeparationRule.refusal(judged.conflicts, of: request) { return refusal }
    // What a separation asks a person for, no rule passes.
    return isProgram && !judged.conflicts.isEmpty ? .noStepOpen : nil
  }

  private func refusal(
    _ database: Database, _ decision: Decision, _ request: AccessRequest, _ plan: Plan, _ now: Date
  ) throws -> DecisionRefusal? {
    let decidedBy = try RequestStatusRow.decidedBy(database, request.id)
    let current = try SharedRequests.current(database, request)
    // Neither the one for whom it counts nor the one who pressed the key may be concerned, as the
    // request was read or as its people are known now.
    for (person, known) in [
      (decision.authority, request), (decision.hand, request), (decision.authority, current),
      (decision.hand, current),
    ] {
      let refusal = DecisionRule.refusal(
        for: known, operator: Operator(person, kin: try Kinship(database).keys(of: person.key)),
        now: now, plan: plan,
        shownDigest: decision.planDigest, outcome: decision.outcome, reason: decision.comment,
        decidedBy: decidedBy)
      if let refusal { return refusal }
    }
    return nil
  }

  /// Order: oldest first.
  public func decisions(for id: RequestID) throws(StoreError) -> [Decision] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM ledger_decision WHERE request = ? ORDER BY id",
        arguments: [id.rawValue]
      ).map(DecisionRows.decision)
    }
  }

  /// Decisions on shared requests that their server does not know yet. Order: oldest first.
  public func unwrittenDecisions(
    server: String? = nil
  ) throws(StoreError) -> [UnwrittenDecision] {
    try read { database in try UnwrittenRows.fetch(database, server: server) }
  }

  /// The server took the decision: the actions may go.
  public func markWritten(_ id: Int64, now: Date) throws(StoreError) {
    try writeDurably { database in try UnwrittenRows.markWritten(database, id, now: now) }
  }

  /// The server had another's decision: ours ends, and its actions are never sent.
  public func markOvertaken(
    _ id: Int64, status: RequestStatus, by name: String?, now: Date
  ) throws(StoreError) {
    try writeDurably { database in
      guard let ours = try UnwrittenRows.find(database, id: id) else { return }
      try UnwrittenRows.markOvertaken(database, ours, status: status, by: name, now: now)
    }
  }

  /// The write-back failed and is tried again, or needs the operator.
  public func markUnwritten(
    _ id: Int64, answer: ServerAnswer, advice: String?, retryAt: Date?, now: Date
  ) throws(StoreError) {
    try writeDurably { database in
      try database.execute(
        sql: """
          UPDATE ledger_decision SET attempts = attempts + 1, due = ?, answer_status = ?,
            answer_text = ?, advice = ? WHERE id = ? AND writing = 'unwritten'
          """,
        arguments: [retryAt?.timeIntervalSince1970, answer.status, answer.text, advice, id])
      guard let ours = try UnwrittenRows.find(database, id: id) else { return }
      try AuditWriter.append(
        database, "decision.notWritten", subject: ours.request.id.rawValue,
        detail: ["server": .string(ours.server), "status": .optional(answer.status)], now: now)
    }
  }
}
