import Governance
import Store

/// Finds what cannot work in a policy: steps that nobody can pass, rules that never applied, names
/// that mean nothing.
struct PolicyExamination {
  // Conditions are tried on these many requests at most.
  private static let mostRequests = 2_000

  let session: Session

  private var policy: Policy { session.policy }

  func findings() throws -> [Diagnosis] {
    var findings: [Diagnosis] = []
    for step in steps { findings += try self.findings(of: step) }
    for set in policy.separations {
      for member in set.members where try session.store.meant(by: member) == nil {
        findings.append(
          Diagnosis(
            about: set.name, warning: "No one entitlement is meant by \(member.text).",
            advice: "Check the spelling, sync, or give its id: until then it separates nothing."))
      }
    }
    findings += try usage()
    return findings
  }

  /// All that have approvers, whatever asks for them.
  private var steps: [PolicyStep] {
    let required = policy.rules.compactMap { rule -> PolicyStep? in
      if case .require(let step) = rule.effect { step } else { nil }
    }
    let second = policy.separations.compactMap { set -> PolicyStep? in
      if case .approval(let step) = set.remedy { step } else { nil }
    }
    return policy.steps + required + second
  }

  private func findings(of step: PolicyStep) throws -> [Diagnosis] {
    var findings: [Diagnosis] = []
    var reach = 0
    var isOpen = false
    for approver in step.approvers + step.fallbacks {
      guard let count = try session.store.reach(of: approver) else {
        // Who that is depends on the request; one person at most, except for owners and anyone.
        if approver.isOnePerson { reach += 1 } else { isOpen = true }
        continue
      }
      reach += count
      if count > 0 { continue }
      findings.append(
        Diagnosis(
          about: step.name, warning: "\(approver.text) means nobody who is active.",
          advice: "Check the spelling, or sync."))
    }
    if isOpen || reach >= step.quorum { return findings }
    let failure = Failure(
      .refused, code: "policy.impassable",
      "The step “\(step.name)” wants \(step.quorum), and \(reach) can be found.",
      advice: "Name more approvers or a fallback, or lower the quorum.")
    return findings + [Diagnosis(about: step.name, failure: failure)]
  }

  /// How often each condition was true of the requests that are known.
  private func usage() throws -> [Diagnosis] {
    var ids: [RequestID] = []
    for folder in [QueueFolder.open, .decided] {
      ids += try session.store.queueIDs(folder: folder, operator: nil, now: session.now)
    }
    let conditional = policy.steps.contains { $0.condition != nil } || !policy.rules.isEmpty
    if ids.isEmpty || !conditional { return [] }
    let tried = ids.prefix(Self.mostRequests)
    var counts: [String: Int] = [:]
    for id in tried {
      guard
        let entry = try session.store.queueEntry(id, operator: nil, now: session.now)
      else { continue }
      let taken = try session.store.preview(
        policy, for: entry.request, risk: entry.riskScore, now: session.now)
      for name in Set(taken.fired.map(\.name) + taken.steps.map(\.name)) {
        counts[name, default: 0] += 1
      }
    }
    let names =
      policy.steps.filter { $0.condition != nil && !$0.approvers.contains(.owner) }.map(\.name)
      + policy.rules.map(\.name)
    return names.map { name in
      let known = counted(tried.count, "known request")
      guard let count = counts[name] else {
        return Diagnosis(
          about: name, warning: "It applies to none of \(known).",
          advice: "Check its condition with `countersign queue --folder open --limit '…'`.")
      }
      return Diagnosis(about: name, good: "applies to \(count) of \(known).")
    }
  }
}
