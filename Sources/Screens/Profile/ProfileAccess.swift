import Governance
import Terminal

/// What the person holds, and why.
extension ProfilePage {
  var accessNote: String {
    let count = profile.grants.filter { $0.reason == .unexplained }.count
    return count == 0 ? "" : "\(count) unexplained"
  }

  /// By server, then group, role, entitlement; the privileged are marked.
  mutating func addAccess() {
    var servers: [String] = []
    for grant in profile.grants where !servers.contains(grant.entitlement.reference.server) {
      servers.append(grant.entitlement.reference.server)
    }
    for server in servers {
      for type in EntitlementType.allCases {
        for grant in profile.grants
        where grant.entitlement.reference.server == server
          && grant.entitlement.reference.type == type
        {
          add(grant)
        }
      }
    }
  }

  private mutating func add(_ grant: Grant) {
    let entitlement = grant.entitlement
    let nameWidth = min(36, max(16, builder.width - 54))
    var runs = [
      Run(entitlement.isPrivileged ? "  ▲ " : "    ", .riskHigh),
      Run(padded(entitlement.display, nameWidth)),
      Run(
        "  \(padded(entitlement.reference.server, 6))\(padded(Self.word(entitlement.reference.type), 8))",
        .dim),
    ]
    // Before the reason, which a narrow screen may cut.
    if let end = grant.endsAt { runs.append(Run("ends \(moments.short(end))  ", .notice)) }
    switch grant.reason {
    case .decided(_, let by, let at):
      runs += [Run("by \(by) \(moments.day(at))", .ok)]
    case .ruled(_, let rule, let at):
      runs += [Run("by rule \(rule) \(moments.day(at))", .ok)]
    case .accepted(let by, _, let at):
      runs += [Run("accepted by \(by) \(moments.day(at))", .ok)]
    case .beforeFirstSync(let date):
      runs += [Run("since before the first sync \(moments.day(date))", .dim)]
    case .unexplained:
      runs += [Run("unexplained", .warning), Run(" since \(moments.day(grant.firstSeen))", .dim)]
    case .through(let group): runs += [Run("through ", .dim), Run(group)]
    }
    if let words = entitlement.terms?.words(holders: nil), !words.isEmpty {
      runs.append(Run("  " + words.joined(separator: ", "), .dim))
    }
    let target = grant.reason.request.map { LineTarget.request($0) }
    let reference = entitlement.reference
    builder.add(
      runs, id: "grant \(reference.server) \(reference.type.rawValue) \(reference.value)",
      target: target)
  }

  private static func word(_ type: EntitlementType) -> String {
    type == .entitlement ? "right" : type.rawValue
  }
}
