import ArgumentParser
import Foundation
import Governance
import Store
import Terminal

struct BlameVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "blame", abstract: "Say why somebody holds what they hold, and since when.",
    discussion: """
      Each grant names the request and who decided it, or the rule that did; what was there when its \
      server was first read to the end is told as such, and what appeared later without a decision \
      here is unexplained.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("As of then: \(PastDate.help).", valueName: "date")) var at: PastDate?
  @Argument(help: "A full name, a userName, an e-mail address or an identity's key.")
  var person: String
  @Argument(help: "Only this: SERVER:TYPE:VALUE, or the name that the servers show.")
  var entitlement: String?

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let profile = try session.profile(of: person, at: at)
    let grants = profile.grants.filter { matches($0.entitlement) }
    guard !grants.isEmpty else { throw nothing(profile, session) }
    let blames = try grants.map { try session.blame($0) }
    if session.isJSON {
      for blame in blames { session.console.line(try Records.line(blame)) }
      return
    }
    for line in BlameText(profile: profile, blames: blames, zone: .current)
      .lines(width: session.console.columns)
    {
      session.console.line(line)
    }
  }

  private func matches(_ held: Entitlement) -> Bool {
    guard let entitlement else { return true }
    if let name = EntitlementName(entitlement) {
      guard name.server == held.reference.server, name.type == held.reference.type else {
        return false
      }
      return name.value == held.reference.value
        || name.value.lowercased() == held.display.lowercased()
    }
    return held.display.lowercased() == entitlement.lowercased()
      || held.reference.value == entitlement
  }

  private func nothing(_ profile: Profile, _ session: Session) -> Failure {
    let then = profile.past.map { " on \(Moment.text($0.at, in: .current))" } ?? ""
    let what = entitlement.map { "“\($0)”" } ?? "anything"
    let verb = profile.past == nil ? "does not hold" : "did not hold"
    return Failure(
      .refused, code: "grant.none", "\(profile.person.name) \(verb) \(what)\(then).",
      advice: "`countersign log` tells what they were given and lost.")
  }
}

/// Why one grant is held, with what the people said who asked for it and decided it.
struct Blame: Encodable {
  var grant: Grant
  var requester: PersonReference?
  var justification: String?
  var decision: Decision?
}

extension Session {
  func blame(_ grant: Grant) throws -> Blame {
    guard let id = grant.reason.request, let request = try store.request(id) else {
      return Blame(grant: grant)
    }
    return Blame(
      grant: grant, requester: request.requester, justification: request.justification,
      decision: try store.decisions(for: id).last)
  }
}

/// Blames as a table, each grant with its reason.
private struct BlameText {
  let profile: Profile
  let blames: [Blame]
  let zone: TimeZone

  func lines(width: Int?) -> [String] {
    var table = Table([
      .init("WHERE"), .init("TYPE"), .init("WHAT", isElastic: true), .init("SINCE"),
      .init("WHY", isElastic: true),
    ])
    for blame in blames {
      let reference = blame.grant.entitlement.reference
      table.rows.append([
        reference.server, reference.type.rawValue, blame.grant.entitlement.display, since(blame),
        why(blame),
      ])
    }
    return PastText(profile: profile, zone: zone).lines + table.lines(width: width)
  }

  private func since(_ blame: Blame) -> String {
    switch blame.grant.reason {
    case .decided(_, _, let at), .ruled(_, _, let at): Moment.text(at, in: zone)
    case .beforeFirstSync(let date): "before \(Moment.text(date, in: zone))"
    case .unexplained, .accepted, .through: Moment.text(blame.grant.firstSeen, in: zone)
    }
  }

  private func why(_ blame: Blame) -> String {
    switch blame.grant.reason {
    case .decided, .ruled:
      let asked = blame.requester.map { ", asked by \($0.name)" } ?? ""
      let why = blame.justification.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
      let ends = blame.grant.endsAt.map { "; ends \(Moment.text($0, in: zone))" } ?? ""
      return GrantWords(zone: zone).reason(blame.grant) + asked + why + ends
    case .beforeFirstSync: return "held since before the first sync"
    case .unexplained: return "unexplained: nobody decided it here"
    case .accepted: return "given elsewhere, " + GrantWords(zone: zone).reason(blame.grant)
    case .through(let group): return "through \(group)"
    }
  }
}
