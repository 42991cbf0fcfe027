import Foundation

/// What a risk assessment looks at.
public struct RiskFacts: Hashable, Sendable, Codable {
  /// How many of the beneficiary's peers hold an entitlement.
  public struct Peers: Hashable, Sendable, Codable {
    public var holding: Int
    /// How many peers there are, without the beneficiary.
    public var total: Int
    /// What makes them peers, a name: "Data Platform".
    public var unit: String

    public init(holding: Int, total: Int, unit: String) {
      self.holding = holding
      self.total = total
      self.unit = unit
    }
  }

  /// One item of the request with what is known of its entitlement.
  public struct Item: Hashable, Sendable, Codable {
    public var operation: ItemOperation
    public var display: String
    public var type: EntitlementType
    public var isPrivileged: Bool
    public var hasEnd: Bool
    /// nil when the peers are not known.
    public var peers: Peers?

    public init(
      operation: ItemOperation, display: String, type: EntitlementType = .group,
      isPrivileged: Bool = false, hasEnd: Bool = false, peers: Peers? = nil
    ) {
      self.operation = operation
      self.display = display
      self.type = type
      self.isPrivileged = isPrivileged
      self.hasEnd = hasEnd
      self.peers = peers
    }
  }

  /// A separation of duties that the request would break.
  public struct Conflict: Hashable, Sendable, Codable {
    public var set: String
    /// The parts, and how the person comes to each.
    public var sentence: String
    /// False where another approval allows it.
    public var isForbidden: Bool

    public init(_ conflict: SeparationConflict) {
      set = conflict.set
      sentence = conflict.parts.map(\.sentence).joined(separator: ", ")
      isForbidden = conflict.remedy == .block
    }
  }

  public var beneficiary: String
  public var items: [Item]
  public var justification: String
  /// True when some server knows the beneficiary.
  public var isBeneficiaryKnown: Bool
  /// True when every account of the beneficiary is inactive.
  public var isBeneficiaryInactive: Bool
  /// When the first account of the beneficiary came to be; nil when no server says.
  public var beneficiarySince: Date?
  /// The age of the oldest fact that the plan presumes. Units: seconds; nil when nothing was read.
  public var dataAgeSeconds: Int?
  public var conflicts: [Conflict]
  /// When the beneficiary last signed in, on the server where that was latest; nil when none says.
  public var lastSignIn: Date?
  /// True when it was asked at a time when nobody works.
  public var isOutsideHours: Bool
  public var now: Date

  public init(
    beneficiary: String, items: [Item], justification: String, isBeneficiaryKnown: Bool = true,
    isBeneficiaryInactive: Bool = false, beneficiarySince: Date? = nil, dataAgeSeconds: Int? = nil,
    conflicts: [Conflict] = [], lastSignIn: Date? = nil, isOutsideHours: Bool = false, now: Date
  ) {
    self.beneficiary = beneficiary
    self.items = items
    self.justification = justification
    self.isBeneficiaryKnown = isBeneficiaryKnown
    self.isBeneficiaryInactive = isBeneficiaryInactive
    self.beneficiarySince = beneficiarySince
    self.dataAgeSeconds = dataAgeSeconds
    self.conflicts = conflicts
    self.lastSignIn = lastSignIn
    self.isOutsideHours = isOutsideHours
    self.now = now
  }
}
