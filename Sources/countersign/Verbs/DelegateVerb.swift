import ArgumentParser
import Foundation
import Governance
import SCIM
import Screens
import Store
import Terminal

struct DelegateVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "delegate", abstract: "Let somebody decide in your place, for a time.",
    discussion: """
      It counts for requests that are open already, too. Each decision names you as the authority \
      and them as the hand; nobody decides what concerns them, in whatever place, and what was lent \
      cannot be lent on. Without a name it lists what you lent and were lent.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(
    name: .customLong("for"), help: .init("How long, such as 7d or 2w.", valueName: "span"))
  var span: String?
  @Option(help: .init("From when on: 2026-12-01T09:00:00Z (default: now).", valueName: "date"))
  var from: String?
  @Option(
    help: .init("Only requests that match, such as 'item.server eq \"idp\"'.", valueName: "filter"))
  var scope: String?
  @Option(help: .init("Why.", valueName: "text")) var reason = ""
  @Option(help: .init("End this one, by its number, before its time.", valueName: "n"))
  var end: Int64?
  @Argument(help: "Who stands in: a name, a userName or an e-mail address.") var person: String?

  func validate() throws {
    if person != nil, span == nil { throw ValidationError("Say for how long: --for 7d.") }
    if let span, ISODuration(human: span) == nil {
      throw ValidationError("“\(span)” is no span of time: write 8h, 7d or 2w.")
    }
    if let from, SCIMDate.parse(from) == nil {
      throw ValidationError("“\(from)” is no date: write 2026-12-01T09:00:00Z.")
    }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.decide)
    let me = try session.knownOperator()
    if let end {
      if let problem = try session.store.revokeDelegation(end, by: me, now: session.now) {
        throw Failure(
          .refused, code: "delegation.refused", problem,
          advice: "`countersign delegate` lists them.")
      }
      session.console.line("Delegation \(end) has ended.")
    } else if let person, let duration = span.flatMap({ ISODuration(human: $0)?.iso }) {
      let speech = Speech(session: session, operator: try session.operator())
      session.console.prose(
        try speech.delegate(
          DelegationWish(to: person, duration: duration, scope: scope), reason: reason,
          from: from.flatMap(SCIMDate.parse)))
    } else {
      try list(try session.store.delegations(of: me.key), session)
    }
  }

  private func list(_ delegations: [Delegation], _ session: Session) throws {
    for delegation in delegations {
      if session.isJSON {
        session.console.line(try Records.line(delegation))
        continue
      }
      let state =
        delegation.revoked != nil
        ? "ended" : delegation.isActive(at: session.now) ? "counts" : "does not count now"
      let zone = TimeZone.current
      let span =
        "\(Moment.text(delegation.starts, in: zone)) to \(Moment.text(delegation.ends, in: zone))"
      let scope = delegation.scope.map { " where \($0)" } ?? ""
      session.console.prose(
        DisplayText.visible(
          "\(delegation.id) \(delegation.to.name) in place of \(delegation.from.name), \(span)"
            + "\(scope): \(state)"))
    }
    if delegations.isEmpty, !session.isJSON { session.console.errorLine("You lent nothing.") }
  }
}
