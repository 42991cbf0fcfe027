/// What a separation of duties says to an approval.
public enum SeparationRule {
  /// Why the conflicts forbid it; nil when there are none, or their own steps take care of them.
  public static func refusal(
    _ conflicts: [SeparationConflict], of request: AccessRequest
  ) -> DecisionRefusal? {
    for conflict in conflicts {
      switch conflict.remedy {
      case .block: return .separated(set: conflict.set, why: conflict.sentence)
      case .approval:
        let asked = Set(conflict.parts.map(\.entitlement))
        let endless = request.items.contains {
          $0.operation == .grant && $0.duration == nil && asked.contains($0.entitlement)
        }
        let isSilent = request.justification.allSatisfy(\.isWhitespace)
        let lacks = [isSilent ? "a reason" : nil, endless ? "an end" : nil].compactMap { $0 }
        if !lacks.isEmpty {
          return .separationUnbound(set: conflict.set, lacks: lacks.joined(separator: " and "))
        }
      }
    }
    return nil
  }
}
