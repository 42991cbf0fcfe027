/// What an operator of this program may see and do, by the roles that a policy gives.
public struct OperatorRole: Hashable, Sendable, Codable {
  public enum Action: String, Hashable, Sendable, Codable, CaseIterable {
    /// Approve, deny, offer and ask back.
    case decide
    /// Ask for access, for whomever.
    case request
    /// Look up people.
    case people
    /// Read and export the audit log, and replay decisions.
    case audit
    /// Read servers, and send again what failed.
    case sync

    /// For a sentence.
    public var words: String {
      switch self {
      case .decide: "decide requests"
      case .request: "ask for access"
      case .people: "look people up"
      case .audit: "read the audit log"
      case .sync: "read servers"
      }
    }
  }

  /// Whom the operator may look up.
  public enum People: String, Hashable, Sendable, Codable, CaseIterable {
    case reports = "my-reports"
    case department = "my-department"
    case all
  }

  public var name: String
  /// Who has it: people, members of groups on a server, or anyone.
  public var members: [Approver]
  public var can: [Action]
  public var people: People
  /// Attributes that are not shown at all. Shape: `title`, `enterprise.employeeNumber`, or
  /// `enterprise` for all below it.
  public var hidden: [String]
  /// Attributes of which a hint is shown.
  public var masked: [String]

  public init(
    name: String, members: [Approver], can: [Action] = Action.allCases, people: People = .all,
    hidden: [String] = [], masked: [String] = []
  ) {
    self.name = name
    self.members = members
    self.can = can
    self.people = people
    self.hidden = hidden
    self.masked = masked
  }
}

/// A rule of visibility said no: which, and what it is about.
public struct VisibilityRefusal: Error, Hashable, Sendable, Codable {
  /// A stable name for programs.
  public var code: String
  /// Names the rule.
  public var sentence: String

  public var advice: String { "The roles stand in policy.toml; ask whoever keeps it." }

  init(_ code: String, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }
}

/// What one operator may see and do: the most that any of their roles gives.
public struct Visibility: Hashable, Sendable {
  /// The roles that they have.
  public var roles: [OperatorRole]
  /// Without any role in the policy everybody sees and does everything.
  public var isUnlimited: Bool

  public init(roles: [OperatorRole], isUnlimited: Bool = false) {
    self.roles = roles
    self.isUnlimited = isUnlimited
  }

  public static let unlimited = Visibility(roles: [], isUnlimited: true)

  /// Why the operator may not do something; nil when they may.
  public func refusal(of action: OperatorRole.Action) -> VisibilityRefusal? {
    if isUnlimited || roles.contains(where: { $0.can.contains(action) }) { return nil }
    return VisibilityRefusal("role-action", "\(subject) not let you \(action.words).")
  }

  /// The widest circle of people that a role gives; nil for nobody.
  public var people: OperatorRole.People? {
    if isUnlimited { return .all }
    let all = roles.map(\.people)
    return OperatorRole.People.allCases.last(where: all.contains)
  }

  /// Why the operator may not look somebody up; nil when they may.
  ///
  /// - Parameters:
  ///   - isSelf: one's own data is always one's own.
  ///   - isReport: whether they report to the operator, directly or not.
  ///   - isColleague: whether they are of the operator's department.
  public func refusal(
    ofPerson name: String, isSelf: Bool, isReport: Bool, isColleague: Bool
  ) -> VisibilityRefusal? {
    if isUnlimited || isSelf { return nil }
    if let refusal = refusal(of: .people) { return refusal }
    let isInScope =
      switch people {
      case .all: true
      case .department: isReport || isColleague
      case .reports: isReport
      case nil: false
      }
    if isInScope { return nil }
    let scope = people?.rawValue ?? "nobody"
    return VisibilityRefusal(
      "role-people", "\(subject) not show you \(name): it shows “\(scope)”.")
  }

  /// How an attribute is shown.
  public enum Sight: Hashable, Sendable {
    case shown
    /// A hint, by the rule of this role.
    case masked(role: String)
    case hidden(role: String)
  }

  /// The most that any role shows of an attribute.
  public func sight(of attribute: String) -> Sight {
    if isUnlimited { return .shown }
    var best = Sight.hidden(role: roles.first?.name ?? "none")
    for role in roles {
      if Self.names(role.hidden, attribute) { continue }
      guard Self.names(role.masked, attribute) else { return .shown }
      best = .masked(role: role.name)
    }
    return best
  }

  /// Why a limit, a search or a completion may not ask for an attribute; nil when it may.
  public func refusal(ofLimitOn attribute: String) -> VisibilityRefusal? {
    switch sight(of: attribute) {
    case .shown: return nil
    case .masked(let role), .hidden(let role):
      let rule =
        roles.isEmpty ? "No role of policy.toml is yours, which shows" : "Your role “\(role)” hides"
      return VisibilityRefusal(
        "role-limit", "\(rule) \(attribute): no limit may ask for it, for what it keeps would tell."
      )
    }
  }

  /// The value as the operator sees it: a hidden one says that it is hidden.
  public func shown(_ value: String, of attribute: String) -> String {
    switch sight(of: attribute) {
    case .shown: value
    case .masked(let role): "\(Self.masked(value)) (masked by role \(role))"
    case .hidden(let role): "(hidden by role \(role))"
    }
  }

  /// Shape: `a…@example.com`, `Z…`; nothing of a single character.
  static func masked(_ value: String) -> String {
    if let at = value.firstIndex(of: "@"), at > value.startIndex {
      return "\(value.prefix(1))…\(value[at...])"
    }
    return value.count > 1 ? "\(value.prefix(1))…" : "…"
  }

  private static func names(_ list: [String], _ attribute: String) -> Bool {
    let wanted = attribute.lowercased()
    return list.contains { name in
      let name = name.lowercased()
      // Below an extension's URN its attributes stand after a colon.
      return wanted == name || wanted.hasPrefix(name + ".") || wanted.hasPrefix(name + ":")
    }
  }

  private var subject: String {
    roles.isEmpty
      ? "No role of policy.toml is yours, which does"
      : "Your role \(roles.map { "“\($0.name)”" }.joined(separator: " and ")) does"
  }
}
