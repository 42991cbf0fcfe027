import Governance
import Terminal

/// What approving requests together would lead to: what speaks against it first, then the people and
/// how much is still missing.
func addWhatIf(_ confirmation: Confirmation, to builder: inout LineBuilder) {
  let details = confirmation.details ?? []
  let conflicts = details.flatMap { detail in
    (detail.policy?.conflicts ?? []).map { (detail, $0) }
  }
  builder.gap()
  builder.add("separation of duties", .heading)
  if conflicts.isEmpty { builder.add("  nothing speaks against it", .dim) }
  for (detail, conflict) in conflicts {
    let ends = conflict.remedy == .block ? "forbidden" : "with another approval"
    builder.wrap(
      "\(detail.request.beneficiary.name): “\(conflict.set)”, \(ends): \(conflict.sentence)",
      .warning, lead: [Run("  ! ", .warning)], target: .request(detail.request.id))
  }
  builder.gap()
  builder.add("approvals missing, and risk", .heading)
  for detail in details {
    let missing = detail.request.status == .pending ? detail.policy?.missing ?? 1 : 0
    builder.add(
      [
        Run("  \(missing)  "), Run("risk ", .dim),
      ] + RequestWords.risk(detail.risk.score).runs + [
        Run("  "), Run(detail.request.beneficiary.name, .title), Run("  "),
      ] + RequestWords.access(detail.request).runs, target: .request(detail.request.id))
  }
}
