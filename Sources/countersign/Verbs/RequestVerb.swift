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

  @Flag(
    help: "An emergency: take it at once, for yourself, for a short time, and answer for it after.")
  var breakGlass = false

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
    try session.allow(.request)
    let requester = try session.knownOperator()
    let draft = RequestDraft(
      requester: requester,
      beneficiary: try beneficiary.map { try session.person($0) } ?? requester,
      items: try items(session), justification: reason,
      neededBy: neededBy.flatMap(SCIMDate.parse), expires: expires.flatMap(SCIMDate.parse),
      externalReference: ticket)
    if breakGlass { return try await take(draft, session) }
    let request = try session.submitted(draft)
    try await session.judge([request.id])
    session.console.line(session.isJSON ? Records.request(request).text : request.id.rawValue)
  }

  /// Says loudly what was taken, and who looks at it.
  private func take(_ draft: RequestDraft, _ session: Session) async throws {
    var draft = draft
    if let rules = session.policy.breakGlass {
      draft.items = rules.shortened(draft.items, now: session.now)
    }
    let request = try session.checked(draft)
    if let refusal = try session.desk.breakGlass(request, now: session.now) {
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
    await session.sendPending(for: [request.id])
    session.log.warning("break-glass", metadata: ["request": "\(request.id.rawValue)"])
    session.console.line(session.isJSON ? Records.request(request).text : request.id.rawValue)
    if !session.isJSON, let review = try session.store.review(of: request.id) {
      let access = request.items.map(\.shown).joined(separator: ", ")
      session.console.errorLine(
        "BREAK-GLASS: you took \(access). It is recorded under your name, and reviewed until"
          + " \(Moment.text(review.due, in: .current)).")
    }
    let actions = try session.store.actions(for: request.id)
    if let bad = actions.first(where: { $0.status == .failed || $0.status == .conflicted }) {
      throw Failure(
        .server, code: "action.\(bad.status.rawValue)",
        "\(bad.operation.server): \(bad.operation.timedEffect): \(bad.outcome)")
    }
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
