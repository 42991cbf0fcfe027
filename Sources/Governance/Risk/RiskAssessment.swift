import Foundation

extension Risk {
  /// Which rules ``assess(_:weights:)`` follows: it changes whenever the same facts could come to
  /// another sum.
  public static let ruleVersion = 1

  /// As the rules of that version say; nil for a version that this program does not know.
  public static func assess(_ facts: RiskFacts, weights: Weights, rule: Int) -> Risk? {
    rule == ruleVersion ? assess(facts, weights: weights) : nil
  }

  /// How risky it is to approve: the same facts always give the same reasons.
  public static func assess(_ facts: RiskFacts, weights: Weights = Weights()) -> Risk {
    var reasons: [Reason] = []
    for item in facts.items {
      reasons += item.operation == .grant ? grant(item, weights) : revoke(item, weights)
    }
    reasons += conflicts(facts, weights) + beneficiary(facts, weights)
    reasons += circumstances(facts, weights)
    // A stable order: points first, then as they were found.
    let ordered = reasons.filter { $0.points > 0 }.enumerated().sorted {
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

  private static func conflicts(_ facts: RiskFacts, _ weights: Weights) -> [Reason] {
    facts.conflicts.map { conflict in
      Reason(
        points: conflict.isForbidden ? weights.separationBroken : weights.separationAllowed,
        sentence: "separation “\(conflict.set)”: \(conflict.sentence)")
    }
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
    if let last = facts.lastSignIn, grants {
      let days = Int(facts.now.timeIntervalSince(last) / 86_400)
      if days >= weights.dormantDays {
        reasons.append(
          Reason(
            points: weights.beneficiaryDormant,
            sentence: "\(name) has not signed in for \(days) days"))
      }
    }
    return reasons
  }

  private static func circumstances(_ facts: RiskFacts, _ weights: Weights) -> [Reason] {
    var reasons: [Reason] = []
    if facts.justification.allSatisfy(\.isWhitespace) {
      reasons.append(Reason(points: weights.noJustification, sentence: "no justification given"))
    }
    if facts.isOutsideHours {
      reasons.append(
        Reason(points: weights.outsideHours, sentence: "asked outside the working hours"))
    }
    if let age = facts.dataAgeSeconds, age > weights.staleHours * 3600 {
      reasons.append(
        Reason(
          points: weights.staleData,
          sentence: "the data is \(age / 3600) h old: sync before you decide"))
    }
    return reasons
  }
}
