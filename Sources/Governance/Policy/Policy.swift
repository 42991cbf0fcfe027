/// One step of a policy: it passes once enough of its approvers said yes.
public struct PolicyStep: Hashable, Sendable, Codable {
  /// Unique within its policy.
  public var name: String
  public var approvers: [Approver]
  /// Who steps in when too few of the approvers can. Order: the first that suffice are taken.
  public var fallbacks: [Approver]
  /// How many different people must say yes.
  public var quorum: Int
  /// For which requests it counts, in the filter language; nil for all.
  public var condition: String?

  public init(
    name: String, approvers: [Approver], fallbacks: [Approver] = [], quorum: Int = 1,
    condition: String? = nil
  ) {
    self.name = name
    self.approvers = approvers
    self.fallbacks = fallbacks
    self.quorum = quorum
    self.condition = condition
  }

  /// Who passes it, for a sentence.
  public var words: String {
    if approvers.isEmpty { return "nobody: withdraw the request and ask anew" }
    let who = approvers.map(\.words).joined(separator: " or ")
    let several = quorum > 1 ? "\(quorum) different people out of: \(who)" : who
    let rest = fallbacks.map(\.words).joined(separator: ", then ")
    return rest.isEmpty ? several : "\(several); when they cannot, \(rest)"
  }
}

/// A rule that decides, or asks for more, without anybody pressing a key.
public struct PolicyRule: Hashable, Sendable, Codable {
  public enum Effect: Hashable, Sendable, Codable {
    case approve, deny
    /// One step more, after the others.
    case require(PolicyStep)

    public var word: String {
      switch self {
      case .approve: "approve"
      case .deny: "deny"
      case .require: "require"
      }
    }
  }

  public var name: String
  /// In the filter language.
  public var condition: String
  public var effect: Effect

  public init(name: String, condition: String, effect: Effect) {
    self.name = name
    self.condition = condition
    self.effect = effect
  }
}

/// Entitlements that one person may not hold together (separation of duties).
public struct Separation: Hashable, Sendable, Codable {
  public enum Remedy: Hashable, Sendable, Codable {
    case block
    /// Allowed with a reason and an end, once this step has passed too.
    case approval(PolicyStep)
  }

  public var name: String
  /// The value of each is an id or a name on its server.
  public var members: [EntitlementReference]
  public var remedy: Remedy

  public init(name: String, members: [EntitlementReference], remedy: Remedy = .block) {
    self.name = name
    self.members = members
    self.remedy = remedy
  }
}

/// Who answers for an entitlement, where no server says it.
public struct EntitlementOwner: Hashable, Sendable, Codable {
  /// The value is an id or a name on its server.
  public var entitlement: EntitlementReference
  public var owners: [Approver]

  public init(entitlement: EntitlementReference, owners: [Approver]) {
    self.entitlement = entitlement
    self.owners = owners
  }
}

/// Who must agree before a request takes effect.
public struct Policy: Hashable, Sendable, Codable {
  public enum Order: String, Hashable, Sendable, Codable, CaseIterable {
    /// A step opens once those before it have passed.
    case inTurn = "in-turn"
    /// All steps are open at once.
    case sideBySide = "side-by-side"
  }

  public var order: Order
  public var steps: [PolicyStep]
  public var rules: [PolicyRule]
  public var separations: [Separation]
  public var owners: [EntitlementOwner]
  public var weights: Risk.Weights
  /// When people work; nil where no time is unusual.
  public var hours: WorkingTime?
  /// nil where nothing is ever due and grants may last.
  public var time: TimeRules?
  /// True where an approver may give less than was asked for without asking.
  public var takesLess: Bool?
  /// nil where there are no emergencies.
  public var breakGlass: BreakGlass?
  /// Who sees and does what; empty where everybody sees and does everything. No part of the digest:
  /// it says nothing about who must agree.
  public var roles: [OperatorRole] = []

  public init(
    order: Order = .inTurn, steps: [PolicyStep], rules: [PolicyRule] = [],
    separations: [Separation] = [], owners: [EntitlementOwner] = [],
    weights: Risk.Weights = Risk.Weights(), hours: WorkingTime? = nil,
    time: TimeRules? = nil, takesLess: Bool? = nil
  ) {
    self.order = order
    self.steps = steps
    self.rules = rules
    self.separations = separations
    self.owners = owners
    self.weights = weights
    self.hours = hours
    self.time = time
    self.takesLess = takesLess
  }

  /// What counts without a policy of one's own: one approval by anyone whom it does not concern.
  public static let standard = Policy(steps: [standardStep])

  /// What is asked for where no step of a policy applies: nothing passes by itself.
  static let standardStep = PolicyStep(name: "approval", approvers: [.anyone])
}

extension Policy {
  /// SHA-256 of all that it says, in lowercase hexadecimal.
  public var digest: String { Digest.sha256(canonical.utf8) }

  var canonical: CanonicalJSON {
    [
      "order": .string(order.rawValue),
      "steps": .array(steps.map(\.canonical)),
      "rules": .array(rules.map(\.canonical)),
      "separations": .array(separations.map(\.canonical)),
      "owners": .array(owners.map(\.canonical)),
      "risk": weights.canonical,
      "hours": hours?.canonical ?? nil,
      "time": time?.canonical ?? nil,
      "breakGlass": breakGlass?.canonical ?? nil,
      "takesLess": takesLess.map { .bool($0) } ?? nil,
    ]
  }
}

extension PolicyStep {
  var canonical: CanonicalJSON {
    [
      "name": .string(name),
      "approvers": .array(approvers.map { .string($0.text) }),
      "fallbacks": .array(fallbacks.map { .string($0.text) }),
      "quorum": .number(.init(quorum)),
      "condition": .optional(condition),
    ]
  }
}

extension PolicyRule {
  var canonical: CanonicalJSON {
    var step: CanonicalJSON = .null
    if case .require(let required) = effect { step = required.canonical }
    return [
      "name": .string(name), "condition": .string(condition), "effect": .string(effect.word),
      "step": step,
    ]
  }
}

extension Separation {
  var canonical: CanonicalJSON {
    var step: CanonicalJSON = .null
    if case .approval(let second) = remedy { step = second.canonical }
    return [
      "name": .string(name), "members": .array(members.map { .string($0.text) }), "step": step,
    ]
  }
}

extension EntitlementOwner {
  var canonical: CanonicalJSON {
    [
      "entitlement": .string(entitlement.text),
      "owners": .array(owners.map { .string($0.text) }),
    ]
  }
}

extension EntitlementReference {
  /// Shape: `idp:group:engineers`, `idp:account`.
  public var text: String {
    value.isEmpty ? "\(server):\(type.rawValue)" : "\(server):\(type.rawValue):\(value)"
  }
}
