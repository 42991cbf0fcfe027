import ArgumentParser
import Foundation
import Governance
import Store

struct DriftVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "What the servers show otherwise than it was decided, and what to do about it.",
    discussion: """
      Given elsewhere without a decision here, taken away elsewhere, or ended here and still there. \
      It is accepted with a reason, reverted by a request that is planned and approved as any other, \
      or asked about.
      """,
    subcommands: [
      DriftListVerb.self, DriftAcceptVerb.self, DriftRevertVerb.self, DriftAskVerb.self,
      DriftAnswerVerb.self,
    ],
    defaultSubcommand: DriftListVerb.self)
}

/// Whose access to what a word is about.
struct DriftArguments: ParsableArguments {
  @Argument(help: "Whose access: a name, a userName, an e-mail address or an identity's key.")
  var person: String
  @Argument(help: "Which: SERVER:TYPE:VALUE, such as idp:group:engineers.") var access: String

  func validate() throws {
    if EntitlementName(access) == nil {
      throw ValidationError("“\(access)” is not SERVER:TYPE:VALUE, such as idp:group:engineers.")
    }
  }

  /// The drift that they name.
  ///
  /// Throws: ``Failure`` for none, and where a role does not show the person.
  func drift(in session: Session) throws -> Drift {
    let person = try session.person(person)
    try session.allow(seeing: person)
    let name = EntitlementName(access)
    let found = try session.store.drifts(of: person.key, now: session.now).first { drift in
      drift.entitlement.server == name?.server && drift.entitlement.type == name?.type
        && (drift.entitlement.value == name?.value
          || drift.display.lowercased() == name?.value.lowercased())
    }
    guard let found else {
      let refusal = DriftRefusal.gone(what: "\(access) of \(person.name)")
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
    return found
  }
}

struct DriftListVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what servers show otherwise than it was decided.")

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.people)
    let kinds = Set(Drift.Kind.allCases.map { Finding.Kind($0) })
    let findings = try session.store.findings(
      kinds: kinds, offset: 0, count: .max, seenBy: session.visibility(),
      by: session.operator().person, now: session.now
    ).rows
    if session.isJSON {
      for finding in findings { session.console.line(try Records.line(finding)) }
      return
    }
    guard !findings.isEmpty else {
      return session.console.errorLine("The servers show what was decided.")
    }
    var table = Table([
      .init("KIND"), .init("WHO", isElastic: true), .init("ACCESS", isElastic: true),
      .init("SINCE"), .init("WHAT", isElastic: true),
    ])
    for finding in findings {
      guard let drift = finding.drift else { continue }
      let reference = drift.entitlement
      table.rows.append([
        finding.kind.title, drift.person.name,
        [reference.server, reference.type.rawValue, reference.value]
          .filter { !$0.isEmpty }.joined(separator: ":"),
        Moment.text(drift.since, in: .current), drift.sentence,
      ])
    }
    for line in table.lines(width: session.console.columns) { session.console.line(line) }
  }
}

struct DriftAcceptVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Say that what a server shows may stay, and why.",
    discussion: "It counts until it changes again. Nobody accepts what they hold themselves.")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var about: DriftArguments
  @Option(help: .init("Why.", valueName: "text")) var reason: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let drift = try about.drift(in: session)
    try session.tell(.accept(reason: reason), about: drift)
  }
}

struct DriftRevertVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "revert", abstract: "Ask that a server shows again what was decided.",
    discussion: "Makes a request, which is planned, decided and recorded as any other.")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var about: DriftArguments
  @Option(help: .init("Why.", valueName: "text")) var reason: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    try session.allow(.request)
    let requester = try session.knownOperator()
    let draft = try about.drift(in: session).draft(requester: requester, reason: reason)
    try session.refuseSecondUndo(draft)
    try await session.submit(draft, requester: requester)
  }
}

struct DriftAskVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask who may know about it.")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var about: DriftArguments
  @Option(help: .init("What.", valueName: "text")) var question: String
  @Option(
    help: .init(
      "Whom (default: an owner of the group, else the person's manager).", valueName: "person"))
  var of: String?

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let drift = try about.drift(in: session)
    let whom = try of.map { try session.person($0) }
    try session.tell(.ask(of: whom, text: question), about: drift)
  }
}

struct DriftAnswerVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer what you were asked about it.")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var about: DriftArguments
  @Option(help: .init("The answer.", valueName: "text")) var text: String

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let drift = try about.drift(in: session)
    try session.tell(.answer(text: text), about: drift)
  }
}

extension Session {
  /// Records a word and says what came of it.
  fileprivate func tell(_ word: DriftWord, about drift: Drift) throws {
    let sentence = try say(word, about: drift, operator: try `operator`())
    guard isJSON else { return console.line(sentence) }
    let now = try store.drifts(of: drift.person.key, now: now)
      .first { $0.kind == drift.kind && $0.entitlement == drift.entitlement }
    console.line(try Records.line(DriftRecord(drift: now ?? drift, isOpen: now != nil)))
  }
}

/// A drift after a word on it.
private struct DriftRecord: Encodable {
  var drift: Drift
  /// False once it is accepted.
  var isOpen: Bool
}
