import Governance

extension PolicyFile {
  func breakGlass() throws(ConfigurationError) -> BreakGlass? {
    guard let table = try table("break_glass") else { return nil }
    try table.refuseUnknown(known: PolicyTables.breakGlass.keys)
    let who = try people("who", table)
    let reviewers = try people("reviewers", table)
    let texts = try table.texts("access") ?? []
    guard !texts.isEmpty else {
      throw missing("access", table, "Say what: access = [\"idp:group:production-db-admins\"].")
    }
    var access: [EntitlementReference] = []
    for text in texts { access.append(try entitlement(text, "access", table)) }
    guard let duration = try duration("max_duration", table) else {
      throw missing("max_duration", table, "Say for how long: max_duration = \"1h\".")
    }
    guard let review = try span("review_within", table) else {
      throw missing("review_within", table, "Say until when: review_within = \"1d\".")
    }
    return BreakGlass(
      who: who, access: access, duration: duration, reviewers: reviewers, reviewSeconds: review)
  }

  /// Approvers whose place does not hang on a request.
  private func people(
    _ key: String, _ table: SettingsReader
  ) throws(ConfigurationError) -> [Approver] {
    let named = try approvers(key, table)
    for approver in named {
      switch approver {
      case .members, .person: continue
      case .anyone, .manager, .managersManager, .owner:
        throw document.error(
          .badValue, at: table.path(key), "“\(approver.text)” says nobody by itself.",
          advice: "Name people, or the members of a group.")
      }
    }
    return named
  }
}
