/// Who may pass a step, as a policy names them.
///
/// Shape as text: `manager`, `manager-of-manager`, `owner`, `anyone`, `idp:group:security` (the
/// group's id or name on a server), `person:chen@example.com` (an address, or a userName that one
/// person alone has).
public enum Approver: Hashable, Sendable {
  /// Whoever is not concerned by the request.
  case anyone
  /// The manager of the beneficiary.
  case manager
  /// The manager of the beneficiary's manager.
  case managersManager
  /// Who answers for the entitlement that is asked for.
  case owner
  /// The members of a group on a server.
  case members(server: String, group: String)
  case person(String)

  /// nil for a text of another shape.
  public init?(_ text: String) {
    if let known = Self.fixed.first(where: { $0.text == text }) {
      self = known
      return
    }
    if text.hasPrefix(Self.personPrefix) {
      let name = text.dropFirst(Self.personPrefix.count)
      guard !name.isEmpty else { return nil }
      self = .person(String(name))
      return
    }
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1] == "group", !parts[0].isEmpty, !parts[2].isEmpty else {
      return nil
    }
    self = .members(server: String(parts[0]), group: String(parts[2]))
  }

  /// Those that are a word by themselves.
  public static let fixed: [Approver] = [.anyone, .manager, .managersManager, .owner]
  private static let personPrefix = "person:"

  /// As a policy writes it.
  public var text: String {
    switch self {
    case .anyone: "anyone"
    case .manager: "manager"
    case .managersManager: "manager-of-manager"
    case .owner: "owner"
    case .members(let server, let group): "\(server):group:\(group)"
    case .person(let name): Self.personPrefix + name
    }
  }

  /// For a sentence: "the manager", "a member of security on idp".
  public var words: String {
    switch self {
    case .anyone: "anyone whom it does not concern"
    case .manager: "the manager"
    case .managersManager: "the manager's manager"
    case .owner: "the owner of the access"
    case .members(let server, let group): "a member of \(group) on \(server)"
    case .person(let name): name
    }
  }
}

extension Approver: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let approver = Approver(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(text)” is no approver")
    }
    self = approver
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// Somebody who may pass a step, and why.
public struct Candidate: Hashable, Sendable, Codable {
  public var person: PersonReference
  /// Shape: `as the manager`, `as the owner of x, in place of Chen Wei, who is inactive`.
  public var why: String

  public init(person: PersonReference, why: String) {
    self.person = person
    self.why = why
  }
}

/// The people of one step at this moment.
public struct StepAudience: Hashable, Sendable, Codable {
  /// Whoever is not concerned may pass it; `able` is empty then.
  public var isAnyone: Bool
  /// Order: as the policy names them, then by name.
  public var able: [Candidate]
  /// Named by the policy, but out of the question: inactive, absent or concerned; with why.
  public var unable: [Candidate]

  public init(isAnyone: Bool = false, able: [Candidate] = [], unable: [Candidate] = []) {
    self.isAnyone = isAnyone
    self.able = able
    self.unable = unable
  }

  /// Why the person may pass the step; nil when they may not.
  public func reason(for key: IdentityKey) -> String? {
    if let candidate = able.first(where: { $0.person.key == key }) { return candidate.why }
    return isAnyone ? "as somebody whom it does not concern" : nil
  }
}
