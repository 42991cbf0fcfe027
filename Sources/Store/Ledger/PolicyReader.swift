import Foundation
import GRDB
import Governance

/// Judges requests by their policies, within one transaction.
final class PolicyReader {
  private let database: Database
  private let approvers: ApproverReader
  private let separations: SeparationReader
  private let settings: StoreSettings

  /// - Parameter together: the pending requests that separations count; nil for all of them.
  init(_ database: Database, settings: StoreSettings, together: Set<RequestID>? = nil) {
    self.database = database
    self.settings = settings
    approvers = ApproverReader(database, priority: settings.priority(for: .manager))
    separations = SeparationReader(database, together: together)
  }

  /// A request with the policy that counts for it and how far it has come.
  struct Judged {
    /// nil while no policy was taken for it.
    var current: PolicyRows.Current?
    var policy: RequestPolicy
    var progress: PolicyProgress
    var conflicts: [SeparationConflict]
  }

  /// True for somebody whom servers know, and all of them as inactive.
  func isInactive(_ key: IdentityKey) throws -> Bool { try approvers.isActive(key) == false }

  /// What was lent to somebody, and counts for the request now. Order: as it was made.
  func delegations(
    to person: PersonReference, for request: AccessRequest, now: Date
  ) throws -> [Delegation] {
    try DelegationRows.active(database, to: person.key, now: now).filter {
      try DelegationRows.covers($0, request, database, settings, now: now)
    }
  }

  func judge(
    _ request: AccessRequest, planDigest: String, untaken: RequestPolicy = .standard
  ) throws -> Judged {
    let current = try PolicyRows.current(database, request.id)
    let policy = current?.policy ?? untaken
    let conflicts = try separations.conflicts(of: request, policy.separations)
    // A conflict that may be allowed asks for a step of its own.
    var needed = policy
    for conflict in conflicts {
      guard case .approval(let step) = conflict.remedy else { continue }
      needed.steps.append(
        RequestStep(
          name: step.name, approvers: step.approvers, fallbacks: step.fallbacks,
          quorum: step.quorum, because: "separation “\(conflict.set)”: \(conflict.sentence)"))
    }
    var audiences: [String: StepAudience] = [:]
    for step in needed.steps {
      audiences[step.name] = try resolve(step, of: request, policy).audience
    }
    let votes = try current.map { try PolicyRows.votes(database, under: $0.id) } ?? []
    let progress = PolicyProgress(
      needed, votes: votes, planDigest: planDigest,
      concerned: try Kinship(database).expanded(request.concerned),
      audience: { audiences[$0.name] ?? StepAudience() })
    return Judged(current: current, policy: policy, progress: progress, conflicts: conflicts)
  }

  /// Keeps for whom the request waits, so that lists find it.
  func keepWaiting(_ request: AccessRequest, _ judged: Judged) throws {
    try PolicyRows.endWaiting(database, request.id)
    guard let current = judged.current else { return }
    try markCounting(judged.progress, under: current.id)
    // Without steps of its own, a request is found by whoever may decide it.
    if judged.policy.isPlain && judged.progress.steps.count == 1 { return }
    for step in judged.progress.open {
      let names = try resolve(step.step, of: request, judged.policy).names
      for (name, why) in names {
        try database.execute(
          sql: "INSERT OR IGNORE INTO ledger_waiting VALUES (?, ?, ?, ?)",
          arguments: [request.id.rawValue, step.step.name, name, why])
      }
    }
  }

  /// Who may pass a step now, those among them to whom it was escalated.
  private func resolve(
    _ step: RequestStep, of request: AccessRequest, _ policy: RequestPolicy
  ) throws -> ApproverReader.Resolved {
    let level = policy.time == nil ? 0 : try ClockRows.level(database, request.id)
    return try approvers.resolve(
      step, of: request, owners: policy.owners, time: policy.time, level: level)
  }

  private func markCounting(_ progress: PolicyProgress, under policy: Int64) throws {
    try database.execute(
      sql: "UPDATE ledger_vote SET counts = 0 WHERE policy = ? AND counts", arguments: [policy])
    for vote in progress.steps.flatMap(\.votes) {
      try database.execute(
        sql: """
          UPDATE ledger_vote SET counts = 1
          WHERE policy = ? AND authority_key = ? AND plan_digest = ?
          """, arguments: [policy, vote.authority.key.rawValue, vote.planDigest])
    }
  }
}
