import Governance
import Store

extension Session {
  /// What the operator may see and do, by the roles of the policy, as the servers know them now.
  func visibility(of operator: Operator? = nil) throws -> Visibility {
    if policy.roles.isEmpty { return .unlimited }
    let known = try `operator` ?? self.operator()
    return try store.visibility(of: known.person, by: policy.roles)
  }

  /// Throws: ``Failure`` that names the rule where the operator may not do it.
  func allow(_ action: OperatorRole.Action, for operator: Operator? = nil) throws {
    let known = try `operator` ?? self.operator()
    // Before the first sync no server knows anybody, and so nobody's role.
    if action == .sync, known.person == nil { return }
    if let refusal = try visibility(of: known).refusal(of: action) { throw Failure(refusal) }
  }

  /// Throws: ``Failure`` that names the rule where the operator may not look somebody up.
  func allow(seeing other: PersonReference, for operator: Operator? = nil) throws {
    let known = try `operator` ?? self.operator()
    let refusal = try store.refusal(
      of: try visibility(of: known), toSee: other, by: known.person)
    if let refusal { throw Failure(refusal) }
  }
}

extension Failure {
  init(_ refusal: VisibilityRefusal) {
    self.init(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
  }
}
