import ArgumentParser
import Foundation
import Governance
import SCIM
import Store

struct RequestVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "request", abstract: "Ask that somebody receives or loses access.",
    discussion: """
      Access is written SERVER:TYPE:VALUE, where TYPE is group, role, entitlement, account or \
      manual, and VALUE is the id or the name: idp:group:platform-engineers, code:account.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(
    name: .customLong("for"),
    help: .init("Who receives or loses it (default: you).", valueName: "person"))
  var beneficiary: String?

  @Option(help: .init("Access to give; may be repeated.", valueName: "access"))
  var grant: [String] = []

  @Option(help: .init("Access to take; may be repeated.", valueName: "access"))
  var revoke: [String] = []

  @Option(
    help: .init("How long the grants last, such as 8h or 7d (default: no end).", valueName: "span"))
  var forDuration: String?

  @Option(help: .init("Why.", valueName: "text")) var reason: String

  @Option(help: .init("A ticket or case elsewhere.", valueName: "id")) var ticket: String?

  @Option(help: .init("When it is needed: 2026-12-01T09:00:00Z.", valueName: "date"))
  var neededBy: String?

  @Option(help: .init("When the request lapses if nobody has decided.", valueName: "date"))
  var expires: String?

  func validate() throws {
    if grant.isEmpty && revoke.isEmpty { throw ValidationError("Give --grant or --revoke.") }
    for text in grant + revoke where EntitlementName(text) == nil {
      throw ValidationError("“\(text)” is not SERVER:TYPE:VALUE, such as idp:group:engineers.")
    }
    if let forDuration, ISODuration(human: forDuration) == nil {
      throw ValidationError("“\(forDuration)” is no span of time: write 8h, 7d or 2w.")
    }
    for text in [neededBy, expires].compactMap({ $0 }) where SCIMDate.parse(text) == nil {
      throw ValidationError("“\(text)” is no date: write 2026-12-01T09:00:00Z.")
    }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let requester = try session.knownOperator()
    let draft = RequestDraft(
      requester: requester,
      beneficiary: try beneficiary.map { try session.person($0) } ?? requester,
      items: try items(session), justification: reason,
      neededBy: neededBy.flatMap(SCIMDate.parse), expires: expires.flatMap(SCIMDate.parse),
      externalReference: ticket)
    try await session.submit(draft, requester: requester)
  }

  private func items(_ session: Session) throws -> [RequestItem] {
    let duration = forDuration.flatMap { ISODuration(human: $0) }?.iso
    let wanted = grant.map { (ItemOperation.grant, $0) } + revoke.map { (.revoke, $0) }
    var items: [RequestItem] = []
    for (operation, text) in wanted {
      guard let name = EntitlementName(text) else { continue }
      if name.type != .manual { _ = try session.configuration.requiredServer(named: name.server) }
      let entitlement = try name.resolve(in: session.store)
      items.append(
        RequestItem(
          id: String(items.count + 1), operation: operation, entitlement: entitlement.reference,
          display: entitlement.display, duration: operation == .grant ? duration : nil))
    }
    return items
  }
}
