import Foundation

extension Risk {
  /// The weights of the reasons. Units: points of 100.
  public struct Weights: Hashable, Sendable {
    public var privileged = 30
    public var noPeerHolds = 25
    public var fewPeersHold = 20
    public var somePeersHold = 10
    public var noEndOnPrivileged = 15
    public var beneficiaryUnknown = 40
    public var beneficiaryInactive = 25
    public var beneficiaryNew = 10
    public var noJustification = 10
    public var staleData = 10
    public var accountDeactivated = 10
    /// An account younger than this is new. Units: days.
    public var newAccountDays = 14
    /// Data older than this is stale. Units: seconds.
    public var staleSeconds = 24 * 3600

    public init() {}
  }

  /// How risky it is to approve: the same facts always give the same reasons.
  public static func assess(_ facts: RiskFacts, weights: Weights = Weights()) -> Risk {
    var reasons: [Reason] = []
    for item in facts.items {
      reasons += item.operation == .grant ? grant(item, weights) : revoke(item, weights)
    }
    reasons += beneficiary(facts, weights) + circumstances(facts, weights)
    // A stable order: points first, then as they were found.
    let ordered = reasons.enumerated().sorted {
      ($1.element.points, $0.offset) < ($0.element.points, $1.offset)
    }
    return Risk(reasons: ordered.map(\.element))
  }

  private static func grant(_ item: RiskFacts.Item, _ weights: Weights) -> [Reason] {
    var reasons: [Reason] = []
    if item.isPrivileged {
      reasons.append(
        Reason(points: weights.privileged, sentence: "\(item.display) is privileged"))
      if !item.hasEnd {
        reasons.append(
          Reason(
            points: weights.noEndOnPrivileged,
            sentence: "\(item.display) is privileged and the grant has no end"))
      }
    }
    if let peers = item.peers, let reason = peerReason(peers, item.display, weights) {
      reasons.append(reason)
    }
    return reasons
  }

  private static func revoke(_ item: RiskFacts.Item, _ weights: Weights) -> [Reason] {
    guard item.type == .account else { return [] }
    return [
      Reason(
        points: weights.accountDeactivated,
        sentence: "deactivating \(item.display) takes all access that hangs on the account")
    ]
  }

  // Fewer than three peers say nothing.
  private static let fewestPeers = 3

  private static func peerReason(
    _ peers: RiskFacts.Peers, _ display: String, _ weights: Weights
  ) -> Reason? {
    guard peers.total >= fewestPeers else { return nil }
    let of = "of \(peers.total) peers in \(peers.unit) holds \(display)"
    if peers.holding == 0 { return Reason(points: weights.noPeerHolds, sentence: "none \(of)") }
    let percent = peers.holding * 100 / peers.total
    let share = "\(peers.holding) of \(peers.total) peers in \(peers.unit)"
    let verb = peers.holding == 1 ? "holds" : "hold"
    let sentence = "only \(share) \(verb) \(display) (\(percent) %)"
    // Compared without division, so that 1 of 10 is exactly a tenth.
    if peers.holding * 10 <= peers.total {
      return Reason(points: weights.fewPeersHold, sentence: sentence)
    }
    if peers.holding * 4 <= peers.total {
      return Reason(points: weights.somePeersHold, sentence: sentence)
    }
    return nil
  }

  private static func beneficiary(_ facts: RiskFacts, _ weights: Weights) -> [Reason] {
    let name = facts.beneficiary
    guard facts.isBeneficiaryKnown else {
      return [Reason(points: weights.beneficiaryUnknown, sentence: "no server knows \(name)")]
    }
    var reasons: [Reason] = []
    let grants = facts.items.contains { $0.operation == .grant }
    if facts.isBeneficiaryInactive && grants {
      reasons.append(
        Reason(
          points: weights.beneficiaryInactive, sentence: "every account of \(name) is inactive"))
    }
    if let since = facts.beneficiarySince, grants {
      let days = Int(facts.now.timeIntervalSince(since) / 86_400)
      if days >= 0 && days < weights.newAccountDays {
        let age = days == 1 ? "1 day" : "\(days) days"
        reasons.append(
          Reason(points: weights.beneficiaryNew, sentence: "\(name)'s account is \(age) old"))
      }
    }
    return reasons
  }

  private static func circumstances(_ facts: RiskFacts, _ weights: Weights) -> [Reason] {
    var reasons: [Reason] = []
    if facts.justification.allSatisfy(\.isWhitespace) {
      reasons.append(Reason(points: weights.noJustification, sentence: "no justification given"))
    }
    if let age = facts.dataAgeSeconds, age > weights.staleSeconds {
      reasons.append(
        Reason(
          points: weights.staleData,
          sentence: "the data is \(age / 3600) h old: sync before you decide"))
    }
    return reasons
  }
}
