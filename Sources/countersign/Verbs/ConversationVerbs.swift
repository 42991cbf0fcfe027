import ArgumentParser
import Foundation
import Governance
import Store

struct CounterVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "counter", abstract: "Offer less than what a request asks for, or something else.",
    discussion: """
      Who asked takes it (`countersign accept`) or withdraws. The request then asks for that, and is \
      decided like any other, with its plan shown. Where policy.toml needs no consent to give less, it \
      asks for less at once.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(
    help: .init("An item to leave out, by its number; may be repeated.", valueName: "n"))
  var without: [Int] = []
  @Option(help: .init("How long the grants last instead, such as 7d.", valueName: "span"))
  var forDuration: String?
  @Option(
    help: .init(
      "Another entitlement: its item's number, and the access: 1=idp:group:readers.",
      valueName: "n=access"))
  var instead: [String] = []
  @Option(help: .init("Why.", valueName: "text")) var reason = ""
  @Argument(help: "A request, by id or the start of one.") var id: String

  func validate() throws {
    if without.isEmpty, forDuration == nil, instead.isEmpty {
      throw ValidationError("Give --without, --for-duration or --instead.")
    }
    if let forDuration, ISODuration(human: forDuration) == nil {
      throw ValidationError("“\(forDuration)” is no span of time: write 8h, 7d or 2w.")
    }
    for text in instead where Self.replacement(text) == nil {
      throw ValidationError("“\(text)” is not N=SERVER:TYPE:VALUE, such as 1=idp:group:readers.")
    }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.decide)
    _ = try session.knownOperator()
    let id = try RequestName.resolve(id, in: session)
    guard let request = try session.store.request(id) else { return }
    let wish = try wish(request, session)
    let speech = Speech(session: session, operator: try session.operator())
    try await session.conclude(speech.offer(wish, for: id), about: id)
  }

  private func wish(_ request: AccessRequest, _ session: Session) throws -> OfferWish {
    func item(_ number: Int) throws -> RequestItem {
      guard request.items.indices.contains(number - 1) else {
        throw Failure(
          .refused, code: "offer.item", "The request has no item \(number).",
          advice: "It has \(counted(request.items.count, "item")); `countersign plan` shows them.")
      }
      return request.items[number - 1]
    }
    var wish = OfferWish(
      duration: forDuration.flatMap { ISODuration(human: $0)?.iso }, comment: reason)
    for number in without { wish.dropped.insert(try item(number).id) }
    for (number, name) in instead.compactMap(Self.replacement) {
      let entitlement = try name.resolve(in: session.store)
      wish.replaced[try item(number).id] = OfferWish.Replacement(
        entitlement: entitlement.reference, display: entitlement.display)
    }
    return wish
  }

  private static func replacement(_ text: String) -> (Int, EntitlementName)? {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let number = Int(parts[0]), let name = EntitlementName(String(parts[1]))
    else { return nil }
    return (number, name)
  }
}

struct AcceptVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Take what an approver offers instead of what you asked for.")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "A request of yours, by id or the start of one.") var id: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    _ = try session.knownOperator()
    let id = try RequestName.resolve(id, in: session)
    guard let offer = try session.store.offer(for: id) else { throw Failure(.noOffer) }
    let speech = Speech(session: session, operator: try session.operator())
    try await session.conclude(speech.accept(offer), about: id)
  }
}

struct WithdrawVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Take back a request that you made.")

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("Why.", valueName: "text")) var reason = ""
  @Argument(help: "A request of yours, by id or the start of one.") var id: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let person = try session.knownOperator()
    let id = try RequestName.resolve(id, in: session)
    if let request = try session.store.request(id), request.requester.key != person.key {
      let refusal = OfferRefusal.notTheRequester(name: request.requester.name)
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
    if let refusal = try session.store.cancel(id, actor: person, reason: reason, now: session.now) {
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
    try await session.conclude("Withdrawn: nobody will be asked to decide it.", about: id)
  }
}

struct AskVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask who made a request; its clock stands still until the answer."
  )

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("What you want to know.", valueName: "text")) var question: String
  @Argument(help: "A request, by id or the start of one.") var id: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.decide)
    _ = try session.knownOperator()
    let id = try RequestName.resolve(id, in: session)
    let speech = Speech(session: session, operator: try session.operator())
    try await session.conclude(speech.ask(question, about: id), about: id)
  }
}

struct AnswerVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer what an approver asked about a request of yours.")

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("The answer.", valueName: "text")) var text: String
  @Argument(help: "A request of yours, by id or the start of one.") var id: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    _ = try session.knownOperator()
    let id = try RequestName.resolve(id, in: session)
    let speech = Speech(session: session, operator: try session.operator())
    try await session.conclude(speech.answer(text, about: id), about: id)
  }
}

extension Session {
  /// Tells what came of a word on a request, and sends what it made due.
  func conclude(_ sentence: String, about id: RequestID) async throws {
    await sendPending(for: [id])
    guard isJSON else { return console.prose("\(id.rawValue) \(sentence)") }
    let status = try store.request(id)?.status.rawValue ?? ""
    console.line(
      try Records.line(["request": id.rawValue, "status": status, "sentence": sentence]))
  }
}
