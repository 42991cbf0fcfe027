import Foundation
import Governance
import Terminal

/// The first lines of what a verb tells of somebody: who, and as of when.
struct PastText {
  let profile: Profile
  let zone: TimeZone

  var lines: [String] {
    let name = DisplayText.visible(profile.person.name)
    guard let past = profile.past else { return [name] }
    return ["\(name) as of \(Moment.text(past.at, in: zone))"]
      + past.sentences { Moment.text($0, in: zone) }.map { "  \($0)" }
  }
}
