import Foundation
import GRDB
import Governance
import SCIM

extension Store {
  /// What the decisions on a request were judged by. Order: oldest first.
  public func judgements(of id: RequestID) throws(StoreError) -> [KeptJudgement] {
    try read { database in try JudgementRows.fetch(database, id) }
  }

  /// The digests of what was judged by, as the audit log has them for a request.
  public func recordedInputDigests(of id: RequestID) throws(StoreError) -> [String] {
    let details = try read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT detail FROM ledger_audit WHERE subject = ?
            AND event IN ('step.approved', 'decision.approved', 'decision.denied')
          ORDER BY sequence
          """, arguments: [id.rawValue])
    }
    return details.compactMap { detail in
      do {
        return try JSON(parsing: Array(detail.utf8))["risk"]?["inputDigest"]?.string
      } catch { return nil }
    }
  }

  /// Every word on a request that its policy counted or not. Order: oldest first.
  public func votes(on id: RequestID) throws(StoreError) -> [Vote] {
    try read { database in
      guard let current = try PolicyRows.current(database, id) else { return [] }
      return try PolicyRows.votes(database, under: current.id)
    }
  }

  /// What the request would break together with what is held, on its way and asked for.
  ///
  /// - Parameter together: the pending requests that count; nil for all of them.
  public func separationConflicts(
    of request: AccessRequest, _ separations: [Separation], together: Set<RequestID>? = nil
  ) throws(StoreError) -> [SeparationConflict] {
    if separations.isEmpty { return [] }
    return try read { database in
      try SeparationReader(database, together: together).conflicts(of: request, separations)
    }
  }

  /// The request as the filter language sees it now. Shape: a JSON object.
  public func document(
    of request: AccessRequest, risk: Int, now: Date
  ) throws(StoreError) -> String {
    try read { database in
      let json = try Self.document(request, risk: risk, settings, database, now: now)
      return String(decoding: json.bytes, as: UTF8.self)
    }
  }

  /// - Parameter names: what is asked about people; nil for all that there is.
  static func document(
    _ request: AccessRequest, risk: Int, _ settings: StoreSettings, _ database: Database,
    names: Set<String>? = nil, now: Date
  ) throws -> JSON {
    RequestDocument(
      request, risk: risk,
      people: try PersonFacts(
        database, [request.beneficiary, request.requester], names: names), now: now,
      privileges: EntitlementReader(database, privileged: settings.privileged)
    ).json
  }

  /// What a policy would have asked of a request as a document of the past describes it.
  ///
  /// Throws: `unreadable` for a document that is no JSON.
  public static func preview(
    _ policy: Policy, for request: AccessRequest, document: String, risk: Int
  ) throws(StoreError) -> RequestPolicy {
    do {
      var json = try JSON(parsing: Array(document.utf8))
      json["risk"] = .number(JSONNumber(risk))
      return try policy.taken(for: request) { condition throws(any Error) in
        try RequestCondition(condition).holds(of: json)
      }
    } catch { throw StoreError(error) }
  }

  /// How far a request would have come under another policy with the yeses that it got.
  ///
  /// Who may pass a step is looked up as it is now.
  public func rehearse(
    _ policy: RequestPolicy, _ request: AccessRequest, yeses: [Vote]
  ) throws(StoreError) -> PolicyProgress {
    try read { database in
      let approvers = ApproverReader(database, priority: settings.priority(for: .manager))
      var audiences: [String: StepAudience] = [:]
      for step in policy.steps {
        audiences[step.name] =
          try approvers.resolve(step, of: request, owners: policy.owners).audience
      }
      var progress = PolicyProgress(
        policy, votes: [], planDigest: "", concerned: request.concerned,
        audience: { audiences[$0.name] ?? StepAudience() })
      for var vote in yeses {
        guard case .step(let index) = progress.admission(of: vote.authority, hand: vote.hand)
        else { continue }
        vote.step = progress.steps[index].step.name
        progress.record(vote, at: index)
      }
      return progress
    }
  }
}
