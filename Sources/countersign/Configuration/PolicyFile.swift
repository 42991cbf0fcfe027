import Governance
import Store

/// Turns the text of `policy.toml` into a policy, or says what is wrong with it and where.
struct PolicyFile {
  // More people than this agree on nothing.
  static let quorums = 1...20

  let document: TOMLDocument
  /// The configured servers, which approvers and entitlements may name.
  let servers: [String]

  /// The policy of a file; the standard one where there is no file.
  static func read(path: String, servers: [String]) throws(ConfigurationError) -> Policy {
    guard let text = try ConfigurationFile(path: path).text() else { return .standard }
    return try read(text, file: path, servers: servers)
  }

  static func read(
    _ text: String, file: String, servers: [String]
  ) throws(ConfigurationError) -> Policy {
    try PolicyFile(document: TOMLDocument(text: text, file: file), servers: servers).policy()
  }

  private func policy() throws(ConfigurationError) -> Policy {
    let top = SettingsReader(document: document, prefix: "", members: document.members)
    try top.refuseUnknown(known: PolicyTables.top.keys)
    let order = try top.choice("order", among: Policy.Order.allCases.map(\.rawValue))
    var policy = Policy(order: order.flatMap(Policy.Order.init) ?? .inTurn, steps: [])
    for table in try tables("step") { policy.steps.append(try step(table)) }
    for table in try tables("rule") { policy.rules.append(try rule(table)) }
    for table in try tables("separation") { policy.separations.append(try separation(table)) }
    for table in try tables("owner") { policy.owners.append(try owner(table)) }
    policy.weights = try weights()
    policy.hours = try hours()
    policy.time = try time(hours: policy.hours)
    policy.takesLess = try top.choice("consent", among: ["always", "not-for-less"]).map {
      $0 == "not-for-less"
    }
    policy.breakGlass = try breakGlass()
    for table in try tables("role") { policy.roles.append(try role(table)) }
    try refuseTwins(policy)
    return policy
  }

  // MARK: Blocks

  private func step(_ table: SettingsReader) throws(ConfigurationError) -> PolicyStep {
    try table.refuseUnknown(known: PolicyTables.step.keys)
    var step = try who(table, name: try required("name", table))
    step.condition = try condition(table)
    return step
  }

  private func rule(_ table: SettingsReader) throws(ConfigurationError) -> PolicyRule {
    try table.refuseUnknown(known: PolicyTables.rule.keys)
    let name = try required("name", table)
    guard let condition = try condition(table) else {
      throw missing("when", table, "Say for which requests: when = 'risk ge 60'.")
    }
    guard let then = try table.choice("then", among: ["approve", "deny", "require"]) else {
      throw missing("then", table, "Write \"approve\", \"deny\" or \"require\".")
    }
    if then == "require" {
      return PolicyRule(
        name: name, condition: condition, effect: .require(try who(table, name: name)))
    }
    try refuseApprovers(table, because: "The rule decides by itself.")
    return PolicyRule(
      name: name, condition: condition, effect: then == "deny" ? .deny : .approve)
  }

  private func separation(_ table: SettingsReader) throws(ConfigurationError) -> Separation {
    try table.refuseUnknown(known: PolicyTables.separation.keys)
    let name = try required("name", table)
    let texts = try table.texts("entitlements") ?? []
    guard Set(texts).count > 1 else {
      throw document.error(
        .badValue, at: table.path("entitlements"), "A separation needs two entitlements.",
        advice: "Write entitlements = [\"idp:group:payers\", \"idp:group:auditors\"].")
    }
    var members: [EntitlementReference] = []
    for text in texts { members.append(try entitlement(text, "entitlements", table)) }
    let then = try table.choice("then", among: ["block", "approval"]) ?? "block"
    if then == "approval" {
      return Separation(
        name: name, members: members, remedy: .approval(try who(table, name: name)))
    }
    try refuseApprovers(table, because: "The separation blocks.")
    return Separation(name: name, members: members)
  }

  private func owner(_ table: SettingsReader) throws(ConfigurationError) -> EntitlementOwner {
    try table.refuseUnknown(known: PolicyTables.owner.keys)
    let of = try entitlement(try required("of", table), "of", table)
    let owners = try approvers("approvers", table)
    guard !owners.contains(.owner) else {
      throw document.error(
        .contradiction, at: table.path("approvers"), "An owner cannot be “owner” again.",
        advice: "Name people, a group, or the manager.")
    }
    return EntitlementOwner(entitlement: of, owners: owners)
  }

  /// Approvers, fallbacks and quorum, as steps and rules have them.
  private func who(
    _ table: SettingsReader, name: String
  ) throws(ConfigurationError) -> PolicyStep {
    let step = PolicyStep(
      name: name, approvers: try approvers("approvers", table),
      fallbacks: table.members["fallback"] == nil ? [] : try approvers("fallback", table),
      quorum: try table.whole("quorum", within: Self.quorums) ?? 1)
    let all = step.approvers + step.fallbacks
    let isCountable = all.allSatisfy(\.isOnePerson)
    guard !isCountable || Set(all).count >= step.quorum else {
      let people = Set(all).count == 1 ? "1 person" : "\(Set(all).count) people"
      throw document.error(
        .contradiction, at: table.path("quorum"),
        "The quorum is \(step.quorum), and only \(people) can be meant.",
        advice: "Lower it, or name more approvers.")
    }
    return step
  }

  /// Two things of one name could not be told apart on a request's page.
  private func refuseTwins(_ policy: Policy) throws(ConfigurationError) {
    var seen: Set<String> = []
    for (block, names) in [
      ("step", policy.steps.map(\.name)), ("rule", policy.rules.map(\.name)),
      ("separation", policy.separations.map(\.name)), ("role", policy.roles.map(\.name)),
    ] {
      for (index, name) in names.enumerated() where !seen.insert(name).inserted {
        throw document.error(
          .contradiction, at: "\(block)[\(index)].name", "“\(name)” is the name of two things.",
          advice: "Give each step, rule, separation and role a name of its own.")
      }
    }
  }
}

extension Approver {
  /// True when it can never mean more than one person.
  var isOnePerson: Bool {
    switch self {
    case .manager, .managersManager, .person: true
    case .anyone, .owner, .members: false
    }
  }
}
