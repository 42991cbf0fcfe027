import Foundation

/// One account, named so that it is found again on its server.
public struct AccountReference: Hashable, Sendable, Codable {
  public var server: String
  /// The resource's id there.
  public var id: String
  public var userName: String

  public init(server: String, id: String, userName: String) {
    self.server = server
    self.id = id
    self.userName = userName
  }

  /// Shape: `chat:ada.okafor`, or `chat:2819c223` where it has no `userName`.
  public var name: String { "\(server):\(userName.isEmpty ? id : userName)" }
}

/// Something wrong that a person should look at.
public struct Finding: Hashable, Sendable, Codable {
  /// What is wrong. A kind that the mirror is searched for has a source in the store.
  ///
  /// Order: as lists show them, what gives away access first.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case breakGlass, endedStillThere, givenElsewhere, takenElsewhere, linkProposed, orphanAccount,
      correlationConflict, inactiveWithAccess, unexplainedPrivilege
    case managerMissing, disagreement

    /// Shape: one to three words, for a column and for `--kind`'s help.
    public var title: String {
      switch self {
      case .breakGlass: "break-glass"
      case .endedStillThere: "ended, there"
      case .givenElsewhere: "given elsewhere"
      case .takenElsewhere: "taken elsewhere"
      case .linkProposed: "link proposed"
      case .orphanAccount: "no owner"
      case .correlationConflict: "whose account"
      case .inactiveWithAccess: "off with access"
      case .unexplainedPrivilege: "unexplained"
      case .managerMissing: "no manager"
      case .disagreement: "disagreement"
      }
    }
  }

  public var kind: Kind
  public var sentence: String
  /// What to do about it; empty where the sentence says it all.
  public var advice: String
  /// Whom it is about; nil where nobody is known.
  public var person: PersonReference?
  /// The account that is the trouble.
  public var account: AccountReference?
  /// Whose the account may be instead: to look at before it is linked.
  public var candidates: [PersonReference]
  /// The attributes whose values its sentence tells. Shape: `emails`.
  public var reveals: [String] = []
  /// The sentence without those values.
  public var discreet = ""
  /// When what is wrong was first seen; nil where that is not kept.
  public var since: Date?
  /// What a server shows otherwise than it was decided.
  public var drift: Drift?

  public init(
    kind: Kind, sentence: String, advice: String = "", person: PersonReference? = nil,
    account: AccountReference? = nil, candidates: [PersonReference] = [], since: Date? = nil,
    drift: Drift? = nil
  ) {
    self.kind = kind
    self.sentence = sentence
    self.advice = advice
    self.person = person
    self.account = account
    self.candidates = candidates
    self.since = since
    self.drift = drift
  }

  /// The finding with what its sentence tells of people.
  public func revealing(_ attributes: [String], discreet: String) -> Finding {
    var finding = self
    finding.reveals = attributes
    finding.discreet = discreet
    return finding
  }

  private enum CodingKeys: String, CodingKey {
    case kind, sentence, advice, person, account, candidates, since, drift
  }

  /// The same for the same trouble, however often it is found.
  public var id: String {
    [
      kind.rawValue, person?.key.rawValue ?? "", account?.server ?? "", account?.id ?? "",
      drift?.reference ?? (account == nil ? sentence : ""),
    ].joined(separator: "\u{1F}")
  }
}
