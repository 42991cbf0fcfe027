import Foundation
import Governance

/// Why somebody holds something, as the shell says it.
struct GrantWords {
  let zone: TimeZone

  /// Shape: `by Priya Nair, request 3f2a91…`, `unexplained since 2026-03-05 12:00`.
  func reason(_ grant: Grant) -> String {
    switch grant.reason {
    case .decided(let request, let by, _): "by \(by), request \(request.rawValue)"
    case .ruled(let request, let rule, _): "by rule “\(rule)”, request \(request.rawValue)"
    case .accepted(let by, let why, _): "accepted by \(by): \(why)"
    case .beforeFirstSync(let date):
      "held since before the first sync (\(Moment.text(date, in: zone)))"
    case .unexplained: "unexplained since \(Moment.text(grant.firstSeen, in: zone))"
    case .through(let group): "through \(group)"
    }
  }
}
