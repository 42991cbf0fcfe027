/// Where a request stands with its policy, as a screen shows it.
public struct PolicyStanding: Hashable, Sendable, Codable {
  public var policy: RequestPolicy
  public var progress: PolicyProgress
  /// The step that the operator may decide now; nil when there is none.
  public var ownStep: String?
  /// In whose place they may; nil when it is their own.
  public var authority: PersonReference?
  /// Why the operator may do so, or why not.
  public var reason: String
  /// What the operator's yes would run into; a denial ignores it.
  public var conflicts: [SeparationConflict]

  public init(
    policy: RequestPolicy, progress: PolicyProgress, ownStep: String?, reason: String,
    conflicts: [SeparationConflict] = []
  ) {
    self.policy = policy
    self.progress = progress
    self.ownStep = ownStep
    self.reason = reason
    self.conflicts = conflicts
  }

  /// How many yeses are still wanted, over all steps.
  public var missing: Int { progress.steps.map(\.missing).reduce(0, +) }
}

/// Entitlements that one person would hold together, and may not.
public struct SeparationConflict: Hashable, Sendable, Codable {
  /// One of the entitlements, and how the person comes to it.
  public struct Part: Hashable, Sendable, Codable {
    public enum Standing: Hashable, Sendable, Codable {
      case held
      /// Within a group that is itself a member of it.
      case nested(through: String)
      /// Approved, and on its way.
      case approved(request: RequestID)
      case pending(request: RequestID)
      /// By the request that is being judged.
      case asked
    }

    public var entitlement: EntitlementReference
    public var display: String
    public var standing: Standing

    public init(entitlement: EntitlementReference, display: String, standing: Standing) {
      self.entitlement = entitlement
      self.display = display
      self.standing = standing
    }

    public var sentence: String {
      let name = "\(display) on \(entitlement.server)"
      return switch standing {
      case .held: "\(name) is held"
      case .nested(let group): "\(name) is held through \(group)"
      case .approved(let request): "\(name) is approved by request \(request.rawValue.prefix(8))"
      case .pending(let request): "\(name) is asked for by request \(request.rawValue.prefix(8))"
      case .asked: "\(name) is asked for here"
      }
    }
  }

  public var set: String
  /// nil blocks it; else the step that has to pass too.
  public var remedy: Separation.Remedy
  /// Order: what is asked for here comes last.
  public var parts: [Part]

  public init(set: String, remedy: Separation.Remedy, parts: [Part]) {
    self.set = set
    self.remedy = remedy
    self.parts = parts
  }

  public var sentence: String { parts.map(\.sentence).joined(separator: ", ") + "." }
}
