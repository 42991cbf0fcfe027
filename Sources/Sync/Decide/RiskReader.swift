import Foundation
import Governance
import SCIM
import Store

/// Gathers what a risk assessment looks at.
struct RiskReader {
  let store: Store
  /// Whose weights, hours and separations count.
  let policy: Policy
  /// The pending requests that separations count; nil for all of them.
  var together: Set<RequestID>?
  let memory: JudgingMemory

  func risk(of request: AccessRequest, plan: Plan, now: Date) throws(StoreError) -> Risk {
    Risk.assess(try facts(of: request, plan: plan, now: now), weights: policy.weights)
  }

  /// What the risk is computed from, with the request as conditions see it: to be kept.
  func judgement(
    of request: AccessRequest, plan: Plan, now: Date
  ) throws(StoreError) -> Judgement {
    let facts = try facts(of: request, plan: plan, now: now)
    let score = Risk.assess(facts, weights: policy.weights).score
    return Judgement(
      weights: policy.weights, facts: facts,
      document: try store.document(of: request, risk: score, now: now))
  }

  private func facts(
    of request: AccessRequest, plan: Plan, now: Date
  ) throws(StoreError) -> RiskFacts {
    let accounts = try store.accounts(of: request.beneficiary.key)
    var items: [RiskFacts.Item] = []
    for item in request.items { items.append(try read(item, request.beneficiary.key)) }
    let age = try ages(accounts)
    // What was taken for the request counts, not what the file says by now.
    let separations = try store.policy(for: request.id)?.separations ?? policy.separations
    let conflicts = try store.separationConflicts(of: request, separations, together: together)
    return RiskFacts(
      beneficiary: request.beneficiary.name, items: items, justification: request.justification,
      isBeneficiaryKnown: !accounts.isEmpty,
      isBeneficiaryInactive: !accounts.isEmpty && accounts.allSatisfy { $0.isActive == false },
      beneficiarySince: age.since, dataAgeSeconds: plan.dataAgeSeconds(now: now),
      conflicts: conflicts.map(RiskFacts.Conflict.init), lastSignIn: age.lastSignIn,
      isOutsideHours: policy.hours.map { !$0.isWorking(at: request.submitted) } ?? false, now: now)
  }

  private func read(
    _ item: RequestItem, _ beneficiary: IdentityKey
  ) throws(StoreError) -> RiskFacts.Item {
    let known = try memory.entitlement(item.entitlement)
    let isGrant = item.operation == .grant
    let peers = isGrant ? try memory.peers(of: beneficiary, holding: item.entitlement) : nil
    return RiskFacts.Item(
      operation: item.operation, display: known?.display ?? item.display,
      type: item.entitlement.type, isPrivileged: known?.isPrivileged ?? false,
      hasEnd: item.duration != nil,
      peers: peers.map { .init(holding: $0.holding, total: $0.of, unit: $0.unit) })
  }

  /// When the first account came to be, and when one was last used, by the servers that say so.
  private func ages(
    _ accounts: [Account]
  ) throws(StoreError) -> (since: Date?, lastSignIn: Date?) {
    var first: Date?
    var last: Date?
    for account in accounts {
      let resource = try store.resource(server: account.server, type: "User", id: account.id)
      guard let json = resource.flatMap({ Self.parse($0.bytes) }) else { continue }
      if let created = json["meta"]?["created"]?.string.flatMap(SCIMDate.parse) {
        first = min(first ?? created, created)
      }
      if let used = SignIn.last(json) { last = max(last ?? used, used) }
    }
    return (first, last)
  }

  private static func parse(_ bytes: [UInt8]) -> JSON? {
    // What cannot be read says nothing about its age.
    do { return try JSON(parsing: bytes) } catch { return nil }
  }
}

/// When somebody last signed in.
///
/// RFC 7643 has no such attribute: some servers send one, by itself or in an extension of theirs.
enum SignIn {
  private static let names = ["lastLogin", "lastLoginDate", "lastLoginTime", "lastSignIn"]

  static func last(_ user: JSON) -> Date? {
    let extensions = (user.object?.members ?? []).filter { $0.key.hasPrefix("urn:") }.map(\.value)
    var last: Date?
    for place in [user] + extensions {
      for name in names {
        guard let date = place[name]?.string.flatMap(SCIMDate.parse) else { continue }
        last = max(last ?? date, date)
      }
    }
    return last
  }
}

extension Plan {
  /// The age of the oldest fact that the plan presumes. Units: seconds; nil when nothing was read.
  func dataAgeSeconds(now: Date) -> Int? {
    operations.flatMap(\.presumes).compactMap(\.readAt).min().map {
      max(0, Int(now.timeIntervalSince($0)))
    }
  }
}
