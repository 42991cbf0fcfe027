import Governance

extension PolicyFile {
  func role(_ table: SettingsReader) throws(ConfigurationError) -> OperatorRole {
    try table.refuseUnknown(known: PolicyTables.role.keys)
    var role = OperatorRole(
      name: try required("name", table), members: try members(table))
    if let texts = try table.texts("can") {
      role.can = []
      for text in texts {
        guard let action = OperatorRole.Action(rawValue: text) else {
          throw table.notAChoice("can", text, OperatorRole.Action.allCases.map(\.rawValue))
        }
        role.can.append(action)
      }
    }
    let circles = OperatorRole.People.allCases.map(\.rawValue)
    if let people = try table.choice("people", among: circles) {
      role.people = OperatorRole.People(rawValue: people) ?? .reports
    }
    role.hidden = try table.texts("hide") ?? []
    role.masked = try table.texts("mask") ?? []
    return role
  }

  /// Who has a role does not hang on a request.
  private func members(_ table: SettingsReader) throws(ConfigurationError) -> [Approver] {
    let named = try approvers("members", table)
    for approver in named {
      switch approver {
      case .anyone, .members, .person: continue
      case .manager, .managersManager, .owner:
        throw document.error(
          .badValue, at: table.path("members"), "“\(approver.text)” says nobody by itself.",
          advice: "Name people, the members of a group, or \"anyone\".")
      }
    }
    return named
  }
}
