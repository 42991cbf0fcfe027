import Foundation
import GRDB
import Governance

extension Store {
  /// Gives what somebody takes for themselves in an emergency, all in one transaction: it is given,
  /// or it has ended, whatever interrupts it.
  ///
  /// `decision` is the program's, on `plan`. Returns: nil when it was given, else why not; the request
  /// is there as withdrawn then.
  public func breakGlass(
    _ request: AccessRequest, _ policy: Policy, _ decision: Decision, plan: Plan,
    addresses: [String: ServerAddress] = [:], judgement: Judgement? = nil, risk: Int, now: Date
  ) throws(StoreError) -> DecisionRefusal? {
    try writeDurably { database in
      guard try submit([request], actor: request.requester, now: now, database) == 1 else {
        // An emergency is no way to decide what was asked in the usual one.
        let known = try RequestRows.find(database, request.id)?.status ?? request.status
        let by = try RequestStatusRow.decidedBy(database, request.id)
        return .alreadyDecided(status: known, by: by)
      }
      try database.execute(
        sql: "UPDATE ledger_request SET risk = ? WHERE id = ? AND status = 'pending'",
        arguments: [risk, request.id.rawValue])
      let refusal =
        try takeBreakGlass(policy, for: request, risk: risk, now: now, database)
        ?? decide(
          decision, plan: plan, addresses: addresses, judgement: judgement, now: now, database)
      if let refusal {
        // An emergency that cannot be met must not be met by itself later.
        _ = try cancel(
          request.id, actor: request.requester, reason: refusal.sentence, now: now, database)
      }
      return refusal
    }
  }

  /// Takes the policy of an emergency for a request. It decides nothing yet.
  private func takeBreakGlass(
    _ policy: Policy, for request: AccessRequest, risk: Int, now: Date, _ database: Database
  ) throws -> DecisionRefusal? {
    guard let rules = policy.breakGlass else {
      return .breakGlass(why: "policy.toml has no [break_glass].")
    }
    // People are looked for by their keys.
    _ = try MirrorTail(settled: database)
    if let refusal = try refusal(database, rules, request) { return refusal }
    var taken = try self.taken(policy, request, risk: risk, database, now: now)
    if let verdict = taken.verdict, verdict.effect == PolicyRule.Effect.deny.word {
      return .breakGlass(why: verdict.sentence)
    }
    taken.fired.append(
      FiredRule(
        name: BreakGlass.ruleName, effect: PolicyRule.Effect.approve.word,
        condition: "taken by \(request.requester.name) in an emergency"))
    taken.breakGlass = rules
    try PolicyRows.insert(database, taken, for: request.id, now: now)
    try AuditWriter.append(
      database, "breakGlass.taken", subject: request.id.rawValue,
      detail: try PolicyRows.detail(taken), actor: request.requester, now: now)
    return nil
  }

  private func refusal(
    _ database: Database, _ rules: BreakGlass, _ request: AccessRequest
  ) throws -> DecisionRefusal? {
    let isAllowed = try isAmong(rules.who, request.requester.key, database)
    let match = EntitlementMatch(database)
    return try rules.refusal(of: request, isAllowed: isAllowed) { entitlement throws(any Error) in
      try rules.access.contains { try match.matches($0, entitlement) }
    }
  }

  /// Whether somebody is one of the people, whatever request it is about.
  func isAmong(
    _ approvers: [Approver], _ key: IdentityKey, _ database: Database,
    besides request: AccessRequest? = nil
  ) throws -> Bool {
    let nobody = PersonReference(key: IdentityKey(rawValue: ""), name: "")
    let about =
      request
      ?? AccessRequest(
        id: RequestID(rawValue: ""), origin: .local, requester: nobody, beneficiary: nobody,
        items: [], justification: "", submitted: .distantPast)
    let step = RequestStep(name: "", approvers: approvers, because: "")
    let audience = try ApproverReader(database, priority: settings.priority(for: .manager))
      .resolve(step, of: about).audience
    return audience.isAnyone || audience.able.contains { $0.person.key == key }
  }

  /// What was taken in emergencies. Order: the review that is due first comes first.
  public func reviews(openOnly: Bool) throws(StoreError) -> [Review] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM ledger_review WHERE NOT ? OR verdict IS NULL
          ORDER BY verdict IS NOT NULL, due, request
          """, arguments: [openOnly]
      ).map(ReviewRows.review)
    }
  }

  public func review(of id: RequestID) throws(StoreError) -> Review? {
    try read { database in try ReviewRows.find(database, id) }
  }

  /// Concludes a review. Whom it concerns does not. Returns: nil when it was recorded.
  public func conclude(
    _ id: RequestID, _ conclusion: Review.Conclusion, now: Date
  ) throws(StoreError) -> DecisionRefusal? {
    if conclusion.comment.allSatisfy(\.isWhitespace) { return .reasonMissing }
    return try writeDurably { database in
      guard let request = try RequestRows.find(database, id),
        let review = try ReviewRows.find(database, id),
        let rules = try PolicyRows.current(database, id)?.policy.breakGlass
      else { return .requestUnknown(id: id.rawValue) }
      if let known = review.conclusion {
        return .breakGlass(why: "\(known.by.name) has reviewed it: \(known.verdict.rawValue).")
      }
      let person = conclusion.by
      let kin = try Kinship(database).expanded(request.concerned)
      if kin.contains(person.key) { return .operatorIsBeneficiary }
      guard try isAmong(rules.reviewers, person.key, database, besides: request) else {
        let who = rules.reviewers.map(\.words).joined(separator: " or ")
        return .notAnApprover(step: "review", who: who)
      }
      try ReviewRows.conclude(database, id, conclusion)
      try AuditWriter.append(
        database, "breakGlass.reviewed", subject: id.rawValue,
        detail: [
          "verdict": .string(conclusion.verdict.rawValue), "comment": .string(conclusion.comment),
        ], actor: person, now: now)
      return nil
    }
  }
}

/// Reviews between rows and values.
enum ReviewRows {
  static func find(_ database: Database, _ id: RequestID) throws -> Review? {
    try Row.fetchOne(
      database, sql: "SELECT * FROM ledger_review WHERE request = ?", arguments: [id.rawValue]
    ).map(review)
  }

  static func review(_ row: Row) -> Review {
    var review = Review(
      request: RequestID(rawValue: row["request"]),
      taken: Date(timeIntervalSince1970: row["taken"]),
      due: Date(timeIntervalSince1970: row["due"]))
    let verdict: String? = row["verdict"]
    guard let verdict = verdict.flatMap(Review.Verdict.init(rawValue:)) else { return review }
    let key: String = row["reviewer_key"] ?? ""
    review.conclusion = Review.Conclusion(
      verdict: verdict,
      by: PersonReference(key: IdentityKey(rawValue: key), name: row["reviewer_name"] ?? key),
      comment: row["comment"] ?? "", reviewed: row.date("reviewed") ?? review.due)
    return review
  }

  static func open(_ database: Database, _ id: RequestID, _ rules: BreakGlass, now: Date) throws {
    let due = now.addingTimeInterval(Double(rules.reviewSeconds))
    try database.execute(
      sql: "INSERT OR IGNORE INTO ledger_review (request, taken, due) VALUES (?, ?, ?)",
      arguments: [id.rawValue, now.timeIntervalSince1970, due.timeIntervalSince1970])
    _ = try ClockRows.note(database, id, ClockNotice.Kind.breakglass.rawValue, at: now)
  }

  static func conclude(
    _ database: Database, _ id: RequestID, _ conclusion: Review.Conclusion
  ) throws {
    try database.execute(
      sql: """
        UPDATE ledger_review SET verdict = ?, reviewer_key = ?, reviewer_name = ?, comment = ?,
          reviewed = ? WHERE request = ? AND verdict IS NULL
        """,
      arguments: [
        conclusion.verdict.rawValue, conclusion.by.key.rawValue, conclusion.by.name,
        conclusion.comment, conclusion.reviewed.timeIntervalSince1970, id.rawValue,
      ])
  }
}
